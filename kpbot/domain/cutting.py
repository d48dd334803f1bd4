"""Texts that are too long: cut at a sentence, or split where a line ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

Measure = Callable[[str], int]
"""How long a platform takes a text to be: characters, UTF-16 units, bytes. Longer texts are never shorter."""

CUT = "…"
_SENTENCE_END = re.compile(r"[。！？!?；;]+[”’」』）)\"']*|\.(?=\s)|\n")


def cut(text: str, limit: int, measure: Measure = len) -> str:
    """At most `limit` of `text`; a cut is made after a sentence if one ends in its second half, and marked."""
    if measure(text) <= limit:
        return text
    head = _head(text, limit - measure(CUT), measure)
    ends = [end for match in _SENTENCE_END.finditer(head) if (end := match.end()) > len(head) // 2]
    return (head[: ends[-1]] if ends else head).rstrip() + CUT if limit >= measure(CUT) else ""


def split(text: str, limit: int, parts: int, measure: Measure = len) -> list[str]:
    """`text` in at most `parts` pieces of `limit` each, between paragraphs, lines or sentences where possible;
    the last one is cut if that is not enough."""
    pieces: list[str] = []
    rest = text
    while measure(rest) > limit and len(pieces) < parts - 1:
        head = _head(rest, limit, measure)
        at = _break(head)
        pieces.append(head[:at].rstrip())
        rest = rest[at:].lstrip("\n ")
    return [*(piece for piece in pieces if piece), cut(rest, limit, measure)]


def _break(head: str) -> int:
    for end in ("\n\n", "\n"):
        if (at := head.rfind(end)) > len(head) // 3:
            return at
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    return ends[-1] if ends and ends[-1] > len(head) // 3 else len(head)


def _head(text: str, limit: int, measure: Measure) -> str:
    """The longest start of `text` that is no longer than `limit`."""
    return text[: bisect_right(range(1, len(text) + 1), limit, key=lambda end: measure(text[:end]))]


def in_bytes(text: str) -> int:
    """Length in UTF-8."""
    return len(text.encode())
