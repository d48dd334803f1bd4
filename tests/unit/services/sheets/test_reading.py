"""Files as people send them, good ones and others: each gives its cells or a sentence that says what to do."""

import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpbot.domain.sheets import RawSheet
from kpbot.services.sheets import limits, workbook
from kpbot.services.sheets.reading import read_workbook, title_of
from kpbot.services.sheets.refused import SheetRefused
from kpbot.texts import LANGUAGES, say
from tests.fakes.sheets import workbook as xlsx

XLS = Path(__file__).parent / "roster.xls"
GOOD = (XLS.read_bytes(), xlsx(("单位", "姓名"), ("槐树村", 3)))
LINES = "单位,姓名\n槐树村,张三\n"


def cells(sheet: RawSheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


def only(name: str, content: bytes) -> RawSheet:
    (sheet,) = read_workbook(name, content)
    return sheet


def refused(content: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(SheetRefused) as info:
        read_workbook(name, content)
    for lang in LANGUAGES:
        assert info.value.text(lang)
    return info.value.code


def book(change: Any) -> bytes:
    made = openpyxl.Workbook()
    change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def ods(table: str, *, mime: bytes = b"application/vnd.oasis.opendocument.spreadsheet", manifest: bytes = b"") -> bytes:
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    ).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("mimetype", mime)
        zipped.writestr("content.xml", content)
        zipped.writestr("META-INF/manifest.xml", manifest or b"<manifest/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        ("  文字 \u200b", "", "文字"),
        ("两\n行", "", "两\n行"),
        (35, "", "35"),
        (35.0, "", "35"),
        (3.5, "", "3.5"),
        (0.1 + 0.2, "", "0.3"),
        (-7, "", "-7"),
        (1e20, "", "1e+20"),
        (13912345678, "", "13912345678"),
        (True, "", "是"),
        (False, "", "否"),
        (date(2026, 3, 5), "", "2026-03-05"),
        (datetime(2026, 3, 5, 14, 30), "", "2026-03-05 14:30"),  # noqa: DTZ001  # a cell has no zone
        (time(9, 5), "", "09:05"),
        (46086, 'yyyy"年"m"月"d"日"', "2026-03-05"),
        (46086, '[$-804]m"月"d"日"', "2026-03-05"),
        (46086, "", "46086"),
        ("=1/0", "", ""),
        ("#N/A", "", ""),
    ],
)
def test_cells(value: Any, style: str, text: str) -> None:
    def change(sheet: Any) -> None:
        sheet["A1"], sheet["B1"] = "x", value
        sheet["C1"] = "y"
        if style:
            sheet["B1"].number_format = style

    assert cells(only("表.xlsx", book(change))) == [("x", text, "y")]


def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    def change(sheet: Any) -> None:
        sheet["B3"], sheet["B6"] = "标题", "下"

    assert [(row.number, row.cells) for row in only("表.xlsx", book(change)).rows] == [
        (3, ("", "标题")),
        (6, ("", "下")),
    ]


def test_a_merged_cell_is_repeated_in_all_it_covers() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"], sheet["C1"], sheet["A3"], sheet["C3"] = "大", "右", "下", "尾"
        sheet.merge_cells("A1:B2")
        sheet["C2"] = "右下"
        sheet.merge_cells("A3:B3")

    assert cells(only("表.xlsx", book(change))) == [("大", "大", "右"), ("大", "大", "右下"), ("下", "下", "尾")]


def test_an_xls_with_merged_cells_days_and_a_hidden_sheet() -> None:
    sheet = only("花名册.xls", XLS.read_bytes())
    assert sheet.name == "花名册"
    assert cells(sheet) == [
        ("某县信息员花名册",) * 4,
        ("单位名称", "姓名", "联系电话", "起始日期"),
        ("槐树村", "张三", "13900000000", "2026-03-05"),
        ("槐树村", "李四", "", "2026-11-20"),
    ]


def test_an_ods() -> None:
    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'

    day = '<table:table-cell office:value-type="date" office:date-value="2026-03-05"/>'
    row = "<table:table-row>{}</table:table-row>"
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    sheet = only(
        "表.ods",
        ods(
            empty
            + row.format("<table:table-cell/>" + cell("单位") + cell("日期"))
            + row.format("<table:table-cell/>" + cell("槐树村") + day)
        ),
    )
    assert [(r.number, r.cells) for r in sheet.rows] == [(3, ("", "单位", "日期")), (4, ("", "槐树村", "2026-03-05"))]


