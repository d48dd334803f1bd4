from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.workdays import (
    Workday,
    days_until_next_workday,
    edition_days,
    is_workday,
    last_workday_before,
    next_workday,
    workday,
)

ANY_DAY = st.dates(date(2024, 1, 1), date(2031, 12, 31))  # announced years and years to be reckoned


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), Workday(True)),  # a Monday
        (date(2026, 11, 22), Workday(False)),  # a Sunday
        (date(2026, 2, 17), Workday(False, False, "春节")),
        (date(2026, 2, 28), Workday(True, False, "春节")),  # a Saturday made up for
        (date(2026, 10, 10), Workday(True, False, "国庆节")),
        (date(2027, 1, 1), Workday(False, True, "元旦")),
        (date(2027, 2, 9), Workday(False, True, "春节")),  # a day off in lieu
        (date(2027, 3, 1), Workday(True, True)),
        (date(2027, 3, 6), Workday(False, True)),
    ],
)
def test_what_a_day_is(day: date, expected: Workday) -> None:
    assert workday(day) == expected


def test_an_override_decides_and_is_not_provisional() -> None:
    made_up = date(2027, 2, 13)
    assert not is_workday(made_up)
    assert workday(made_up, {made_up: True}) == Workday(True, False, "")
    assert workday(date(2027, 3, 1), {made_up: True}).provisional
    assert next_workday(date(2027, 2, 12), {made_up: True}) == made_up


def test_before_the_spring_festival_all_its_days_are_prepared_at_once() -> None:
    assert edition_days(date(2026, 2, 14)) == [date(2026, 2, 15) + timedelta(n) for n in range(10)]
    assert edition_days(date(2026, 2, 15)) == []
    assert next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
    assert last_workday_before(date(2026, 2, 24)) == date(2026, 2, 14)


def test_a_friday_prepares_the_weekend_and_monday() -> None:
    assert edition_days(date(2026, 11, 20)) == [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_every_day_of_a_year_is_prepared_exactly_once(year: int) -> None:
    first = date(year, 1, 1)
    start = last_workday_before(first)
    days = [start + timedelta(n) for n in range((date(year + 1, 1, 1) - start).days)]
    prepared = [day for made_on in days for day in edition_days(made_on) if day.year == year]
    assert prepared == [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


@given(ANY_DAY)
def test_before_and_after_are_the_nearest_working_days(day: date) -> None:
    until = days_until_next_workday(day)
    assert [is_workday(d) for d in until] == [False] * (len(until) - 1) + [True]
    assert is_workday(last_workday_before(day))
    assert day in edition_days(last_workday_before(day))


@given(ANY_DAY, st.booleans())
def test_overrides_are_always_followed(day: date, worked: bool) -> None:
    assert is_workday(day, {day: worked}) is worked
    assert (day in days_until_next_workday(day - timedelta(1), {day: worked})) is True
