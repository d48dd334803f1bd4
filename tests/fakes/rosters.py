"""A roster as a county's office keeps it: a title over everything, merged cells, Chinese dates, telephone numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

PHONES = ("13912345678", "13887654321", "13700001111")
ID_NUMBER = "210781199001011234"
HEADINGS = (
    *("序号", "县（市）区", "乡镇（街道）", "村（社区）", "科普信息员姓名", "身份证号", "联系电话", "任职时间"),
    *("科普中国e站", "建站时间", "宣传栏（个）", "图书角", "是否示范", "备注"),
)
LINES = (
    (
        *(1, "青禾县", "柳河镇", "柳树村", "张三、孙秀芳", ID_NUMBER, PHONES[0], "２０２６年３月５日"),
        *("有", "2025年6月", "２", "有", "是", "村委会院内"),
    ),
    (*(2, None, None, "柳河镇中心小学", "周芳", None, PHONES[1], "2026.3.1"), *("", "", "1", "有", "否", "")),
    (
        *(3, None, "东关街道", "东关社区", "吴　刚" + PHONES[2], None, None, "二〇二六年三月一日"),
        *("东关社区e站", "2025-06-01", "无", "", "", ""),
    ),
    (4, None, None, None, "郑洁", *[None] * 9),
)


def roster(lines: Sequence[Sequence[Any]] = LINES, headings: Sequence[str] = HEADINGS, *, merged: bool = True) -> bytes:
    """An XLSX. `merged`: the cells of places are merged as in `LINES`."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "名册"
    sheet.append(["青禾县科普信息员名册（2026年）"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(headings))
    sheet.append(list(headings))
    for line in lines:
        sheet.append(list(line))
    if merged:
        sheet.merge_cells("B3:B6")
        sheet.merge_cells("C3:C4")
        sheet.merge_cells("C5:C6")
        sheet.merge_cells("D5:D6")
    sheet.append(["合计", None, None, None, "5人"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cards_in(content: bytes) -> dict[str, str]:
    """Code by name, of a file of cards."""
    from docx import Document

    found = {}
    for table in Document(io.BytesIO(content)).tables:
        for row in table.rows:
            for cell in row.cells[1::2]:
                texts = [p.text for p in cell.paragraphs]
                if len(texts) >= 3:
                    found[texts[1]] = texts[2]
    return found
