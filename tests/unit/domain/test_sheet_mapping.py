"""Headings as counties write them, and columns of numbers that must not be kept."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpbot.domain import sheet_store
from kpbot.domain.sheet_headings import folded, headings_hash
from kpbot.domain.sheet_mapping import Unmapped, mapped, pruned, scrubbed
from kpbot.domain.sheet_private import is_checked_id, is_phone, is_private_column, without_private
from kpbot.domain.sheets import Field, RawSheet, Row, Sheet

FIELDS = (
    Field("unit", ("单位名称", "单位", "行政村"), needed=True),
    Field("officer", ("姓名", "科普信息员", "信息员姓名")),
    Field("station", ("e站名称", "科普e站名称")),
    Field("men", ("男", "男性人数")),
)
_MADE_UP = "11010519491231002"  # of the standard's own example


def raw(*lines: tuple[str, ...]) -> RawSheet:
    return RawSheet("表", tuple(Row(number, line) for number, line in enumerate(lines, 1) if any(line)))


def sheet(*lines: tuple[str, ...], said: dict[str, str | int] | None = None) -> Sheet:
    found = mapped(raw(*lines), FIELDS, said)
    assert isinstance(found, Sheet)
    return found


def unmapped(*lines: tuple[str, ...]) -> Unmapped:
    found = mapped(raw(*lines), FIELDS)
    assert isinstance(found, Unmapped)
    return found


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("姓名", "姓名"),
        (" 姓　名 ", "姓名"),
        ("姓\n名", "姓名"),
        ("姓名（必填）", "姓名"),
        ("*姓名*", "姓名"),
        ("姓名(必填)[请写全名]", "姓名"),
        ("姓名：", "姓名"),
        ("1、姓名", "姓名"),
        ("一.姓名", "姓名"),
        ("姓名 必填", "姓名"),
        ("ｅ站名称", "e站名称"),
        ("Ｅ站名称", "e站名称"),
        ("（姓名）", "姓名"),
        ("参加人数（人）", "参加人数"),
        ("2026年", "2026年"),
        ("Name (required)", "name"),
        ("", ""),
        ("——", ""),
    ],
)
def test_headings_folded(heading: str, plain: str) -> None:
    assert folded(heading) == plain


@pytest.mark.parametrize(
    "lines",
    [
        [("单位名称", "姓名"), ("槐树村", "张三")],
        [("某县花名册", "某县花名册"), ("单位名称", "姓名"), ("槐树村", "张三")],
        [("某县花名册",), ("填报单位：科协", "2026年3月"), ("单位", "姓 名（必填）"), ("槐树村", "张三")],
        [("单位名称", "姓名"), ("单位名称", "姓名"), ("槐树村", "张三")],  # merged downwards
        [("单位名称", "科普信息员"), ("单位名称", "姓名"), ("槐树村", "张三")],
    ],
)
def test_headings_are_found_below_titles(lines: list[tuple[str, ...]]) -> None:
    found = sheet(*lines)
    assert [found.cell(row, "unit") for row in found.rows] == ["槐树村"]
    assert [found.cell(row, "officer") for row in found.rows] == ["张三"]
    assert found.rows[0].number == len(lines)


def test_several_rows_of_headings() -> None:
    found = sheet(
        ("单位名称", "e站", "e站", "人数", "人数"),
        ("单位名称", "名称", "日期", "男", "女"),
        ("槐树村", "槐树村e站", "2026-03-05", "3", "4"),
    )
    assert found.headings == ("单位名称", "e站 名称", "e站 日期", "人数 男", "人数 女")
    assert dict(found.columns) == {"unit": 0, "station": 1, "men": 3}
    found = sheet(("单位名称", "人数", ""), ("", "男", "女"), ("槐树村", "3", "4"))  # as text keeps it
    assert dict(found.columns) == {"unit": 0, "men": 1}


def test_a_row_of_data_is_no_second_row_of_headings() -> None:
    found = sheet(("单位", "姓名", "备注"), ("槐树村", "男", ""), ("柳树村", "张三", ""))
    assert [row.number for row in found.rows] == [2, 3]


def test_what_is_missing_is_named() -> None:
    found = unmapped(("名字", "年龄"), ("张三", "30"))
    assert [field.name for field in found.missing] == ["unit"]
    assert (found.sheet.headings, [row.number for row in found.sheet.rows]) == (("名字", "年龄"), [2])


def test_without_anything_like_headings() -> None:
    found = unmapped(("只有一列",), ("槐树村",))
    assert (found.sheet.headings, found.sheet.rows) == ((), ())


def test_two_columns_that_say_the_same_are_asked_about() -> None:
    assert [field.name for field in unmapped(("单位", "单位"), ("a", "b")).missing] == ["unit"]
    assert [field.name for field in unmapped(("单位", "单位", "行政村"), ("a", "b", "c")).missing] == ["unit"]
    assert dict(sheet(("单位", "行政村"), ("镇政府", "槐树村")).columns) == {"unit": 0}  # the more usual word
    assert dict(sheet(("单位名称", "姓名", "姓名"), ("a", "b", "c")).columns) == {
        "unit": 0
    }  # rather none than a wrong one


def test_a_heading_that_names_several_things_of_one_field() -> None:
    assert dict(sheet(("行政村（社区）/单位", "姓名"), ("a", "b")).columns) == {"unit": 0, "officer": 1}
    assert dict(sheet(("单位或行政村", "单位"), ("a", "b")).columns) == {"unit": 1}  # the plain word goes before
    assert [field.name for field in unmapped(("单位/电话", "姓名"), ("a", "b")).missing] == ["unit"]


def test_what_people_said_goes_before_what_the_headings_say() -> None:
    assert dict(sheet(("甲", "姓名"), ("a", "b"), said={"unit": "甲"}).columns) == {"unit": 0, "officer": 1}
    assert dict(sheet(("单位", "姓名"), ("a", "b"), said={"unit": 1}).columns) == {"unit": 1}
    assert dict(sheet(("单位", "甲"), ("a", "b"), said={"officer": "没有的"}).columns) == {"unit": 0}
    assert dict(sheet(("单位", "甲"), ("a", "b"), said={"officer": 77}).columns) == {"unit": 0}


def test_a_remembered_column_finds_the_same_headings() -> None:
    lines = [("标题",), ("村子", "名字"), ("槐树村", "张三")]
    asked = unmapped(*lines)
    found = sheet(*lines, said={"unit": 0})
    assert found.headings == asked.sheet.headings
    assert headings_hash(found.headings) == headings_hash(("村 子（必填）", "名字"))


def test_totals_notes_and_headings_once_more_are_no_data() -> None:
    found = sheet(
        ("单位", "姓名"),
        ("示例：某村", "某人"),
        ("槐树村", "张三"),
        ("单位", "姓名"),
        ("合计村", "王五"),
        ("合　计", "2"),
        ("注：请如实填写", "注：请如实填写"),
        ("填表人：李四", "审核人：王五"),
    )
    assert [row.number for row in found.rows] == [3, 5]
    assert found.skipped == (2, 4, 6, 7, 8)


@pytest.mark.parametrize(
    ("heading", "cells", "private"),
    [
        ("联系电话", [], True),
        ("手机号码（必填）", ["abc"], True),
        ("身份证号", ["x"], True),
        ("电 话", ["8612345"], True),
        ("Phone", [], True),
        ("QQ号", ["12345"], True),
        ("联系", ["13900000000", "13900000001"], True),
        ("", ["139 0000 0000", ""], True),
        ("联系", ["0416-1234567 ", "0416-2345678"], True),
        ("备注", ["13900000000", "", "无", "13900000000"], True),
        ("备注", ["13900000000", "无", "有"], False),
        ("号", ["110105491231002"], True),
        ("号", ["11010519491231002X"], True),
        ("号", ["110105194912310000"], True),  # what a spreadsheet program left of one
        ("编码", ["11010519491231002X"], True),
        ("编码", ["110105194912310021", "110105194912310022"], False),
        ("单位代码", ["13912345678", "13812345678"], False),
        ("行政区划代码", ["210782102201", "210782102202"], False),
        ("统一社会信用代码", ["122107824643212345"], False),
        ("年份", ["2026", "2025"], False),
        ("日期", ["20260305", "20261120"], False),
        ("人数", ["35", "50"], False),
        ("链接", ["https://example.org/13912345678"], False),
        ("姓名及电话", ["张三13900000000", "李四"], False),
        ("单位", ["槐树村"], False),
        ("学校", [], False),
    ],
)
def test_columns_of_numbers_of_people(heading: str, cells: list[str], private: bool) -> None:
    assert is_private_column(heading, cells) is private


@pytest.mark.parametrize(
    ("heading", "cell", "left"),
    [
        ("姓名", "张三13900000000", "张三"),
        ("姓名及电话", "张三 13900000000", "张三"),
        ("备注", "110105194912310" + "02X", ""),
        ("备注", "13900000000", ""),
        ("单位代码", "13900000000", "13900000000"),
        ("链接", "https://example.org/a/13900000000.html", "https://example.org/a/13900000000.html"),
        ("书号", "9787111213826", "9787111213826"),
        ("序列", "913900000000", "913900000000"),
        ("简介", "共35人，2026年3月5日", "共35人，2026年3月5日"),
    ],
)
def test_numbers_of_people_in_other_cells(heading: str, cell: str, left: str) -> None:
    assert without_private(heading, cell) == left


def test_ids() -> None:
    assert is_checked_id(_MADE_UP + "X")
    assert is_checked_id(_MADE_UP + "ｘ")
    assert not is_checked_id(_MADE_UP + "1")
    assert not is_phone("12345678901")
    assert not is_phone("2026-0305")


def test_a_column_of_numbers_is_emptied_named_and_never_a_field() -> None:
    found = sheet(("单位", "姓名", "电话", ""), ("槐树村", "13900000000", "无", "13900000001"))
    assert found.dropped == ("姓名", "电话", "#4")
    assert dict(found.columns) == {"unit": 0}
    assert found.rows[0].cells == ("槐树村", "", "", "")


def test_what_is_kept_until_the_kind_is_known_is_read_the_same_later() -> None:
    lines = raw(("标题",), ("单位", "姓名", "手机"), ("槐树村", "张三", "13900000000"), ("合计", "1", ""))
    kept, dropped = scrubbed(lines, FIELDS)
    assert dropped == ("手机",)
    (again,) = sheet_store.raw_from_json(sheet_store.raw_to_json([kept]))
    assert again == kept
    found, direct = mapped(kept, FIELDS), mapped(lines, FIELDS)
    assert found == direct


def test_only_what_is_used_is_kept() -> None:
    found = pruned(sheet(("单位", "工资"), ("槐树村", "3000")))
    assert found.rows[0].cells == ("槐树村", "")
    assert sheet_store.from_json(sheet_store.to_json([found])) == (found,)
    assert dataclasses.replace(found, rows=()).headings == ("单位", "工资")


WORDS = st.text("单位姓名槐树村张三注合计0139年月日()（）电话 　", max_size=12)
MOBILES = st.integers(13_000_000_000, 19_999_999_999).map(str)


def an_id(body: int, born: date) -> str:
    digits = f"{110000 + body % 500_000:06d}{born:%Y%m%d}{body % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


IDS = st.builds(an_id, st.integers(0, 10**6), st.dates(date(1930, 1, 1), date(2020, 12, 31)))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=6), max_size=12))
def test_whatever_a_sheet_holds_it_is_mapped_or_said_what_is_missing(lines: list[list[str]]) -> None:
    found = mapped(raw(*map(tuple, lines)), FIELDS)
    result = found.sheet if isinstance(found, Unmapped) else found
    width = len(result.headings)
    assert all(len(row.cells) == width for row in result.rows)
    assert all(0 <= at < width for at in result.columns.values())
    assert len(set(result.columns.values())) == len(result.columns)
    numbers = [row.number for row in result.rows] + list(result.skipped)
    assert len(set(numbers)) == len(numbers)
    if isinstance(found, Unmapped):
        assert found.missing == (FIELDS[0],)


@settings(max_examples=200, deadline=None)
@given(st.lists(MOBILES | IDS, min_size=1, max_size=6), st.sampled_from(["联系", "", "备注", "号", "电话"]))
def test_numbers_of_people_never_come_through(numbers: list[str], heading: str) -> None:
    lines = [("单位", heading, "说明情况"), *(("槐树村", number, f"找{number}") for number in numbers)]
    for found in (mapped(raw(*lines), FIELDS), scrubbed(raw(*lines), FIELDS)[0]):
        kept = repr(found)
        assert not any(number in kept for number in numbers)


@settings(max_examples=200, deadline=None)
@given(
    st.permutations(["单位名称", "姓名", "e站名称", "备注", "序号"]),
    st.sampled_from(["{}", "{}（必填）", " {} ", "*{}", "{}："]),
    st.integers(0, 3),
)
def test_the_order_of_columns_and_how_they_are_written_change_nothing(
    headings: list[str], style: str, titles: int
) -> None:
    lines = [("标题",)] * titles + [tuple(style.format(heading) for heading in headings), ("甲", "乙", "丙", "丁", "1")]
    found = sheet(*lines)
    assert {name: headings[at] for name, at in found.columns.items()} == {
        "unit": "单位名称",
        "officer": "姓名",
        "station": "e站名称",
    }
