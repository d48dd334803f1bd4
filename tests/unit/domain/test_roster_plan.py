from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Level, Region, UnitKind
from kpbot.domain.roster import (
    At,
    KnownFacility,
    KnownPost,
    KnownStation,
    KnownUnit,
    Line,
    NewUnit,
    OnRecord,
    Place,
    Rosterplan,
    Scope,
    Thing,
)
from kpbot.domain.roster_places import unit_key
from kpbot.domain.roster_plan import plan_roster
from kpbot.domain.upkeep import FacilityKind

TODAY = date(2026, 11, 23)
CITY = Region(1, None, "演示市", Level.CITY, "/1/")
COUNTY = Region(2, 1, "青禾县", Level.COUNTY, "/1/2/")
OTHER = Region(3, 1, "白石县", Level.COUNTY, "/1/3/")
TOWN = Region(4, 2, "柳河镇", Level.TOWNSHIP, "/1/2/4/")
STREET = Region(5, 2, "东关街道", Level.TOWNSHIP, "/1/2/5/")
REGIONS = (CITY, COUNTY, OTHER, TOWN, STREET)
VILLAGE = KnownUnit(10, 4, "槐树村", UnitKind.VILLAGE, False)
SCHOOL = KnownUnit(11, 2, "第一小学", UnitKind.SCHOOL, False)
LI = KnownPost(20, 30, "李秀英", PostRole.OFFICER, 4, 10, PostState.ACTIVE, date(2026, 1, 1), None)
RECORD = OnRecord(REGIONS, (VILLAGE, SCHOOL), (), (), (LI,))
OPERATOR = Scope(TODAY, operator=True)
COORDINATOR = Scope(TODAY, frozenset({2}))
KNOWN = Line(At("", 2), county="青禾县", township="柳河镇", unit="槐树村", kind=UnitKind.VILLAGE)
FRESH = Line(At("", 2), county="青禾县", township="柳河镇", unit="柳树村", kind=UnitKind.VILLAGE)


def plan(*lines: Line, record: OnRecord = RECORD, scope: Scope = COORDINATOR) -> Rosterplan:
    numbered = [replace(line, at=At("", number)) for number, line in enumerate(lines, 2)]
    return plan_roster(numbered, record, scope)


def codes(planned: Rosterplan) -> list[tuple[int, str, bool]]:
    return [(fault.at.row, fault.code, fault.serious) for fault in planned.faults]


def test_what_is_there_is_left_alone() -> None:
    planned = plan(replace(KNOWN, people=("李秀英",)))
    assert (planned.changes, planned.untouched, planned.faults) == (0, 2, [])


def test_a_new_unit_with_all_that_belongs_to_it() -> None:
    line = replace(
        FRESH, people=("张三",), stations=("",), things=(Thing(FacilityKind.BOARD, "", 2),), demonstration=True
    )
    planned = plan(line)
    unit = NewUnit(Place(4), "柳树村", UnitKind.VILLAGE)
    assert planned.units == [unit]
    assert planned.demonstrations == {unit}
    assert planned.stations == [(unit, "柳树村e站", TODAY)]
    assert [(name, since) for _, _, name, since in planned.facilities] == [("宣传栏", TODAY), ("宣传栏2", TODAY)]
    assert [(post.name, post.place, post.unit, post.since) for post in planned.posts] == [
        ("张三", Place(4), unit, TODAY)
    ]
    assert planned.changes == 5


def test_a_unit_may_be_said_to_be_a_demonstration_unit_later() -> None:
    planned = plan(replace(FRESH, people=("张三",)), replace(FRESH, demonstration=True))
    assert len(planned.units) == 1
    assert planned.demonstrations == set(planned.units)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("青禾县", "柳河镇"), Place(4)),
        (("青禾", "柳河"), Place(4)),
        (("青禾县", "东关街道办事处"), Place(5)),
        (("", "柳河镇"), Place(4)),
        (("青禾县（试点）", "柳河镇"), Place(4)),
        (("青禾县", ""), Place(2)),
        (("青禾县", "石桥镇"), Place(2, ("石桥镇",))),
    ],
)
def test_regions_by_their_names(said: tuple[str, str], expected: Place) -> None:
    planned = plan(replace(FRESH, county=said[0], township=said[1]))
    assert planned.faults == []
    assert planned.units[0].place == expected


