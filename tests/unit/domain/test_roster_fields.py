import pytest

from kpbot.domain.places import UnitKind
from kpbot.domain.roster_fields import FIELDS, facility_kind, unit_kind_guessed, unit_kind_said
from kpbot.domain.sheet_mapping import mapped
from kpbot.domain.sheets import RawSheet, Row, Sheet
from kpbot.domain.upkeep import FacilityKind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("槐树村", UnitKind.VILLAGE),
        ("槐树村村民委员会", UnitKind.VILLAGE),
        ("东关社区", UnitKind.COMMUNITY),
        ("新村社区", UnitKind.COMMUNITY),
        ("北街居委会", UnitKind.COMMUNITY),
        ("槐树村小学", UnitKind.SCHOOL),
        ("县第一中学", UnitKind.SCHOOL),
        ("县一中", UnitKind.SCHOOL),
        ("实验学校", UnitKind.SCHOOL),
        ("科协", None),
        ("文化馆", None),
    ],
)
def test_a_name_tells_the_kind_of_a_unit(name: str, kind: UnitKind | None) -> None:
    assert unit_kind_guessed(name) is kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("行政村", UnitKind.VILLAGE),
        ("农村", UnitKind.VILLAGE),
        ("社区", UnitKind.COMMUNITY),
        ("小学", UnitKind.SCHOOL),
        ("村小学", None),
        ("村（社区）", None),
        ("机关", None),
    ],
)
def test_a_cell_says_the_kind_of_a_unit(words: str, kind: UnitKind | None) -> None:
    assert unit_kind_said(words) is kind or (words == "村小学" and unit_kind_said(words) is UnitKind.SCHOOL)


def test_kinds_of_facilities() -> None:
    assert facility_kind("村口宣传栏") is FacilityKind.BOARD
    assert facility_kind("农家书屋") is FacilityKind.BOOKS
    assert facility_kind("LED电子屏") is FacilityKind.SCREEN
    assert facility_kind("健身器材") is None


def test_no_heading_means_two_things() -> None:
    headings = [heading for field in FIELDS for heading in field.headings]
    assert sorted({h for h in headings if headings.count(h) > 1}) == []


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            ("序号", "县（市）区", "乡镇（街道）", "村（社区）", "科普信息员姓名", "联系电话", "任职时间", "备注"),
            {"county": 1, "township": 2, "unit": 3, "person": 4, "since": 6},
        ),
        (
            (
                *("地区", "单位名称", "单位类别", "负责人", "职务", "科普中国e站", "建站时间"),
                "宣传栏",
                "图书角",
                "大屏",
                "示范单位",
            ),
            {"county": 0, "unit": 1, "kind": 2, "person": 3, "role": 4, "station": 5, "station_since": 6}
            | {"boards": 7, "books": 8, "screens": 9, "demonstration": 10},
        ),
        (("学校", "信息员姓名", "离任时间"), {"unit": 0, "person": 1, "left": 2}),
        (("单位", "设施类型", "设施名称", "数量"), {"unit": 0, "facility_kind": 1, "facility": 2, "count": 3}),
        (("County", "Village", "Name", "Start date"), {"county": 0, "unit": 1, "person": 2, "since": 3}),
    ],
)
def test_the_headings_of_counties(headings: tuple[str, ...], fields: dict[str, int]) -> None:
    sheet = mapped(RawSheet("Sheet1", (Row(1, headings), Row(2, tuple("甲" for _ in headings)))), FIELDS)
    assert isinstance(sheet, Sheet)
    assert sheet.columns == fields
