from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.reminders import (
    CAPS,
    GAP,
    MOST_ASKED,
    SNOOZE,
    Audience,
    Notice,
    Recipient,
    Reminder,
    Sent,
    group_by_person,
    may_snooze,
    steps_due,
)
from kpbot.domain.upkeep import Duty, event_duty, facility_duty
from kpbot.domain.workdays import is_workday

OFFICER, COUNTY, CITY = Audience
DUE = date(2026, 11, 2)  # a Monday
OVERDUE = date(2026, 11, 16)
DUTY = Duty(DUE, OVERDUE)
FIRST = Sent(DUE, OFFICER)
SECOND = Sent(OVERDUE, OFFICER)
THIRD = Sent(date(2026, 11, 19), COUNTY)
LAST = Sent(date(2026, 11, 24), CITY)


def step(today: date, sent: Sequence[Sent] = (), snoozed_until: date | None = None) -> Reminder | None:
    return steps_due(DUTY, sent, snoozed_until, today, is_workday)


def audience(reminder: Reminder | None) -> Audience | None:
    return reminder.audience if reminder else None


@pytest.mark.parametrize(
    ("today", "sent", "expected"),
    [
        (date(2026, 10, 30), [], None),
        (DUE, [], OFFICER),
        (DUE, [FIRST], None),
        (date(2026, 11, 7), [], None),  # a Saturday
        (date(2026, 11, 9), [], OFFICER),
        (date(2026, 11, 13), [FIRST], None),  # still within the grace
        (OVERDUE, [FIRST], OFFICER),
        (OVERDUE, [Sent(date(2026, 11, 12), OFFICER)], None),  # Friday and Monday are two working days
        (date(2026, 11, 17), [Sent(date(2026, 11, 12), OFFICER)], OFFICER),
        (date(2026, 11, 18), [FIRST, SECOND], None),
        (date(2026, 11, 19), [FIRST, SECOND], COUNTY),
        (date(2026, 11, 24), [FIRST, SECOND, THIRD], CITY),
        (date(2027, 1, 4), [FIRST, SECOND, THIRD, LAST], None),
        # of an earlier round, before the latest upkeep
        (DUE, [Sent(date(2026, 8, 31), OFFICER), Sent(date(2026, 9, 1), CITY)], OFFICER),
    ],
)
def test_steps_of_a_board(today: date, sent: list[Sent], expected: Audience | None) -> None:
    assert audience(step(today, sent)) is expected


def test_a_made_up_saturday_is_a_working_day() -> None:
    saturday = date(2026, 10, 10)
    assert steps_due(Duty(date(2026, 10, 3), saturday), [], None, date(2026, 10, 5), is_workday) is None
    assert steps_due(Duty(date(2026, 10, 3), saturday), [], None, saturday, is_workday) == Reminder(
        OFFICER, overdue=True
    )


def test_a_snooze_holds_escalation_back_and_is_kept_as_a_promise() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    sent = [FIRST, SECOND]
    assert step(friday, sent, snoozed_until=monday) is None
    asked = step(monday, sent, snoozed_until=monday)
    assert asked == Reminder(OFFICER, overdue=True, asked=True, may_snooze=True)
    sent.append(Sent(monday, OFFICER, asked=True))
    assert step(date(2026, 11, 25), sent, snoozed_until=monday) is None
    assert audience(step(date(2026, 11, 26), sent, snoozed_until=monday)) is COUNTY


def test_within_the_grace_a_snooze_is_answered_and_takes_nothing_from_the_steps() -> None:
    until = DUE + SNOOZE
    asked = step(until, [FIRST], until)
    assert asked is not None
    assert asked.asked
    sent = [FIRST, Sent(until, OFFICER, asked=True)]
    assert step(date(2026, 11, 13), sent, until) is None
    assert step(OVERDUE, sent, until) == Reminder(OFFICER, overdue=True)


def test_a_snooze_that_ends_on_a_weekend_is_answered_on_monday() -> None:
    until = date(2026, 11, 7)
    assert step(until, [FIRST], until) is None
    assert audience(step(date(2026, 11, 9), [FIRST], until)) is OFFICER


def test_snoozing_has_an_end() -> None:
    asked = [Sent(date(2026, 11, 5), OFFICER, asked=True), Sent(date(2026, 11, 10), OFFICER, asked=True)]
    assert may_snooze(DUTY, [FIRST, asked[0]], date(2026, 11, 6))
    assert not may_snooze(DUTY, [FIRST, *asked], date(2026, 11, 11))
    assert not may_snooze(DUTY, [], date(2026, 10, 30))  # a button under the reminder of an earlier round
    second = step(date(2026, 11, 10), [FIRST, asked[0]], date(2026, 11, 10))
    assert second == Reminder(OFFICER, overdue=False, asked=True, may_snooze=False)
    assert step(date(2026, 11, 13), [FIRST, *asked], date(2026, 11, 13)) is None
    assert step(OVERDUE, [FIRST, *asked], date(2026, 11, 13)) == Reminder(OFFICER, True, may_snooze=False)


