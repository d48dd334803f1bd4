"""What is a flood, when it ends, and what people really do, which is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.flooding import ALLOWED, BREATH, CALM, WINDOW, Pace, Verdict

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def verdicts(seconds: Iterable[float], album: str = "") -> list[Verdict]:
    pace, found = Pace(), []
    for at in seconds:
        pace, verdict = pace.after(START + timedelta(seconds=at), album)
        found.append(verdict)
    return found


def test_what_is_beyond_the_limit_is_told_once_and_dropped() -> None:
    assert verdicts([0.0] * (ALLOWED + 20)) == [Verdict.FINE] * ALLOWED + [Verdict.TELL] + [Verdict.DROP] * 19


def test_somebody_who_presses_a_button_a_second_for_minutes_does_not_meet_it() -> None:
    assert set(verdicts(range(600))) == {Verdict.FINE}


def test_albums_are_one_message_each() -> None:
    pace = Pace()
    for number in range(ALLOWED):
        for _ in range(10):
            pace, verdict = pace.after(START, f"album {number}")
            assert verdict is Verdict.FINE
    pace, verdict = pace.after(START, "one more")
    assert verdict is Verdict.TELL
    assert pace.after(START, "one more")[1] is Verdict.DROP


def test_a_breath_ends_it_and_a_second_flood_is_told_again() -> None:
    flood = [0.0] * (ALLOWED + 2)
    later = BREATH.total_seconds() + 1
    found = verdicts([*flood, later, *(later + one for one in flood)])
    assert found[len(flood)] is Verdict.FINE
    assert found.count(Verdict.TELL) == 2


def test_slowing_down_is_enough_and_going_on_is_not() -> None:
    slow, fast = BREATH.total_seconds() / CALM + 0.1, 1.0
    flood = [0.0] * (ALLOWED + 1)
    assert verdicts([*flood, *(fast * n for n in range(1, 200))])[-1] is Verdict.DROP
    assert verdicts([*flood, *(slow * n for n in range(1, 10))])[-1] is Verdict.FINE


def test_what_was_said_slowly_is_no_flood_in_whatever_order_it_comes() -> None:
    slowly = [n * WINDOW.total_seconds() / ALLOWED * 1.1 for n in range(200)]
    assert set(verdicts(reversed(slowly))) == {Verdict.FINE}


def test_a_clock_set_back_ends_a_flood_and_begins_none() -> None:
    assert verdicts([3600.0] * (ALLOWED + 5) + [0.0] * 5)[-5:] == [Verdict.FINE] * 5


@given(st.lists(st.floats(0, 200), max_size=150))
def test_no_window_ever_lets_more_through_and_nothing_is_kept_without_end(times: list[float]) -> None:
    pace, through = Pace(), list[float]()
    for at in sorted(times):
        pace, verdict = pace.after(START + timedelta(seconds=at))
        assert len(pace.latest) <= ALLOWED
        through += [at] * (verdict is Verdict.FINE)
    twice = 2 * ALLOWED  # a flood may end and begin again within the same window
    window = WINDOW.total_seconds()
    assert all(sum(at <= other < at + window for other in through) <= twice for at in through)
