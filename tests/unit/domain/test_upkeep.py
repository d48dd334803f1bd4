from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.upkeep import (
    TERMS,
    Duty,
    FacilityKind,
    FacilityState,
    add_months,
    due_on,
    event_duty,
    facility_duty,
    overdue_on,
    state,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 23), 2, date(2027, 1, 23)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_calendar_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("kind", "due", "overdue"),
    [
        (FacilityKind.BOARD, date(2026, 12, 31), date(2027, 1, 14)),
        (FacilityKind.BOOKS, date(2027, 10, 31), date(2027, 11, 30)),
        (FacilityKind.SCREEN, date(2026, 11, 30), date(2026, 12, 7)),
    ],
)
def test_terms_of_the_notice(kind: FacilityKind, due: date, overdue: date) -> None:
    last, term = date(2026, 10, 31), TERMS[kind]
    assert due_on(last, term.period) == due
    assert overdue_on(last, term.period, term.grace) == overdue


LAST = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("last", "paused_until", "today", "expected"),
    [
        (LAST, None, date(2026, 10, 31), FacilityState.FRESH),
        (LAST, None, date(2026, 11, 1), FacilityState.DUE),
        (LAST, None, date(2026, 11, 14), FacilityState.DUE),
        (LAST, None, date(2026, 11, 15), FacilityState.OVERDUE),
        (LAST, date(2026, 12, 1), date(2026, 11, 30), FacilityState.PAUSED),
        (LAST, date(2026, 12, 1), date(2026, 12, 1), FacilityState.OVERDUE),
        (None, None, date(2026, 11, 15), FacilityState.NOT_KNOWN),
        (None, date(2026, 12, 1), date(2026, 11, 15), FacilityState.PAUSED),
    ],
)
def test_states_of_a_board(last: date | None, paused_until: date | None, today: date, expected: FacilityState) -> None:
    assert state(last, 2, 14, paused_until, today) is expected


@given(DAYS, DAYS, st.integers(1, 24), st.integers(0, 60))
def test_a_state_never_gets_fresher_by_waiting(last: date, today: date, period: int, grace: int) -> None:
    order = [FacilityState.FRESH, FacilityState.DUE, FacilityState.OVERDUE]
    now = order.index(state(last, period, grace, None, today))
    later = order.index(state(last, period, grace, None, today + timedelta(30)))
    assert now <= later
    assert state(today, period, grace, None, today) is FacilityState.FRESH


def test_without_a_record_it_is_asked_about_a_period_after_registration() -> None:
    registered = date(2026, 9, 1)
    assert facility_duty(None, registered, 2, 14) == Duty(date(2026, 11, 1), date(2026, 11, 15))
    assert facility_duty(date(2026, 10, 1), registered, 2, 14).due == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("today", "held", "due"),
    [
        (date(2026, 11, 1), False, date(2026, 11, 21)),
        (date(2026, 11, 30), False, date(2026, 11, 21)),
        (date(2026, 11, 30), True, date(2026, 12, 22)),
        (date(2026, 12, 31), True, date(2027, 1, 22)),
        (date(2028, 2, 5), False, date(2028, 2, 20)),
    ],
)
def test_an_event_is_due_in_the_last_ten_days_of_a_month_without_one(today: date, held: bool, due: date) -> None:
    assert event_duty(today, held=held) == Duty(due, due + timedelta(5))


@given(DAYS)
def test_an_event_held_leaves_the_month_in_peace(today: date) -> None:
    assert event_duty(today, held=True).due.month != today.month
    due = event_duty(today, held=False).due
    assert (due + timedelta(10)).day == 1
    assert (due.year, due.month) == (today.year, today.month)
