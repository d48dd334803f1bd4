"""Who is reminded of what is due, and when: seldom, on working days, and never after it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kpbot.domain.upkeep import Duty

GAP = 3  # working days between two reminders
MOST_ASKED = 2  # «三天后再提醒» for one and the same thing
SNOOZE = timedelta(days=3)


class Audience(StrEnum):
    """Whom a reminder goes to, in the order of escalation."""

    OFFICER = "officer"
    COUNTY = "county"
    CITY = "city"


CAPS: Mapping[Audience, int] = {Audience.OFFICER: 2, Audience.COUNTY: 1, Audience.CITY: 1}


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that went out on local `day`. `asked`: because the officer had asked for it by a snooze."""

    day: date
    audience: Audience
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """One to send today. `overdue`: the grace is over. `may_snooze`: «三天后再提醒» is still on offer."""

    audience: Audience
    overdue: bool
    asked: bool = False
    may_snooze: bool = True


def steps_due(
    duty: Duty,
    sent: Sequence[Sent],
    snoozed_until: date | None,
    today: date,
    is_workday: Callable[[date], bool],
    caps: Mapping[Audience, int] = CAPS,
) -> Reminder | None:
    """The reminder to send today, if any: first to the officer, again after the grace, then up.

    Only what was sent since `duty.due` and since a pause ended belongs to this round, so an upkeep by anyone,
    which moves the due day, silences all and starts afresh. A snooze holds every step back, escalation too,
    and is kept as a promise: on the first working day from `snoozed_until` on the officer is reminded,
    whatever the gap or the cap. That happens MOST_ASKED times, so it keeps nothing from the coordinators for ever.
    """
    if today < _round_start(duty) or _holds(snoozed_until, today) or not is_workday(today):
        return None
    history = _this_round(duty, sent, today)
    overdue = today >= duty.overdue
    if _promised(duty, history, snoozed_until):
        return Reminder(Audience.OFFICER, overdue, asked=True, may_snooze=_asked(history) + 1 < MOST_ASKED)
    audience = _next_audience(history, caps)
    if audience is None or not (overdue or _is_first_to_officer(history, audience)):
        return None
    if history and _workdays_since(max(p.day for p in history), today, is_workday) < GAP:
        return None
    return Reminder(audience, overdue, may_snooze=_asked(history) < MOST_ASKED)


def may_snooze(duty: Duty, sent: Sequence[Sent], today: date) -> bool:
    """Whether a press of «三天后再提醒» is still to be honoured, also under an older message."""
    return today >= duty.due and _asked(_this_round(duty, sent, today)) < MOST_ASKED


def _holds(until: date | None, today: date) -> bool:
    return until is not None and today < until


def _round_start(duty: Duty) -> date:
    return max(duty.due, duty.paused_until) if duty.paused_until else duty.due


def _this_round(duty: Duty, sent: Sequence[Sent], today: date) -> list[Sent]:
    start = _round_start(duty)
    return [past for past in sent if start <= past.day <= today]


def _promised(duty: Duty, history: Sequence[Sent], snoozed_until: date | None) -> bool:
    if snoozed_until is None or snoozed_until <= _round_start(duty) or _asked(history) >= MOST_ASKED:
        return False
    return all(past.day < snoozed_until for past in history)


def _asked(history: Sequence[Sent]) -> int:
    return sum(past.asked for past in history)


def _next_audience(history: Sequence[Sent], caps: Mapping[Audience, int]) -> Audience | None:
    told = Counter(past.audience for past in history if not past.asked)
    return next((audience for audience in Audience if told[audience] < caps.get(audience, 0)), None)


def _is_first_to_officer(history: Sequence[Sent], audience: Audience) -> bool:
    return audience is Audience.OFFICER and all(past.asked for past in history)


def _workdays_since(day: date, today: date, is_workday: Callable[[date], bool]) -> int:
    """Working days after `day` up to and including `today`."""
    return sum(is_workday(day + timedelta(days=n)) for n in range(1, (today - day).days + 1))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a combined message goes: a person's private chat, a group, or neither."""

    person_id: int | None = None
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A reminder to one officer about one subject: `facility`, or `station` for its event of the month.
    `opened`: the officer has opened the bot and can be written to privately. `group_id`: the officers' group
    to use otherwise."""

    subject_kind: str
    subject_id: int
    reminder: Reminder
    person_id: int
    opened: bool
    group_id: int | None = None


def group_by_person(notices: Iterable[Notice]) -> dict[Recipient, tuple[Notice, ...]]:
    """One combined message per person, or per group for those who never opened the bot; in the order given.

    Reminders to coordinators are left out: they are lines of the digest. The empty Recipient holds what
    reaches nobody, for the coordinators to know.
    """
    combined: dict[Recipient, list[Notice]] = {}
    for notice in notices:
        if notice.reminder.audience is Audience.OFFICER:
            combined.setdefault(_recipient(notice), []).append(notice)
    return {recipient: tuple(theirs) for recipient, theirs in combined.items()}


def _recipient(notice: Notice) -> Recipient:
    if notice.opened:
        return Recipient(person_id=notice.person_id)
    return Recipient(group_id=notice.group_id)
