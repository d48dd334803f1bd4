"""Which rows of a sheet are its headings, and what each heading says once nobody's way of writing it matters."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from kpbot.domain.plain_text import one_line
from kpbot.domain.sheets import Row

LOOKED_AT = 20  # rows that hold something, from the top
DEEPEST = 3  # rows of headings

_BRACKETS = re.compile(r"[(\[{【〔〖《<「『][^()\[\]{}【】〔〕〖〗《》<>「」『』]*[)\]}】〕〗》>」』]")
_NUMBERED = re.compile(r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、,:．]\s*")
_NOTE = re.compile(r"[:,;。]?\s*(?:必填|选填|可不填|可选|required|optional)[项]?$")
_NOT_WORDS = re.compile(r"[\W_]+")
_OR = re.compile(r"[/／、|｜]|或者?|\bor\b")


def folded(heading: str) -> str:
    """`姓 名（必填）*` as 姓名: NFKC, lower case, without blanks, marks, numbering and what stands in brackets.
    A heading all in brackets is what they hold."""
    plain = unicodedata.normalize("NFKC", heading).lower().strip()
    bare = plain
    for _ in range(2):  # brackets inside of brackets
        bare = _BRACKETS.sub("", bare)
    bare = _NOTE.sub("", _NUMBERED.sub("", bare.strip()))
    return _NOT_WORDS.sub("", bare) or _NOT_WORDS.sub("", plain)


def alternatives(heading: str) -> tuple[str, ...]:
    """`村（社区）/学校` as 村 and 学校, each folded; nothing where a heading names one thing only."""
    bare = _BRACKETS.sub("", unicodedata.normalize("NFKC", heading))
    parts = tuple(found for part in _OR.split(bare) if (found := folded(part)))
    return parts if len(parts) > 1 else ()


def headings_hash(headings: Sequence[str]) -> str:
    """The same for sheets that were made from one form."""
    return hashlib.sha256("\n".join(folded(heading) for heading in headings).encode()).hexdigest()


def levels(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """For every column what the heading rows say of it from top to bottom, said once: (人数, 男)."""
    width = max(len(row.cells) for row in rows)
    found = []
    for column in range(width):
        parts: list[str] = []
        for row in rows:
            said = one_line(row.cells[column]) if column < len(row.cells) else ""
            if said and said not in parts[-1:]:
                parts.append(said)
        found.append(tuple(parts))
    return found


def joined(parts: tuple[str, ...]) -> str:
    return " ".join(parts)


def could_continue(upper: Row, lower: Row) -> bool:
    """Whether `lower` can be a second row of headings: some heading is merged downwards, or below each of its own
    cells the upper row has nothing or a heading that is merged across."""
    if _is_title(upper):
        return False
    own = [column for column, said in enumerate(lower.cells) if said and said != _at(upper, column)]
    if merged_down(upper, lower):
        return bool(own)
    return bool(own) and all(not _at(upper, column) or _across(upper, lower, column) for column in own)


def merged_down(upper: Row, lower: Row) -> bool:
    """Whether some heading stands in both rows."""
    return any(said and said == _at(upper, column) for column, said in enumerate(lower.cells))


def _across(upper: Row, lower: Row, column: int) -> bool:
    """Whether a heading spans the next column too: repeated there, or as text keeps it, with nothing there while some
    other heading has nothing below."""
    above, right = _at(upper, column), _at(upper, column + 1)
    if above in (_at(upper, column - 1), right):
        return True
    downwards = any(said and not _at(lower, at) for at, said in enumerate(upper.cells))
    return not right and bool(_at(lower, column + 1)) and downwards


def _is_title(row: Row) -> bool:
    """A title is merged across the whole table, or stands alone."""
    return len({cell for cell in row.cells if cell}) <= 1


def _at(row: Row, column: int) -> str:
    return row.cells[column] if 0 <= column < len(row.cells) else ""
