"""`kpbot import`: shown first, all or nothing, with exit codes a script can rely on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.fakes.sheets import workbook
from tests.unit.commands.conftest import Kpbot

HEAD = ("县区", "乡镇", "行政村", "信息员姓名", "手机号码")
ROSTER = workbook(
    HEAD,
    ("青禾县", "闾阳镇", "杨树村", "张三", 13912345678),
    ("青禾县", "闾阳镇", "柳树村", "李四", 13812345678),
)


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch, installed: Kpbot) -> Kpbot:
    from kpbot.commands.words import terminal_language

    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    terminal_language.cache_clear()
    return installed


@pytest.fixture(autouse=True)
def language_forgotten() -> Any:
    from kpbot.commands.words import terminal_language

    yield
    terminal_language.cache_clear()


def write(name: str, content: bytes) -> str:
    Path(name).write_bytes(content)
    return name


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Somebody sits at the terminal and types."""
    import io
    import sys

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(lines) + "\n"))


def test_without_yes_it_is_only_shown(chinese: Kpbot) -> None:
    ended = chinese("import", "roster", write("花名册.xlsx", ROSTER))
    assert ended.code == 1
    assert "《花名册.xlsx》是名册" in ended.out
    assert "这些列没有读取：手机号码" in ended.out
    assert "--yes" in ended.err
    assert chinese("unit", "list").out == ""


def test_with_yes_it_is_loaded_and_the_second_time_changes_nothing(chinese: Kpbot) -> None:
    file = write("花名册.xlsx", ROSTER)
    ended = chinese("import", "roster", file, "--yes")
    assert ended.code == 0, ended.err
    listed = chinese("unit", "list").out
    assert "青禾县/闾阳镇/杨树村" in listed
    again = chinese("import", "roster", file, "--yes")
    assert again.code == 0, again.err
    assert "没有要改的" in again.out
    assert chinese("unit", "list").out == listed


def test_somebody_at_the_terminal_is_asked(chinese: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write("花名册.xlsx", ROSTER)
    typed(monkeypatch, "也许", "不")
    ended = chinese("import", "roster", file)
    assert ended.code == 0, ended.err
    assert "什么也没有改。" in ended.out
    assert chinese("unit", "list").out == ""
    typed(monkeypatch, "是")
    assert chinese("import", "roster", file).code == 0
    assert "杨树村" in chinese("unit", "list").out


def test_columns_are_asked_for_by_number_and_remembered(chinese: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write("花名册.xlsx", workbook(("县区", "在哪儿", "电话"), ("青禾县", "杨树村", 13912345678)))
    ended = chinese("import", "roster", file, "--yes")
    assert ended.code == 1
    assert "缺少" in ended.err
    typed(monkeypatch, "9", "1", "y")
    ended = chinese("import", "roster", file)
    assert ended.code == 0, ended.err
    assert "哪一列是" in ended.out
    assert "  1  在哪儿\n  0  没有这一列" in ended.out
    other = write("二.xlsx", workbook(("县区", "在哪儿", "电话"), ("青禾县", "柳树村", 13912345678)))
    assert chinese("import", "roster", other, "--yes").code == 0
    assert "柳树村" in chinese("unit", "list").out


def test_all_remarks_come_as_a_sheet(chinese: Kpbot) -> None:
    lines = [(f"第{number}条科普内容的标题", "短") for number in range(40)]
    file = write("坏.xlsx", workbook(("标题", "摘要"), *lines))
    ended = chinese("import", "items", file, "--yes", "--report", "意见.xlsx")
    assert ended.code == 0, ended.err
    assert "--report" in ended.out
    assert "核对意见已写入 意见.xlsx" in ended.out
    sheet: Any = openpyxl.load_workbook("意见.xlsx").active
    assert sheet.max_row == 41


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("roster", "没有.xlsx"), "读不了 没有.xlsx"),
        (("roster", "图.xlsx"), "这是一张图片"),
        (("roster", "花名册.xlsx", "--region", "没有的县"), "没有叫“没有的县”的地区"),
        (("roster", "空.csv"), "没有内容"),
    ],
)
def test_what_cannot_be_is_a_sentence(chinese: Kpbot, arguments: tuple[str, ...], says: str) -> None:
    write("图.xlsx", b"\x89PNG\r\n\x1a\n")
    write("花名册.xlsx", ROSTER)
    write("空.csv", b"\n")
    ended = chinese("import", *arguments, "--yes")
    assert ended.code == 1
    assert says in ended.err
    assert "Traceback" not in ended.err


def test_only_what_is_in_the_region(chinese: Kpbot) -> None:
    file = write("花名册.xlsx", ROSTER)
    assert chinese("import", "roster", file, "--yes", "--region", "白水县").code == 1
    assert chinese("unit", "list").out == ""
    ended = chinese("import", "roster", file, "--yes", "--region", "青禾县")
    assert ended.code == 0, ended.err


def test_english(installed: Kpbot) -> None:
    ended = installed("import", "items", write("items.csv", b"title,summary\nA,too short\n"), "--yes")
    assert "“items.csv” is popular science items: 1 sheet, 1 row." in ended.out
