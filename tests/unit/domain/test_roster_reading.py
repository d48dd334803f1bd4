from __future__ import annotations

from datetime import date

import pytest

from kpbot.domain.people import PostRole
from kpbot.domain.places import UnitKind
from kpbot.domain.roster import Line, Thing
from kpbot.domain.roster_fields import FIELDS
from kpbot.domain.roster_reading import Read, read_roster
from kpbot.domain.sheet_mapping import mapped
from kpbot.domain.sheets import RawSheet, Row, Sheet
from kpbot.domain.upkeep import FacilityKind

TODAY = date(2026, 11, 23)


def read(*rows: tuple[str, ...], name: str = "名册") -> Read:
    """The first row holds the headings."""
    sheet = mapped(RawSheet(name, tuple(Row(number, cells) for number, cells in enumerate(rows, 1))), FIELDS)
    assert isinstance(sheet, Sheet)
    return read_roster([sheet], TODAY)


def one(headings: tuple[str, ...], cells: tuple[str, ...]) -> Line:
    [line] = read(headings, cells).lines
    return line


def codes(found: Read) -> list[tuple[int, str, bool]]:
    return [(fault.at.row, fault.code, fault.serious) for fault in found.faults]


def test_a_whole_line() -> None:
    headings = ("县区", "乡镇", "单位", "姓名", "任职时间", "e站", "建站时间", "宣传栏", "图书角", "大屏", "是否示范")
    cells = (
        "青禾县",
        "柳河镇",
        "槐树村",
        "张三、李四",
        "2026年3月5日",
        "槐树村科普站",
        "2025-01-02",
        "2",
        "有",
        "",
        "是",
    )
    line = one(headings, cells)
    assert (line.county, line.township, line.unit, line.kind) == ("青禾县", "柳河镇", "槐树村", UnitKind.VILLAGE)
    assert (line.people, line.since, line.role) == (("张三", "李四"), date(2026, 3, 5), PostRole.OFFICER)
    assert (line.stations, line.station_since) == (("槐树村科普站",), date(2025, 1, 2))
    assert line.things == (Thing(FacilityKind.BOARD, "", 2), Thing(FacilityKind.BOOKS))
    assert line.demonstration is True


def test_a_place_left_blank_is_that_of_the_line_above() -> None:
    found = read(
        ("县区", "乡镇", "村", "姓名"),
        ("青禾县", "柳河镇", "槐树村", "张三"),
        ("", "", "", "李四"),
        ("", "", "柳树村", "王五"),
        ("", "石桥镇", "桥头村", "赵六"),
        ("同上", "同上", "桥尾村", "钱七"),
        ("青禾县", "", "县第一中学", "孙八"),
    )
    places = [(line.township, line.unit) for line in found.lines]
    assert places == [
        ("柳河镇", "槐树村"),
        ("柳河镇", "槐树村"),
        ("柳河镇", "柳树村"),
        ("石桥镇", "桥头村"),
        ("石桥镇", "桥尾村"),
        ("", "县第一中学"),
    ]
    assert {line.county for line in found.lines} == {"青禾县"}
    assert found.filled == 3


def test_schools_right_under_the_county() -> None:
    assert one(("乡镇", "单位"), ("县直", "县第一中学")).township == ""


def test_several_units_of_one_person() -> None:
    found = read(("单位", "姓名"), ("槐树村、柳树村", "张三"))
    assert [(line.unit, line.people) for line in found.lines] == [("槐树村", ("张三",)), ("柳树村", ("张三",))]


@pytest.mark.parametrize(
    ("headings", "name", "kind", "said"),
    [
        (("单位", "单位类型"), "科普驿站", UnitKind.COMMUNITY, True),
        (("学校", "备注"), "青禾附属", UnitKind.SCHOOL, False),
        (("单位", "备注"), "槐树村", UnitKind.VILLAGE, False),
        (("单位", "备注"), "科普驿站", None, False),
    ],
)
def test_where_the_kind_of_a_unit_comes_from(
    headings: tuple[str, ...], name: str, kind: UnitKind | None, said: bool
) -> None:
    line = one(headings, (name, "社区" if headings[1] == "单位类型" else "x"))
    assert (line.kind, line.kind_said) == (kind, said)


def test_the_name_of_a_sheet_says_the_kind_too() -> None:
    assert read(("单位", "姓名"), ("青禾附属", "张三"), name="学校").lines[0].kind is UnitKind.SCHOOL