def test_hidden_sheets_are_left_out() -> None:
    made = openpyxl.Workbook()
    first: Any = made.active
    first["A1"] = "看得见"
    hidden = made.create_sheet("去年")
    hidden["A1"], hidden.sheet_state = "看不见", "hidden"
    deeply = made.create_sheet("选项")
    deeply["A1"], deeply.sheet_state = "看不见", "veryHidden"
    out = io.BytesIO()
    made.save(out)
    assert [cells(sheet) for sheet in read_workbook("表.xlsx", out.getvalue())] == [[("看得见",)]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_text_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    sheet = only("名册.csv", LINES.replace(",", separator).encode(encoding))
    assert sheet.name == "名册"
    assert cells(sheet) == [("单位", "姓名"), ("槐树村", "张三")]


@pytest.mark.parametrize(
    "text",
    [
        "單位,姓名\n槐樹村,張三\n",
        "學校名稱,負責人,人數\n第一國民小學,陳美玲,35\n中興里辦公處,林志明,20\n",
        "臺北縣,電話\n萬華區,02-23456789\n",
    ],
)
def test_big5_is_told_from_gb(text: str) -> None:
    assert cells(only("表.csv", text.encode("big5")))[0] == tuple(text.splitlines()[0].split(","))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,"b,c"\n', [("a", "b,c")]),
        ('a,"b\nc"\nd,e\n', [("a", "b\nc"), ("d", "e")]),
        ('a,"b\nd,e\n', [("a", '"b'), ("d", "e")]),  # nobody closed it
        ('a,说"好"的\n', [("a", '说"好"的')]),
        ('="0012",a\n', [("0012", "a")]),
        ("'0012,a\n", [("0012", "a")]),
        ("标题\n\n甲,乙\n1,2\n", [("标题",), ("甲", "乙"), ("1", "2")]),
        ("甲\t乙，丙\n1\t2，3\n", [("甲", "乙，丙"), ("1", "2，3")]),
        ("a\rb\r", [("a",), ("b",)]),
        ("a,b\x00\n", [("a", "b")]),
    ],
)
def test_delimited(text: str, expected: list[tuple[str, ...]]) -> None:
    content = text.encode()
    if "\x00" in text:
        assert refused(content, "表.csv") == "not-a-sheet"
    else:
        assert cells(only("表.csv", content)) == expected


def test_lines_of_text_have_the_numbers_a_spreadsheet_program_shows() -> None:
    assert [row.number for row in only("表.csv", b'\na,"1\n2"\n\nb,c\n').rows] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_a_web_page_named_xls(encoding: str) -> None:
    page = (
        f'<html><head><meta charset="{encoding}"><title>导出</title><style>td{{}}</style></head><body><table border=1>'
        "<tr><th rowspan=2>单位<th colspan=2>人数</tr><tr><td>男</td><td>女</td></tr>"
        "<tr><td>槐树村&nbsp;<td>3<br>人<td><b>4</b></table></body></html>"
    )
    assert cells(only("导出.xls", page.encode(encoding))) == [
        ("单位", "人数", "人数"),
        ("单位", "男", "女"),
        ("槐树村", "3\n人", "4"),
    ]


