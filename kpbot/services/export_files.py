"""Exports as files: CSV that Excel opens, JSON for programs, XLSX for desks. All written row by row."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from kpbot.services.export import Cell, Column
from kpbot.texts import has, say

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEET_ROWS = 1_048_576  # more do not fit into a sheet; a year of a city may have more
_LONGEST = 32_767  # characters in a cell
_UNWRITABLE = re.compile(r"[\000-\010\013\014\016-\037]")  # not allowed in XML
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what spreadsheets take for a formula

Rows = AsyncIterator[list[Cell]]


class ExportFormat(StrEnum):
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


async def write(
    rows: Rows, columns: Sequence[Column], form: ExportFormat, out: IO[bytes], lang: str, sheet: str
) -> int:
    """Write the rows to `out` and return how many there were. Headings and codes are in `lang`, except in JSON,
    which keeps the codes; only there are keys. `sheet` is what a workbook's sheet is called."""
    if form is ExportFormat.JSON:
        return await _json(rows, columns, out)
    shown = [column for column in columns if not column.key]
    table = _without_keys(rows, columns)
    if form is ExportFormat.XLSX:
        return await _xlsx(table, shown, out, lang, sheet)
    return await _csv(table, shown, out, lang)


async def _without_keys(rows: Rows, columns: Sequence[Column]) -> Rows:
    async for row in rows:
        yield [cell for column, cell in zip(columns, row, strict=True) if not column.key]


async def _csv(rows: Rows, columns: Sequence[Column], out: IO[bytes], lang: str) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)  # Excel needs the mark
    writer = csv.writer(text)
    writer.writerow(_headings(columns, lang))
    count = 0
    async for row in rows:
        writer.writerow([_harmless(_plain(_worded(c, cell, lang))) for c, cell in zip(columns, row, strict=True)])
        count += 1
    text.detach()
    return count


async def _json(rows: Rows, columns: Sequence[Column], out: IO[bytes]) -> int:
    count = 0
    async for row in rows:
        record = {
            c.name: cell.isoformat() if isinstance(cell, date) else cell for c, cell in zip(columns, row, strict=True)
        }
        out.write((",\n" if count else "[\n").encode() + json.dumps(record, ensure_ascii=False).encode())
        count += 1
    out.write(b"\n]\n" if count else b"[]\n")
    return count


async def _xlsx(rows: Rows, columns: Sequence[Column], out: IO[bytes], lang: str, title: str) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = None
    count = 0
    async for row in rows:
        if count % (SHEET_ROWS - 1) == 0:
            sheet = _new_sheet(book, columns, lang, title)
        sheet.append([_cell(sheet, _worded(c, cell, lang)) for c, cell in zip(columns, row, strict=True)])
        count += 1
    if not count:
        _new_sheet(book, columns, lang, title)
    book.save(out)
    return count


def _headings(columns: Sequence[Column], lang: str) -> list[str]:
    return [say(lang, f"export-{column.name.replace('_', '-')}") for column in columns]


def _worded(column: Column, cell: Cell, lang: str) -> str | int | date | datetime | None:
    """Codes and yes/no in words; a code of which no word is known stays."""
    if isinstance(cell, bool):
        return say(lang, "export-yes" if cell else "export-no")
    if isinstance(cell, list):
        return say(lang, "list-joiner").join(_word(column.words, code, lang) for code in cell)
    return _word(column.words, cell, lang) if column.words and isinstance(cell, str) else cell


@cache  # codes are few, rows are many
def _word(prefix: str, code: str, lang: str) -> str:
    return say(lang, prefix + code) if prefix and code and has(prefix + code) else code


def _plain(value: str | int | date | datetime | None) -> str | int | None:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else value


def _harmless(value: str | int | None) -> str | int | None:
    """A person's name must not become a formula on somebody's desk."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_ACTIVE) else value


def _new_sheet(book: Workbook, columns: Sequence[Column], lang: str, title: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    number = len(book.worksheets) + 1
    sheet: Any = book.create_sheet(f"{title} {number}" if number > 1 else title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    heading = []
    for text in _headings(columns, lang):
        cell = WriteOnlyCell(sheet, text)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="2E7D5B")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        heading.append(cell)
    sheet.append(heading)
    return sheet


def _cell(sheet: Any, value: str | int | date | datetime | None) -> Any:
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, datetime):
        return _styled(sheet, value.replace(tzinfo=None, second=0, microsecond=0), "yyyy-mm-dd hh:mm")
    if isinstance(value, date):
        midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a cell has no zone
        return _styled(sheet, midnight, "yyyy-mm-dd")
    return value


def _text(sheet: Any, value: str) -> Any:
    text = _UNWRITABLE.sub("", value)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    if not text.startswith(("=", "#")):
        return text  # a cell object of its own takes ten times as long
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # neither a formula nor an error
    return cell


def _styled(sheet: Any, value: datetime, style: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.number_format = style
    return cell
