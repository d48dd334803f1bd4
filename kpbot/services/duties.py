"""When each thing that is to be kept fresh falls due, and how it stands."""

from __future__ import annotations

from datetime import date

from kpbot.domain.upkeep import TERMS, Duty, FacilityKind, FacilityState, event_duty, facility_duty, state
from kpbot.storage.reminders import FACILITY, Subject

FOR_EVER = date(9999, 12, 31)  # paused until somebody goes on


def duty_of(subject: Subject, today: date) -> Duty:
    """For a station the event of the month; a record of any size answers it, for nobody is asked twice."""
    if subject.kind != FACILITY:
        return event_duty(today, held=held_this_month(subject.last, today), paused_until=subject.paused_until)
    term = TERMS[FacilityKind(subject.of)]
    return facility_duty(subject.last, subject.since, term.period, term.grace, subject.paused_until)


def held_this_month(last: date | None, today: date) -> bool:
    return last is not None and (last.year, last.month) == (today.year, today.month)


def state_of(subject: Subject, today: date) -> FacilityState:
    """How a facility stands; without any record it is not known, however new it is."""
    term = TERMS[FacilityKind(subject.of)]
    return state(subject.last, term.period, term.grace, subject.paused_until, today)


def is_paused(subject: Subject, today: date) -> bool:
    return subject.paused_until is not None and today < subject.paused_until