def test_new_townships_are_made_once() -> None:
    planned = plan(replace(FRESH, township="石桥镇"), replace(FRESH, township="石桥镇", unit="桥头村"))
    assert planned.regions == [Place(2, ("石桥镇",))]


def test_only_the_operator_makes_counties() -> None:
    line = replace(FRESH, county="红山县", township="石桥镇")
    assert codes(plan(line)) == [(2, "no-county", True)]
    assert plan(line, scope=OPERATOR).regions == [Place(1, ("红山县",)), Place(1, ("红山县", "石桥镇"))]


def test_other_counties_are_not_a_coordinators() -> None:
    assert codes(plan(replace(FRESH, county="白石县", township=""))) == [(2, "county-not-yours", True)]
    assert plan(replace(FRESH, county="白石县", township=""), scope=OPERATOR).possible


def test_without_a_county_the_operator_is_asked() -> None:
    assert codes(plan(replace(FRESH, county="", township=""), scope=OPERATOR)) == [(2, "needs-county", True)]


def test_a_coordinator_of_a_township() -> None:
    planned = plan(replace(FRESH, county="", township="柳河镇"), scope=Scope(TODAY, frozenset({4})))
    assert planned.faults == []
    assert planned.units[0].place == Place(4)


def test_a_coordinator_without_a_region_may_do_nothing() -> None:
    assert not plan(FRESH, scope=Scope(TODAY)).possible


@pytest.mark.parametrize("name", ["槐树村", "槐树村委会", "槐树村民委员会", "槐树村村民委员会", "槐 树 村"])
def test_a_unit_is_known_by_its_committee_too(name: str) -> None:
    assert unit_key(name) == unit_key("槐树村")
    assert plan(replace(KNOWN, unit=name)).units == []


def test_a_unit_without_its_township_in_the_file() -> None:
    assert plan(replace(KNOWN, township="", people=("李秀英",))).changes == 0


def test_a_unit_right_under_the_county_that_the_file_puts_into_a_township() -> None:
    planned = plan(replace(FRESH, unit="第一小学", kind=UnitKind.SCHOOL, people=("王芳",)))
    assert planned.units == []
    assert [(post.place, post.unit) for post in planned.posts] == [(Place(2), 11)]


def test_but_two_townships_have_two() -> None:
    lines = [replace(FRESH, unit="第一小学", kind=UnitKind.SCHOOL, township=town) for town in ("柳河镇", "东关街道")]
    assert len(plan(*lines).units) == 2


def test_a_name_that_several_townships_have() -> None:
    twin = replace(VILLAGE, id=12, region_id=5)
    record = replace(RECORD, units=(VILLAGE, SCHOOL, twin))
    assert codes(plan(replace(KNOWN, township=""), record=record)) == [(2, "which-township-of-unit", True)]


def test_a_unit_of_no_known_kind_is_refused() -> None:
    assert codes(plan(replace(FRESH, unit="科普驿站", kind=None))) == [(2, "unit-kind", True)]


def test_a_line_without_a_unit() -> None:
    assert codes(plan(replace(FRESH, unit="", people=("张三",)))) == [(2, "no-unit", True)]


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        ({"demonstration": True}, {"demonstration": True}),
        ({"demonstration": False}, {}),
        ({"kind": UnitKind.SCHOOL, "kind_said": True}, {"kind": UnitKind.SCHOOL}),
        ({"kind": UnitKind.SCHOOL}, {}),
    ],
)
def test_changes_of_a_unit(line: dict[str, Any], changes: dict[str, object]) -> None:
    assert plan(replace(KNOWN, **line)).changed_units == ({10: changes} if changes else {})


