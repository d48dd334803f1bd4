"""Rows taken while a file is read, and refused when they are too many."""

from __future__ import annotations

from collections.abc import Iterable

from kpbot.domain.plain_text import clean, one_line
from kpbot.domain.sheets import RawSheet, Row
from kpbot.services.sheets import limits
from kpbot.services.sheets.refused import SheetRefused

NAME_LIMIT = 40  # characters; some programs allow 31


class Keeper:
    """Counts over all sheets of one file."""

    def __init__(self) -> None:
        self._rows = self._cells = self._text = 0

    def sheet(self, name: str, rows: Iterable[Row]) -> RawSheet:
        """Empty rows and empty cells at the end of a row are left out. Raises SheetRefused."""
        title = clean(one_line(name), NAME_LIMIT)
        return RawSheet(title, tuple(kept for row in rows if (kept := self._kept(row)).cells))

    def _kept(self, row: Row) -> Row:
        width = next((at for at in range(len(row.cells), 0, -1) if row.cells[at - 1]), 0)
        if not width:
            return Row(row.number, ())
        cells = row.cells[:width]
        self._rows += 1
        self._cells += sum(1 for cell in cells if cell)
        self._text += sum(map(len, cells))
        if width > limits.MAX_COLUMNS:
            raise SheetRefused("too-many-columns", limit=limits.MAX_COLUMNS)
        if self._rows > limits.MAX_ROWS:
            raise SheetRefused("too-many-rows", limit=limits.MAX_ROWS)
        if self._cells > limits.MAX_CELLS or self._text > limits.MAX_TEXT:
            raise SheetRefused("too-much")
        return Row(row.number, cells)
