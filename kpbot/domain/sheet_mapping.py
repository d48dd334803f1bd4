"""From a sheet as it was read to one whose columns have a meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kpbot.domain.sheet_headings import (
    DEEPEST,
    LOOKED_AT,
    alternatives,
    could_continue,
    folded,
    joined,
    levels,
    merged_down,
)
from kpbot.domain.sheet_private import is_private_column, without_private
from kpbot.domain.sheets import Field, RawSheet, Row, Sheet

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总数|total|subtotal|sum)[:]?")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填写说明|填表人|制表人|制表|审核人|审核|填报人|填报单位|报送单位|负责人|单位负责人|盖章|单位盖章|日期|填表日期"
    r"|示例|例|样例|note|notes|example)\s*(?:[0-9一二三]\s*)?[:.、]"
)

Said = Mapping[str, str | int]
"""By `Field.name`: the heading of its column, or the column's index."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A sheet in which needed fields have no column, or more than one that could be it. `sheet` has the columns that
    were found; a sheet without anything like headings has neither headings nor rows."""

    sheet: Sheet
    missing: tuple[Field, ...]


def mapped(raw: RawSheet, fields: Sequence[Field], said: Said | None = None) -> Sheet | Unmapped:
    """The sheet with its columns named. `said` is what people answered or the configuration says; it goes before
    what the headings say."""
    start, depth = _headings_at(raw.rows, fields, said or {})
    if not depth:
        return Unmapped(Sheet(raw.name, (), ()), _needed(fields, ()))
    parts = levels(raw.rows[start : start + depth])
    headings = tuple(joined(part) for part in parts)
    columns = _columns(parts, fields, said or {})
    sheet = _with_rows(raw, headings, columns, raw.rows[start + depth :])
    missing = _needed(fields, columns)
    return Unmapped(sheet, missing) if missing else sheet


def scrubbed(raw: RawSheet, fields: Sequence[Field]) -> tuple[RawSheet, tuple[str, ...]]:
    """The sheet as it may be kept until it is known what it is, without telephone and ID numbers, and the headings of
    the columns that were emptied. `fields` are those of all kinds, by which the headings are found."""
    start, depth = _headings_at(raw.rows, fields, {})
    parts = levels(raw.rows[start : start + depth]) if depth else []
    headings = tuple(joined(part) for part in parts)
    sheet = _with_rows(raw, headings, {}, raw.rows[start + depth :], every=True)
    return RawSheet(raw.name, (*raw.rows[start : start + depth], *sheet.rows)), sheet.dropped


def pruned(sheet: Sheet) -> Sheet:
    """Only the cells of columns that mean something."""
    used = set(sheet.columns.values())
    rows = (
        Row(row.number, tuple(cell if at in used else "" for at, cell in enumerate(row.cells))) for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))


def _needed(fields: Sequence[Field], columns: Iterable[str]) -> tuple[Field, ...]:
    found = set(columns)
    return tuple(one for one in fields if one.needed and one.name not in found)


def _headings_at(rows: Sequence[Row], fields: Sequence[Field], said: Said) -> tuple[int, int]:
    """(where the headings begin, how many rows they are), by the most fields found; without any, the first row with
    two different cells. (0, 0) where there is none."""
    named = {name: heading for name, heading in said.items() if isinstance(heading, str)}  # any row has a third column
    best, best_found = (0, 0), 0
    for start in range(min(len(rows), LOOKED_AT)):
        for depth in range(1, DEEPEST + 1):
            here = rows[start : start + depth]
            if len(here) < depth or (depth > 1 and not could_continue(here[-2], here[-1])):
                break
            found = len(_columns(levels(here), fields, named))
            goes_on = (
                depth > 1 and (start, depth - 1) == best and found == best_found and merged_down(here[-2], here[-1])
            )
            if found > best_found or goes_on:
                best, best_found = (start, depth), found
    if best_found:
        return best
    several = (at for at, row in enumerate(rows[:LOOKED_AT]) if len({cell for cell in row.cells if cell}) > 1)
    first = next(several, None)
    return (0, 0) if first is None else (first, 1)


def _columns(parts: Sequence[tuple[str, ...]], fields: Sequence[Field], said: Said) -> dict[str, int]:
    """By field in which column it is. A column has one meaning; where two columns say a field equally well, neither
    is taken."""
    found = {field.name: at for field in fields if (at := _said_column(parts, said.get(field.name))) is not None}
    claims: dict[tuple[int, int, int], list[int]] = {}
    for order, field in enumerate(fields):
        names = {folded(heading): rank for rank, heading in reversed(list(enumerate(field.headings)))}
        for column, part in enumerate(parts if field.name not in found else ()):
            claim = _claim(part, names)
            if claim:
                claims.setdefault((*claim, order), []).append(column)
    taken, doubtful = set(found.values()), set[str]()
    for (_, _, order), columns in sorted(claims.items()):
        name, free = fields[order].name, [column for column in columns if column not in taken]
        if name in found or name in doubtful or not free:
            continue
        if len(free) > 1:
            doubtful.add(name)
        else:
            found[name] = free[0]
            taken.add(free[0])
    return found


def _said_column(parts: Sequence[tuple[str, ...]], said: str | int | None) -> int | None:
    if isinstance(said, int):
        return said if 0 <= said < len(parts) else None
    wanted = folded(said) if said else ""
    here = [at for at, part in enumerate(parts) if wanted and wanted in (folded(joined(part)), *map(folded, part[-1:]))]
    return here[0] if len(here) == 1 else None


def _claim(part: tuple[str, ...], names: Mapping[str, int]) -> tuple[int, int] | None:
    """How well a heading says a field, smaller is better: (0 the whole heading, 1 its lowest row, 2 each of several
    things it names; rank of the synonym)."""
    if not part:
        return None
    whole, lowest = folded(joined(part)), folded(part[-1])
    if whole in names:
        return 0, names[whole]
    if lowest in names:
        return 1, names[lowest]
    ranks = [names.get(one) for one in alternatives(part[-1])]
    known = [rank for rank in ranks if rank is not None]
    return (2, min(known)) if known and len(known) == len(ranks) else None


def _with_rows(
    raw: RawSheet, headings: tuple[str, ...], columns: dict[str, int], rows: Sequence[Row], *, every: bool = False
) -> Sheet:
    """`every`: also rows that are no data."""
    kept, skipped = list[Row](), list[int]()
    for row in rows:
        if every or _is_data(row, headings):
            kept.append(row)
        else:
            skipped.append(row.number)
    width = max((len(headings), *(len(row.cells) for row in kept)))
    heads = headings + ("",) * (width - len(headings))
    private = {at for at in range(width) if is_private_column(heads[at], (_cell(row, at) for row in kept))}
    private_free = tuple(Row(row.number, _public(row, heads, private)) for row in kept)
    dropped = tuple(heads[at] or f"#{at + 1}" for at in sorted(private))
    usable = {name: at for name, at in columns.items() if at not in private}
    return Sheet(raw.name, heads, private_free, usable, dropped, tuple(skipped))


def _public(row: Row, headings: Sequence[str], private: set[int]) -> tuple[str, ...]:
    return tuple("" if at in private else without_private(headings[at], _cell(row, at)) for at in range(len(headings)))


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _is_data(row: Row, headings: Sequence[str]) -> bool:
    filled = [unicodedata.normalize("NFKC", cell).lower() for cell in row.cells if cell]
    first = filled[0] if filled else ""
    if _TOTAL.fullmatch("".join(first.split())) or _NOTE.match("".join(first.split())):
        return False
    again = sum(1 for at, cell in enumerate(row.cells) if cell and at < len(headings) and cell == headings[at])
    return again < max(2, len(filled))
