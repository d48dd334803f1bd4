"""A sheet as it is used once it was read: headings, rows of cells, and which column means what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Field:
    """Something a column may hold. `headings`: how people head it, most usual first. `needed`: a sheet without it is
    not of this kind."""

    name: str
    headings: tuple[str, ...]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the line of the file, from 1, as a spreadsheet program shows it. Cells are clean text: days as
    `2026-03-05`, whole numbers without a point, what is empty as "". A merged cell is repeated in each row it
    covers."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet of a file as it was read, before anybody knows what its columns mean. Empty rows are left out."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file. `columns` says by `Field.name` in which column it is; fields without a column are not there.
    Columns of telephone and ID numbers were emptied when it was read; `dropped` are their headings, `#4` where the
    fourth has none. `skipped` are the numbers of rows that are no data: totals, notes under the table, headings once
    more."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    skipped: tuple[int, ...] = ()

    def cell(self, row: Row, name: str) -> str:
        """The cell of a field; "" where the sheet has no such column."""
        column = self.columns.get(name)
        return row.cells[column] if column is not None and column < len(row.cells) else ""
