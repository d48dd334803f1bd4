"""All remarks on a file as a workbook: which sheet, which line, what."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from kpbot.services.sheets.kind import Remark
from kpbot.texts import say

_LONGEST = 2_000  # characters
_WIDTHS = (18, 8, 80)


def remarks_file(lang: str, remarks: Sequence[Remark]) -> bytes:
    """An XLSX with a line a remark, serious ones marked. Slow for thousands: for a worker thread."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(say(lang, "sheets-remarks-title"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCD", (*_WIDTHS, 10), strict=True):
        sheet.column_dimensions[letter].width = width

    def text(value: str, *, bold: bool = False) -> Any:
        cell = WriteOnlyCell(sheet, value[:_LONGEST])
        cell.data_type = "s"  # a person's name must not become a formula on somebody's desk
        cell.font = Font(bold=bold)
        return cell

    sheet.append([text(say(lang, f"sheets-remarks-{name}"), bold=True) for name in ("sheet", "row", "text", "serious")])
    for one in remarks:
        serious = say(lang, "sheets-remarks-yes") if one.serious else ""
        for words in _words(lang, one):
            sheet.append([text(one.sheet), one.row or None, text(words), text(serious)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _words(lang: str, one: Remark) -> list[str]:
    """A line for each name that it lists."""
    return [say(lang, "sheets-listed", text=one.text, names=name, count=1) for name in one.listed] or [one.text]
