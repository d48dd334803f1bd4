"""Cells as people write them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.sheet_cells import Number, read_day, read_month, read_name, read_whole_number, read_yes_no
from kpbot.domain.sheet_values import Value, as_text

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2026年3月5日",
        "２０２６年３月５日",
        "2026 年 03 月 05 日",
        "二〇二六年三月五日",
        "2026年3月5号",
        "2026年3月5日（星期四）",
        "26年3月5日",
        "2026.3.5",
        "2026.03.05.",
        "2026/3/5",
        "2026-03-05",
        "2026－03－05",
        "2026-03-05 14:30",
        "2026-03-05T00:00:00",
        "20260305",
        "46086",
        "2026、3、5",
    ],
)
def test_days(cell: str) -> None:
    assert read_day(cell) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "无",
        "2026年",
        "2026年3月",
        "2026年2月30日",
        "2026/13/1",
        "20261301",
        "35",
        "3.5",
        "13900000000",
        "3月5日",
        "１",
    ],
)
def test_no_days(cell: str) -> None:
    assert read_day(cell) is None


@pytest.mark.parametrize("cell", ["3月5日", "３月５日", "三月五号", "3.5", "3/5", "03-05"])
def test_days_of_a_given_year(cell: str) -> None:
    assert read_day(cell, 2026) == DAY


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_in_every_form(day: date) -> None:
    forms = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        as_text(day),
    )
    serial = str((day - date(1899, 12, 30)).days)
    assert {read_day(form) for form in (*forms, serial)} == {day}


@pytest.mark.parametrize(
    ("cell", "month"), [("2026年3月", 3), ("2026-03", 3), ("2026年3月份", 3), ("2026.13", None), ("x", None)]
)
def test_months(cell: str, month: int | None) -> None:
    assert read_month(cell) == (date(2026, month, 1) if month else None)


@pytest.mark.parametrize("cell", ["是", " 是 ", "√", "✓", "有", "1", "Yes", "Ｙ", "TRUE", "已建"])
def test_yes(cell: str) -> None:
    assert read_yes_no(cell) is True


@pytest.mark.parametrize("cell", ["否", "×", "无", "没有", "0", "no", "ＮＯ", "false", "未建"])
def test_no(cell: str) -> None:
    assert read_yes_no(cell) is False


@pytest.mark.parametrize("cell", ["", "/", "待定", "2", "是否"])
def test_neither(cell: str) -> None:
    assert read_yes_no(cell) is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("35", Number(35)),
        ("３５人", Number(35)),
        ("35.0", Number(35)),
        ("1,200", Number(1200)),
        ("三十五", Number(35)),
        ("三十五名", Number(35)),
        ("1.2万人次", Number(12000)),
        ("约五十", Number(50, approximate=True)),
        ("50余人", Number(50, approximate=True)),
        ("50人左右", Number(50, approximate=True)),
        ("60多", Number(60, approximate=True)),
        ("60-70人", Number(60, approximate=True)),
        ("0", Number(0)),
        ("3块", Number(3)),
        ("", None),
        ("无", None),
        ("3.5", None),
        ("-3", None),
        ("三五", None),
        ("35x", None),
        ("13个村35人", Number(35)),
    ],
)
def test_whole_numbers(cell: str, number: Number | None) -> None:
    assert read_whole_number(cell) == number


@given(st.integers(0, 10**6))
def test_every_whole_number(value: int) -> None:
    assert (
        read_whole_number(str(value))
        == read_whole_number(f"{value}人")
        == read_whole_number(f"{value:,}")
        == Number(value)
    )


@given(st.text(max_size=60))
def test_any_cell_is_read_or_not(cell: str) -> None:
    read_day(cell, 2026)
    read_month(cell)
    read_yes_no(cell)
    read_whole_number(cell)
    read_name(cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("王　芳", "王芳"),
        ("王 芳", "王芳"),
        ("王\n芳", "王芳"),
        ("欧阳 文山", "欧阳文山"),
        ("Li  Ming", "Li Ming"),
        ("", ""),
    ],
)
def test_names(cell: str, name: str) -> None:
    assert read_name(cell) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 3, 5), "2026-03-05"),  # noqa: DTZ001  # a cell has no zone
        (datetime(2026, 3, 5, 1, 2), "2026-03-05 01:02"),  # noqa: DTZ001
        (time(9, 5), "09:05"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (float("1e300"), "1e+300"),
        (-0.0, "0"),
        (True, "是"),
        (3, "3"),
    ],
)
def test_values(value: Value, text: str) -> None:
    assert as_text(value) == text