def test_stations() -> None:
    known = KnownStation(40, 10, "槐树村e站", date(2025, 1, 1), False)
    record = replace(RECORD, stations=(known,))
    line = replace(KNOWN, stations=("",))
    assert plan(line, record=record).changes == 0
    moved = replace(line, stations=("槐树村e站",), station_since=date(2024, 5, 1))
    assert plan(moved, record=record).changed_stations == {40: {"since": date(2024, 5, 1)}}
    gone = replace(RECORD, stations=(replace(known, ended=True),))
    assert plan(line, record=gone).changed_stations == {40: {"ended": None}}
    assert [name for _, name, _ in plan(replace(line, stations=("二号站",)), record=record).stations] == ["二号站"]


def test_facilities_are_counted_whatever_they_are_called() -> None:
    boards = (KnownFacility(50, 10, "board", "村口宣传栏", False), KnownFacility(51, 10, "board", "宣传栏", True))
    record = replace(RECORD, facilities=boards)

    def counted(count: int) -> Rosterplan:
        return plan(replace(KNOWN, things=(Thing(FacilityKind.BOARD, "", count),)), record=record)

    assert counted(1).changes == 0
    assert counted(2).changed_facilities == {51: {"ended": None}}
    assert [name for _, _, name, _ in counted(3).facilities] == ["宣传栏2"]
    named = plan(replace(KNOWN, things=(Thing(FacilityKind.SCREEN, "广场大屏"),) * 2), record=record)
    assert [name for _, _, name, _ in named.facilities] == ["广场大屏"]


def test_the_same_person_twice_in_a_unit() -> None:
    planned = plan(replace(FRESH, people=("张三",)), replace(FRESH, people=("张 三".replace(" ", ""),)))
    assert len(planned.posts) == 1
    assert codes(planned) == [(3, "twice", False)]


def test_the_same_name_in_two_units_stays_two_people() -> None:
    planned = plan(replace(FRESH, people=("张三",)), replace(KNOWN, people=("张三",)))
    assert len(planned.posts) == 2
    assert [code for _, code, _ in codes(planned)] == ["same-name"]


def test_who_left() -> None:
    left = replace(KNOWN, people=("李秀英",), left=date(2026, 10, 31))
    assert plan(left).ended == {20: date(2026, 10, 31)}
    assert plan(replace(left, left=date(2025, 1, 1))).ended == {20: date(2026, 1, 1)}  # not before it began
    stranger = plan(replace(left, people=("王芳",)))
    assert stranger.changes == 0
    assert codes(stranger) == [(2, "left-unknown", False)]


def test_who_held_the_post_before_does_not_come_back_by_an_old_list() -> None:
    ended = replace(LI, state=PostState.ENDED, until=date(2026, 6, 30))
    record = replace(RECORD, posts=(ended,))
    line = replace(KNOWN, people=("李秀英",))
    for since in (None, date(2026, 1, 1)):
        again = plan(replace(line, since=since), record=record)
        assert again.posts == []
        assert codes(again) == [(2, "ended-before", False)]
    back = plan(replace(line, since=date(2026, 9, 1)), record=record)
    assert [(post.name, post.person_id) for post in back.posts] == [("李秀英", 30)]


def test_who_waits_for_a_coordinator_is_left_waiting() -> None:
    record = replace(RECORD, posts=(replace(LI, state=PostState.PENDING),))
    planned = plan(replace(KNOWN, people=("李秀英",)), record=record)
    assert planned.changes == 0
    assert codes(planned) == [(2, "waits", False)]


def test_coordinators_are_the_operators_to_appoint() -> None:
    line = Line(At("", 2), county="青禾县", people=("赵敏",), role=PostRole.COORDINATOR)
    assert codes(plan(line)) == [(2, "coordinator-not-yours", True)]
    [post] = plan(line, scope=OPERATOR).posts
    assert (post.role, post.place, post.unit) == (PostRole.COORDINATOR, Place(2), None)


