"""Facilities that must be kept fresh, and when that falls due.

Periods are those of the notice: screens renewed monthly (7-3), boards every two months and books once a year
(8-2), an event at every station each month (7-2). Months are calendar months; where a month is too short its
last day counts. All days are local days. `until` days are the first on which things go on.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class FacilityKind(StrEnum):
    BOARD = "board"
    BOOKS = "books"
    SCREEN = "screen"


class FacilityState(StrEnum):
    FRESH = "fresh"
    DUE = "due"
    OVERDUE = "overdue"
    PAUSED = "paused"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Term:
    """`period` in calendar months, `grace` in days."""

    period: int
    grace: int


TERMS: Mapping[FacilityKind, Term] = {
    FacilityKind.BOARD: Term(2, 14),
    FacilityKind.BOOKS: Term(12, 30),
    FacilityKind.SCREEN: Term(1, 7),
}
EVENT_LAST_DAYS = 10  # a station without an event is reminded in the last days of the month
EVENT_GRACE = 5  # days; shorter, so that the second reminder still falls into the month


@dataclass(frozen=True, slots=True)
class Duty:
    """What reminders look at: from `due` on it is due, from `overdue` on the grace is over."""

    due: date
    overdue: date
    paused_until: date | None = None


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def due_on(last: date, period: int) -> date:
    return add_months(last, period)


def overdue_on(last: date, period: int, grace: int) -> date:
    return due_on(last, period) + timedelta(days=grace)


def state(last: date | None, period: int, grace: int, paused_until: date | None, today: date) -> FacilityState:
    """What is known of a facility whose latest record is of `last`, None where there is no record."""
    if paused_until is not None and today < paused_until:
        return FacilityState.PAUSED
    if last is None:
        return FacilityState.NOT_KNOWN
    if today < due_on(last, period):
        return FacilityState.FRESH
    return FacilityState.DUE if today < overdue_on(last, period, grace) else FacilityState.OVERDUE


def facility_duty(
    last: date | None, registered: date, period: int, grace: int, paused_until: date | None = None
) -> Duty:
    """A facility without any record is reckoned from its registration: asked about, never assumed."""
    start = last or registered
    return Duty(due_on(start, period), overdue_on(start, period, grace), paused_until)


def event_duty(today: date, *, held: bool, paused_until: date | None = None) -> Duty:
    """The event of today's month (7-2), or of the next one if one was `held` in this month already."""
    first = add_months(today.replace(day=1), 1 if held else 0)
    due = add_months(first, 1) - timedelta(days=EVENT_LAST_DAYS)
    return Duty(due, due + timedelta(days=EVENT_GRACE), paused_until)
