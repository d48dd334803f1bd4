"""Texts that are too long: cut at a sentence, or split where a line ends."""

from __future__ import annotations

import re

from kpbot.platforms.telegram.limits import units

CUT = "…"
_SENTENCE_END = re.compile(r"[。！？!?；;]+[”’」』）)\"']*|\.(?=\s)|\n")


def cut(text: str, limit: int) -> str:
    """At most `limit` units of `text`; a cut is made after a sentence if one ends in its second half, and marked."""
    if units(text) <= limit:
        return text
    head = _head(text, limit - units(CUT))
    ends = [end for match in _SENTENCE_END.finditer(head) if (end := match.end()) > len(head) // 2]
    return (head[: ends[-1]] if ends else head).rstrip() + CUT if limit >= units(CUT) else ""


def split(text: str, limit: int, parts: int) -> list[str]:
    """`text` in at most `parts` pieces of `limit` units each, between paragraphs, lines or sentences where possible;
    the last one is cut if that is not enough."""
    pieces: list[str] = []
    rest = text
    while units(rest) > limit and len(pieces) < parts - 1:
        head = _head(rest, limit)
        at = _break(head)
        pieces.append(head[:at].rstrip())
        rest = rest[at:].lstrip("\n ")
    return [*(piece for piece in pieces if piece), cut(rest, limit)]


def _break(head: str) -> int:
    for end in ("\n\n", "\n"):
        if (at := head.rfind(end)) > len(head) // 3:
            return at
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    return ends[-1] if ends and ends[-1] > len(head) // 3 else len(head)


def _head(text: str, limit: int) -> str:
    """The longest start of `text` that has at most `limit` units."""
    head = text[: max(limit, 0)]
    while (over := units(head) - max(limit, 0)) > 0:
        head = head[: -((over + 1) // 2)]  # a character has two units at most
    return head
