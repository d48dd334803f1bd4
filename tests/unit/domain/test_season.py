import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpbot.domain.calendar_file import read_calendar
from kpbot.domain.content import Item, ItemState, Topic
from kpbot.domain.season import NationalDay, favoured, season_fit, undated

CALENDAR = Path(__file__).parents[3] / "config" / "calendar.toml"
SHIPPED = read_calendar(tomllib.loads(CALENDAR.read_text(encoding="utf-8")))


def _item(*season: int) -> Item:
    return Item(
        id=1,
        source="reserve",
        identity="1",
        title="题",
        summary="",
        body="",
        link="",
        canonical="slug:a",
        fingerprint="f",
        topic=Topic.HEALTH,
        state=ItemState.READY,
        gathered_at=datetime(2026, 1, 1, tzinfo=UTC),
        season=season,
    )


@pytest.mark.parametrize(
    ("season", "month", "fit"),
    [((), 1, 0), ((1,), 1, 1), ((1,), 12, 0), ((12,), 1, 0), ((1,), 7, -1), ((6, 7, 8), 5, 0), ((6, 7, 8), 4, -1)],
)
def test_season_fit(season: tuple[int, ...], month: int, fit: int) -> None:
    assert season_fit(_item(*season), date(2026, month, 15)) == fit


FIRE = NationalDay("fire", "消防日", (Topic.DISASTER,), fixed=((11, 9), (11, 9)), lead=3)
WEEK = NationalDay("week", "科技周", (Topic.SPACE,), moving=((date(2026, 5, 23), date(2026, 5, 30)),), lead=0)
YEAR_END = NationalDay("end", "跨年", (Topic.HEALTH,), fixed=((12, 30), (1, 2)), lead=1)


@pytest.mark.parametrize(
    ("national", "day", "near"),
    [
        (FIRE, date(2026, 11, 5), False),
        (FIRE, date(2026, 11, 6), True),
        (FIRE, date(2027, 11, 9), True),
        (FIRE, date(2026, 11, 10), False),
        (WEEK, date(2026, 5, 22), False),
        (WEEK, date(2026, 5, 23), True),
        (WEEK, date(2026, 5, 30), True),
        (WEEK, date(2027, 5, 25), False),
        (YEAR_END, date(2026, 12, 29), True),
        (YEAR_END, date(2027, 1, 2), True),
        (YEAR_END, date(2027, 1, 3), False),
    ],
)
def test_near(national: NationalDay, day: date, near: bool) -> None:
    assert national.is_near(day) is near


def test_lead_reaches_into_the_year_before() -> None:
    new_year = NationalDay("new", "元旦", fixed=((1, 1), (1, 1)), lead=2)
    assert new_year.is_near(date(2026, 12, 30))


def test_the_first_day_of_the_calendar_names_its_topic() -> None:
    again = NationalDay("again", "另一天", (Topic.DISASTER, Topic.HEALTH), fixed=((11, 9), (11, 9)))
    assert favoured([FIRE, again, WEEK], date(2026, 11, 9)) == {Topic.DISASTER: FIRE, Topic.HEALTH: again}


def test_undated_years_are_told() -> None:
    assert undated([FIRE, WEEK], 2026) == ()
    assert undated([FIRE, WEEK], 2027) == (WEEK,)


def test_shipped_calendar() -> None:
    calendar = SHIPPED
    by_day = {
        date(2027, 5, 12): Topic.DISASTER,
        date(2027, 6, 5): Topic.ENVIRONMENT,
        date(2027, 4, 22): Topic.ENVIRONMENT,
        date(2027, 3, 22): Topic.ENVIRONMENT,
        date(2027, 4, 7): Topic.HEALTH,
        date(2027, 10, 16): Topic.FARMING,
        date(2027, 11, 9): Topic.DISASTER,
        date(2027, 9, 23): Topic.FARMING,
    }
    for day, topic in by_day.items():
        assert topic in favoured(calendar, day), day
    near = {national.key for national in calendar if national.is_near(date(2026, 9, 19))}
    assert {"science-month", "science-day"} <= near
    assert [national.key for national in undated(calendar, 2027)] == ["science-week"]


@settings(deadline=None)  # a year is reckoned once
@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31)))
def test_every_day_can_be_asked_for(day: date) -> None:
    assert all(national.is_near(day) for national in favoured(SHIPPED, day).values())


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "无日期"},
        {"name": "两种", "on": "05-12", "dates": [date(2026, 5, 12)]},
        {"name": "错月", "on": "13-12"},
        {"name": "错题", "on": "05-12", "topics": ["sport"]},
        {"name": "倒序", "dates": [[date(2026, 5, 12), date(2026, 5, 1)]]},
        {"name": "负数", "on": "05-12", "lead": -1},
        {"name": "多余", "on": "05-12", "leed": 1},
        {"on": "05-12"},
        "05-12",
    ],
)
def test_wrong_entries_are_named(entry: object) -> None:
    with pytest.raises(ValueError, match=r"national-days\.x"):
        read_calendar({"national-days": {"x": entry}})


def test_a_calendar_may_be_empty_but_not_a_list() -> None:
    assert read_calendar({}) == ()
    with pytest.raises(ValueError, match="national-days"):
        read_calendar({"national-days": []})