def test_what_the_file_does_not_have_is_said_and_kept() -> None:
    other = replace(VILLAGE, id=13, name="榆树村")
    record = replace(RECORD, units=(VILLAGE, SCHOOL, other))
    planned = plan(replace(KNOWN, people=("王芳",)), record=record)
    assert planned.missing_units == ["榆树村"]  # of that township; the school of the county is another matter
    assert planned.missing_people == ["槐树村 李秀英"]
    assert planned.ended == {}


def test_loading_what_was_planned_leaves_nothing_to_do() -> None:
    lines = [replace(FRESH, people=("张三",), stations=("",), things=(Thing(FacilityKind.BOOKS),))]
    planned = plan(*lines)
    record = OnRecord(
        REGIONS,
        (KnownUnit(60, 4, "柳树村", UnitKind.VILLAGE, False),),
        tuple(KnownStation(61, 60, name, since, False) for _, name, since in planned.stations),
        tuple(KnownFacility(62, 60, kind.value, name, False) for _, kind, name, _ in planned.facilities),
        tuple(KnownPost(63, 64, p.name, p.role, 4, 60, PostState.ACTIVE, p.since, None) for p in planned.posts),
    )
    again = plan(*lines, record=record)
    assert (again.changes, again.faults, again.missing_people) == (0, [], [])
    assert again.untouched == 4


def test_who_left_by_the_brackets_leaves_with_a_remark() -> None:
    planned = plan(replace(KNOWN, people=("李秀英",), left=TODAY, left_aside=True))
    assert planned.ended == {LI.id: TODAY}
    assert codes(planned) == [(2, "left-aside", False)]
    assert planned.missing_people == []


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("recorded", [True, False])
def test_what_the_file_says_twice_of_a_unit_counts_as_first_said_whatever_is_on_record(
    first: bool, recorded: bool
) -> None:
    """Otherwise each loading of the same file would turn it over."""
    record = replace(RECORD, units=(replace(VILLAGE, demonstration=recorded), SCHOOL))
    planned = plan(replace(KNOWN, demonstration=first), replace(KNOWN, demonstration=not first), KNOWN, record=record)
    assert planned.changed_units == ({} if first is recorded else {VILLAGE.id: {"demonstration": first}})
    assert codes(planned) == [(3, "demonstration-twice", False)]


@pytest.mark.parametrize("first", [True, False])
def test_what_is_said_twice_of_a_new_unit(first: bool) -> None:
    planned = plan(replace(FRESH, demonstration=first), replace(FRESH, demonstration=not first))
    assert planned.demonstrations == (set(planned.units) if first else set())
    assert codes(planned) == [(3, "demonstration-twice", False)]


@pytest.mark.parametrize("recorded", [UnitKind.VILLAGE, UnitKind.COMMUNITY])
def test_a_kind_said_twice(recorded: UnitKind) -> None:
    record = replace(RECORD, units=(replace(VILLAGE, kind=recorded), SCHOOL))
    lines = [replace(KNOWN, kind=kind, kind_said=True) for kind in (UnitKind.VILLAGE, UnitKind.COMMUNITY)]
    planned = plan(*lines, record=record)
    changed: dict[int, dict[str, object]] = {VILLAGE.id: {"kind": UnitKind.VILLAGE}}
    assert planned.changed_units == ({} if recorded is UnitKind.VILLAGE else changed)
    assert codes(planned) == [(3, "unit-kind-twice", False)]


@pytest.mark.parametrize("recorded", [date(2025, 1, 1), date(2025, 6, 1)])
def test_the_day_of_a_station_said_twice(recorded: date) -> None:
    station = KnownStation(40, VILLAGE.id, "槐树村e站", recorded, ended=False)
    lines = [replace(KNOWN, stations=("",), station_since=date(2025, month, 1)) for month in (1, 6)]
    planned = plan(*lines, record=replace(RECORD, stations=(station,)))
    changed: dict[int, dict[str, object]] = {40: {"since": date(2025, 1, 1)}}
    assert planned.changed_stations == ({} if recorded == date(2025, 1, 1) else changed)
    assert codes(planned) == [(3, "station-since-twice", False)]
