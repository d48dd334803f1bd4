"""Sliding windows under a simulated monotonic clock, in whole milliseconds so that no rounding decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.messages import Window
from kpbot.domain.pacing import Pace, Pacer

WINDOWS = st.lists(st.builds(Window, st.integers(1, 6), st.sampled_from([0.5, 1.0, 2.0, 60.0])), min_size=1, max_size=3)
PAUSES = st.lists(st.sampled_from([0.0, 0.125, 0.25, 0.5, 1.0, 7.5, 60.0]), min_size=1, max_size=60)


def within(sent: list[float], window: Window) -> bool:
    """No half-open stretch of the window's length holds more than its count."""
    return all(sum(start <= at < start + window.seconds for at in sent) <= window.count for start in sent)


@given(WINDOWS, PAUSES)
def test_windows_are_never_exceeded_however_greedy_the_sender(windows: list[Window], pauses: list[float]) -> None:
    pace, now, sent = Pace(windows), 1000.0, []
    for pause in pauses:
        now += pause
        for _ in range(pace.allowance(now)):
            pace.take(now)
            sent.append(now)
    assert all(within(sent, window) for window in windows)
    assert sent, "it never forbids everything"


@given(WINDOWS, PAUSES)
def test_wait_says_when_the_next_is_allowed_and_not_a_moment_later(windows: list[Window], pauses: list[float]) -> None:
    pace, now = Pace(windows), 1000.0
    for pause in pauses:
        now += pause
        wait = pace.wait(now)
        assert (wait == 0) == (pace.allowance(now) > 0)
        if wait:
            assert pace.wait(now + wait - 0.0625) == 0.0625, "asking does not change it"
            now += wait
            assert pace.allowance(now) > 0
        else:
            pace.take(now)


@given(WINDOWS, WINDOWS, st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([0.0, 0.25, 1.0])), max_size=60))
def test_an_account_and_its_chats_are_paced_together(
    account: list[Window], chat: list[Window], sends: list[tuple[str, float]]
) -> None:
    pacer, now = Pacer(account, chat), 1000.0
    sent: dict[str, list[float]] = {}
    for where, pause in sends:
        now += pause
        if pacer.allowance(now) and pacer.chat_allowance(where, now):
            assert where not in pacer.blocked(now)
            pacer.take(where, now)
            sent.setdefault(where, []).append(now)
        elif not pacer.chat_allowance(where, now):
            assert where in pacer.blocked(now)
    everything = sorted(at for times in sent.values() for at in times)
    assert all(within(everything, window) for window in account)
    assert all(within(times, window) for times in sent.values() for window in chat)


def test_no_windows_is_no_limit() -> None:
    pacer = Pacer((), ())
    for _ in range(10_000):
        pacer.take("a", 0.0)
    assert pacer.allowance(0.0) == pacer.chat_allowance("a", 0.0) == 1_000_000
    assert (pacer.blocked(0.0), pacer.wait(0.0)) == ([], 0.0)


def test_a_held_chat_is_blocked_until_then_and_others_are_not() -> None:
    pacer = Pacer((), (Window(1, 1.0),))
    pacer.hold("a", 30.0)
    pacer.hold("a", 20.0)
    pacer.take("b", 10.0)
    assert pacer.blocked(10.0) == ["a", "b"]
    assert pacer.blocked(11.0) == ["a"]
    assert pacer.blocked(29.9) == ["a"]
    assert pacer.blocked(30.0) == []


@pytest.mark.parametrize(("now", "expected"), [(10.0, 1.0), (10.5, 0.5), (11.0, 19.0), (30.0, None)])
def test_next_free(now: float, expected: float | None) -> None:
    pacer = Pacer((), (Window(1, 1.0),))
    pacer.take("b", 10.0)
    pacer.hold("a", 30.0)
    assert pacer.next_free(now) == expected
