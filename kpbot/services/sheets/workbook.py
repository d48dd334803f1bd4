"""XLSX, XLS, XLSB and ODS, read by python-calamine. Only for the process in `apart`: a hostile file may end it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpbot.domain.sheet_values import Value, as_text
from kpbot.domain.sheets import RawSheet, Row
from kpbot.services.sheets import limits
from kpbot.services.sheets.keeping import Keeper
from kpbot.services.sheets.refused import SheetRefused

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read(content: bytes) -> tuple[RawSheet, ...]:
    """The visible sheets. Hidden ones hold what drop-down lists offer, or last year's table: nobody who sends the file
    sees them, so nobody means them. Raises SheetRefused."""
    import python_calamine as calamine

    try:
        with calamine.load_workbook(io.BytesIO(content)) as book:
            visible = [
                number
                for number, sheet in enumerate(book.sheets_metadata)
                if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            if len(visible) > limits.MAX_SHEETS:
                raise SheetRefused("too-many-sheets", limit=limits.MAX_SHEETS)
            keeper = Keeper()
            return tuple(_sheet(book.get_sheet_by_index(number), keeper) for number in visible)
    except calamine.PasswordError as error:
        raise SheetRefused("password") from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise SheetRefused("broken") from error


def _sheet(sheet: CalamineSheet, keeper: Keeper) -> RawSheet:
    if sheet.start is None or sheet.end is None:
        return RawSheet(sheet.name, ())
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height * (width - sheet.start[1]) > limits.MAX_AREA:
        raise SheetRefused("too-much")
    repeated = _merged(sheet, height)
    left = [""] * sheet.start[1]
    return keeper.sheet(sheet.name, _rows(sheet, left, repeated))


def _rows(sheet: CalamineSheet, left: list[str], repeated: dict[int, list[tuple[int, int, int]]]) -> Iterator[Row]:
    tops: dict[tuple[int, int], str] = {}
    for index, values in enumerate(sheet.iter_rows()):
        cells = [*left, *_texts(values)]
        for top, first, last in repeated.get(index, ()):
            if first >= len(cells):
                continue
            said = tops.setdefault((top, first), cells[first]) if index == top else tops.get((top, first), "")
            cells[first : last + 1] = [said] * (min(last + 1, len(cells)) - first)
        yield Row(index + 1, tuple(cells))


def _texts(values: list[Value]) -> list[str]:
    return [as_text(value)[: limits.MAX_CELL] if value != "" else "" for value in values]


def _merged(sheet: CalamineSheet, height: int) -> dict[int, list[tuple[int, int, int]]]:
    """By row index: (its first row, first column, last column) of every merged range that covers it."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    covered = 0
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        rows = range(top, min(bottom + 1, height))
        covered += len(rows)
        if covered > limits.MAX_CELLS:
            raise SheetRefused("too-much")
        for row in rows:
            found.setdefault(row, []).append((top, first, last))
    return found