def test_facilities_one_a_line() -> None:
    headings = ("单位", "设施类型", "设施名称", "数量")
    assert one(headings, ("槐树村", "宣传栏", "", "3")).things == (Thing(FacilityKind.BOARD, "", 3),)
    assert one(headings, ("槐树村", "宣传栏", "村口宣传栏", "1")).things == (Thing(FacilityKind.BOARD, "村口宣传栏"),)
    assert one(("单位", "设施"), ("槐树村", "宣传栏2个、农家书屋、文化广场大屏")).things == (
        Thing(FacilityKind.BOARD, "", 2),
        Thing(FacilityKind.BOOKS),
        Thing(FacilityKind.SCREEN, "文化广场大屏"),
    )


@pytest.mark.parametrize(
    ("headings", "cell", "left"),
    [
        ("离任时间", "2026年10月31日", date(2026, 10, 31)),
        ("离任", "是", TODAY),
        ("离任", "已离任", TODAY),
        ("离任", "否", None),
        ("离任时间", "至今", None),
        ("离任时间", "", None),
        ("状态", "离任", TODAY),
        ("是否在任", "否", TODAY),
        ("是否在任", "是", None),
    ],
)
def test_who_left(headings: str, cell: str, left: date | None) -> None:
    assert one(("单位", "姓名", headings), ("槐树村", "张三", cell)).left == left


def test_a_coordinator() -> None:
    line = one(("县区", "单位", "姓名", "岗位"), ("青禾县", "", "赵敏", "协调员"))
    assert (line.role, line.county, line.unit) == (PostRole.COORDINATOR, "青禾县", "")


def test_totals_are_no_lines() -> None:
    assert len(read(("县区", "单位", "姓名"), ("青禾县", "槐树村", "张三"), ("合 计", "", "1")).lines) == 1


@pytest.mark.parametrize(
    ("heading", "cell", "code", "serious"),
    [
        ("任职时间", "大前年", "bad-day", True),
        ("任职时间", "2199-01-01", "bad-day", True),
        ("任职时间", "1900-01-01", "bad-day", True),
        ("是否示范", "也许", "bad-yes", False),
        ("宣传栏", "900", "too-many", True),
        ("设施", "健身器材", "facility-kind", True),
    ],
)
def test_faults_are_said_of_their_line(heading: str, cell: str, code: str, serious: bool) -> None:
    found = read(("单位", "姓名", heading), ("槐树村", "张三", cell))
    assert codes(found) == [(2, code, serious)]


def test_names_that_are_none() -> None:
    found = read(("单位", "姓名"), ("槐树村", "李" * 21))
    assert codes(found) == [(2, "bad-name", True)]


def test_a_number_in_a_name_is_left_out_and_said_so() -> None:
    found = read(("单位", "信息员"), ("槐树村", "张三13812345678"))
    assert found.lines[0].people == ("张三",)
    assert "138" not in repr(found)


@pytest.mark.parametrize(("sheet", "township"), [("柳河镇", "柳河镇"), ("东关街道", "东关街道"), ("名册", "")])
def test_a_sheet_for_each_township(sheet: str, township: str) -> None:
    found = read(("村", "姓名"), ("槐树村", "张三"), name=sheet)
    assert [line.township for line in found.lines] == [township]


def test_a_column_of_townships_comes_before_the_name_of_the_sheet() -> None:
    found = read(("乡镇", "村", "姓名"), ("双山乡", "槐树村", "张三"), name="柳河镇")
    assert [line.township for line in found.lines] == ["双山乡"]


def test_who_is_called_gone_in_brackets_left_today() -> None:
    found = read(("村", "姓名", "宣传栏"), ("槐树村", "王五（已撤换）、赵六", "2"))
    assert [(line.people, line.left, line.left_aside, len(line.things)) for line in found.lines] == [
        (("赵六",), None, False, 1),
        (("王五",), TODAY, True, 0),
    ]


def test_who_is_called_gone_in_brackets_left_on_the_day_the_line_gives() -> None:
    found = read(("村", "姓名", "离任时间"), ("槐树村", "王五（离任）", "2026-10-08"))
    assert [(line.people, line.left) for line in found.lines] == [
        ((), date(2026, 10, 8)),
        (("王五",), date(2026, 10, 8)),
    ]


def test_a_coordinator_called_gone_is_no_unit() -> None:
    [line] = read(("县区", "单位", "姓名", "岗位"), ("青禾县", "", "赵敏（已离任）", "协调员")).lines
    assert (line.people, line.role, line.left) == (("赵敏",), PostRole.COORDINATOR, TODAY)