def test_a_snooze_of_an_earlier_round_is_forgotten() -> None:
    assert step(DUE, [], snoozed_until=date(2026, 9, 3)) == Reminder(OFFICER, overdue=False)


def test_a_pause_silences_and_its_end_starts_afresh() -> None:
    paused = Duty(DUE, OVERDUE, paused_until=date(2027, 3, 1))
    history = [FIRST, SECOND, THIRD, LAST]
    assert steps_due(paused, [FIRST], None, date(2026, 11, 23), is_workday) is None
    assert audience(steps_due(paused, history, None, date(2027, 3, 1), is_workday)) is OFFICER


def test_caps_are_the_operators() -> None:
    caps = {OFFICER: 1, CITY: 1}
    assert audience(steps_due(DUTY, [FIRST], None, OVERDUE, is_workday, caps)) is CITY
    assert steps_due(DUTY, [], None, DUE, is_workday, {COUNTY: 1}) is None
    assert audience(steps_due(DUTY, [], None, OVERDUE, is_workday, {COUNTY: 1})) is COUNTY


def test_a_month_without_an_event_is_reminded_of_twice_and_passed_on() -> None:
    sent: list[Sent] = []
    for n in range(30):
        today = date(2026, 12, 1) + timedelta(n)
        if reminder := steps_due(event_duty(today, held=False), sent, None, today, is_workday):
            sent.append(Sent(today, reminder.audience))
    assert [(s.day.day, s.audience) for s in sent] == [(22, OFFICER), (28, OFFICER)]
    new_year = date(2027, 1, 22)
    assert audience(steps_due(event_duty(new_year, held=False), sent, None, new_year, is_workday)) is OFFICER


Press = tuple[int, str]
PRESSES = st.dictionaries(st.integers(0, 200), st.sampled_from(["snooze", "upkeep", "pause"]), max_size=12)


@given(st.dates(date(2025, 1, 1), date(2027, 6, 30)), st.integers(1, 3), st.integers(0, 30), PRESSES)
def test_over_two_hundred_days_whatever_people_press(
    start: date, period: int, grace: int, presses: dict[int, str]
) -> None:
    last, snoozed, paused = start, None, None
    sent: list[Sent] = []
    rounds: list[list[Sent]] = [[]]
    for n in range(1, 201):
        today = start + timedelta(n)
        duty = facility_duty(last, start, period, grace, paused)
        reminder = steps_due(duty, sent, snoozed, today, is_workday)
        if reminder:
            assert is_workday(today)
            assert today >= duty.due
            assert paused is None or today >= paused
            assert snoozed is None or today >= snoozed
            assert reminder.overdue is (today >= duty.overdue)
            assert reminder.audience is OFFICER or reminder.overdue
            if rounds[-1] and not reminder.asked:
                days = range(1, (today - rounds[-1][-1].day).days + 1)
                assert sum(is_workday(rounds[-1][-1].day + timedelta(d)) for d in days) >= GAP
            sent.append(Sent(today, reminder.audience, reminder.asked))
            rounds[-1].append(sent[-1])
        match presses.get(n):
            case "snooze" if may_snooze(duty, sent, today):
                snoozed = today + SNOOZE
            case "upkeep":
                last = today
                rounds.append([])
            case "pause":
                paused = today + timedelta(20)
                rounds.append([])
    for one in rounds:
        for who in Audience:
            assert sum(s.audience is who and not s.asked for s in one) <= CAPS[who]
        assert sum(s.asked for s in one) <= MOST_ASKED
        steps = [list(Audience).index(s.audience) for s in one if not s.asked]
        assert steps == sorted(steps)


@given(st.dates(date(2025, 1, 1), date(2027, 6, 30)), st.integers(1, 12), st.lists(st.integers(-90, 0)))
def test_after_an_upkeep_nothing_is_due_until_the_next_period(upkeep: date, period: int, earlier: list[int]) -> None:
    sent = [Sent(upkeep + timedelta(n), OFFICER) for n in earlier]
    duty = facility_duty(upkeep, upkeep, period, 14)
    day = upkeep
    while day < duty.due:
        assert steps_due(duty, sent, None, day, is_workday) is None
        day += timedelta(1)
    while not is_workday(day):
        day += timedelta(1)
    assert audience(steps_due(duty, sent, None, day, is_workday)) is OFFICER


def notice(subject: int, person: int, opened: bool = False, group: int | None = 7) -> Notice:
    return Notice("facility", subject, Reminder(OFFICER, False), person, opened, group)


def test_one_message_per_person_or_per_group() -> None:
    mine, also_mine = notice(1, 10, opened=True), notice(2, 10, opened=True)
    hers, his, nobodys = notice(3, 11), notice(4, 12), notice(5, 13, group=None)
    escalated = Notice("facility", 6, Reminder(COUNTY, True), 10, True, 7)
    assert group_by_person([mine, hers, escalated, also_mine, his, nobodys]) == {
        Recipient(person_id=10): (mine, also_mine),
        Recipient(group_id=7): (hers, his),
        Recipient(): (nobodys,),
    }