def test_text_that_mentions_a_page_is_text() -> None:
    assert cells(only("表.csv", "标题,简介\n<html>是什么,标签\n".encode()))[1] == ("<html>是什么", "标签")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n,,\n", "empty"),
        (b"\x89PNG\r\n\x1a\n0000", "picture"),
        (b"\xff\xd8\xff\xe0JFIF", "picture"),
        (b"RIFF0000WEBP", "picture"),
        (b"0000ftypheic", "picture"),
        (b"%PDF-1.7", "pdf"),
        (b"Rar!\x1a\x07", "packed"),
        (b"7z\xbc\xaf\x27\x1c00", "packed"),
        (b"{\\rtf1 x}", "document"),
        (b"\x00\x01\x02\x03" * 50, "not-a-sheet"),
        (b"PK\x03\x04 and nothing", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "document"),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook xmlns='x'>", "old-xml"),
        (b"<html><body>please log in</body></html>", "web-page"),
        (packed(readme_txt=b"hello"), "packed"),
        (packed(word__document_xml=b"<x/>"), "document"),
        (packed(xl__workbook_xml=b"<x/>"), "broken"),
        (ods("", mime=b"application/vnd.oasis.opendocument.text"), "document"),
        (ods("", manifest=b"<m:encryption-data/>"), "password"),
        (XLS.read_bytes()[:2000], "broken"),
        (xlsx(("a", "b"))[:-200], "broken"),
        (b"a" * (limits.MAX_BYTES + 1), "too-large"),
    ],
)
def test_what_is_no_sheet(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    zeros = b"0" * (limits.MAX_UNPACKED // 2 + 1)
    assert refused(packed(xl__workbook_xml=b"", xl__a_xml=zeros, xl__b_xml=zeros)) == "bomb"
    assert refused(packed(xl__workbook_xml=b"", xl__a_xml=b"0" * (limits.RATIO_COUNTS_FROM + 1))) == "bomb"
    many = {f"x{number}": b"" for number in range(limits.MAX_PARTS)}
    assert refused(packed(xl__workbook_xml=b"", **many)) == "bomb"


def test_two_cells_far_apart_ask_for_no_memory() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"], sheet["XFD1048576"] = 1, 2

    assert refused(book(change)) == "too-much"


def test_what_ends_the_process_that_reads_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_args: Any, **_rest: Any) -> Any:
        return subprocess.run([sys.executable, "-c", "import os; os.abort()"], capture_output=True, check=False)

    monkeypatch.setattr(
        "kpbot.services.sheets.apart.subprocess",
        type("S", (), {"run": staticmethod(ended), "TimeoutExpired": subprocess.TimeoutExpired}),
    )
    assert refused(xlsx(("a", "b"))) == "broken"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([",".join("a" * (limits.MAX_COLUMNS + 1))], "too-many-columns"),
        (["a,b"] * (limits.MAX_ROWS + 1), "too-many-rows"),
        ([",".join(["a"] * 200)] * 5001, "too-much"),
    ],
)
def test_too_much_of_it(lines: list[str], code: str) -> None:
    assert refused("\n".join(lines).encode(), "表.csv") == code


def test_too_many_sheets() -> None:
    more: dict[str, Any] = {f"表{number}": [("a", "b")] for number in range(limits.MAX_SHEETS)}
    assert refused(xlsx(("a", "b"), **more)) == "too-many-sheets"
    assert len(read_workbook("x", xlsx(("a", "b"), **dict(list(more.items())[1:])))) == limits.MAX_SHEETS


def test_long_cells_are_cut() -> None:
    (row,) = only("表.csv", b"a," + b"x" * 20_000).rows
    assert len(row.cells[1]) == limits.MAX_CELL


@pytest.mark.parametrize("name", ["花名册.xlsx", "C:\\我的\\花名册.xls", "a/b/花名册.csv"])
def test_titles(name: str) -> None:
    assert title_of(name) == "花名册"


def test_every_refusal_says_what_to_do() -> None:
    for code in ("too-large", "too-many-rows", "too-many-columns", "too-many-sheets"):
        assert "请" in say("zh-CN", f"sheets-refused-{code}", limit=5)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_sheet_or_refused(content: bytes) -> None:
    if content.startswith((b"PK", b"\xd0\xcf")):
        return  # a process each; the next test
    with suppress(SheetRefused):
        assert all(any(row.cells) for sheet in read_workbook("表.csv", content) for row in sheet.rows)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_spoiled_workbooks_end_in_a_sheet_or_a_refusal(data: st.DataObject) -> None:
    """In this process, to be many: none of these may even crash the library."""
    content = bytearray(GOOD[data.draw(st.integers(0, 1))])
    for at in data.draw(st.lists(st.integers(0, 4_000), max_size=8)):
        content[at % len(content)] = data.draw(st.integers(0, 255))
    try:
        workbook.read(bytes(content))
    except BaseException as error:  # a panic of the library is none of Exception, and would end the other process
        if not isinstance(error, SheetRefused) and "Panic" not in type(error).__name__:
            raise


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.text("的村张3a ，。", min_size=1, max_size=6).filter(str.strip), min_size=3, max_size=3),
        min_size=2,
        max_size=5,
    ),
    st.sampled_from(["utf-8", "utf-16", "gb18030"]),
)
def test_what_was_written_is_read(lines: list[list[str]], encoding: str) -> None:
    text = "\n".join("\t".join(line) for line in lines)
    assert cells(only("表.tsv", text.encode(encoding))) == [
        tuple(" ".join(cell.split()) for cell in line) for line in lines
    ]
