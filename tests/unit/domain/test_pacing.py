"""Sliding windows under a simulated monotonic clock. Times are multiples of 1/1024 s, so that no rounding decides."""

from __future__ import annotations

import heapq
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.messages import Chat, Window
from kpbot.domain.pacing import LATE, MARGIN, TRUSTED, Pace, Pacer, RoundTrips, Spread

TICK = 1 / 1024
SECONDS = st.sampled_from([0.5, 1.0, 2.0, 60.0])
WINDOWS = st.lists(st.builds(Window, st.integers(1, 6), SECONDS), min_size=1, max_size=3)
DELAYS = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=80)  # ticks out and back
ROOM, PRIVATE = Chat("x", "g"), Chat("x", "p", private=True)


def exceeded(counted: list[float], window: Window) -> bool:
    """Whether some half-open stretch of the window's length holds more than its count."""
    at = sorted(counted)
    return any(later - first < window.seconds for first, later in zip(at, at[window.count :], strict=False))


class Network:
    """Sends as greedily as the pacer allows; each takes its time to the platform, where it is counted, and back."""

    def __init__(self, pacer: Pacer, chats: list[Chat]) -> None:
        self.pacer = pacer
        self.chats = chats
        self.counted: dict[str, list[float]] = {chat.id: [] for chat in chats}
        self.now = 0.0
        self._flying: list[tuple[float, int, Chat, float]] = []

    def run(self, delays: list[tuple[int, int]]) -> None:
        for number, (out, back) in enumerate(delays):
            chat = self.chats[number % len(self.chats)]
            start = self._when_allowed(chat)
            arrived = start + out * TICK
            self.counted[chat.id].append(arrived)
            heapq.heappush(self._flying, (arrived + back * TICK, number, chat, start))

    def _when_allowed(self, chat: Chat) -> float:
        for _ in range(10_000):
            if self.pacer.room(self.now) and chat.id not in self.pacer.full(self.now):
                start = self.pacer.start(chat, self.now, self.now)
                assert start == self.now
                return start
            self._step()
        raise AssertionError("it forbids for ever")

    def _step(self) -> None:
        """On to the end of a send, or by an eighth of a second."""
        self.now += 0.125
        while self._flying and self._flying[0][0] <= self.now:
            end, _, chat, start = heapq.heappop(self._flying)
            self.pacer.land(chat, start, end)


@given(WINDOWS, WINDOWS, DELAYS)
def test_no_window_is_exceeded_however_the_network_delays(
    account: list[Window], chat: list[Window], delays: list[tuple[int, int]]
) -> None:
    network = Network(Pacer(account, chat), [Chat("x", name) for name in "abc"])
    network.run(delays)
    everything = [at for times in network.counted.values() for at in times]
    assert len(everything) == len(delays)
    assert not any(exceeded(everything, window) for window in account)
    assert not any(exceeded(times, window) for times in network.counted.values() for window in chat)


def test_a_steady_delay_costs_almost_nothing() -> None:
    """30 in a second at 100 ms there and back: counted at their end alone it would be 27."""
    window, pacer = Window(30, 1.0), Pacer((Window(30, 1.0),))
    now, sent = 0.0, []
    flying: list[tuple[float, float]] = []
    while now < 60:
        while flying and flying[0][0] <= now:
            end, start = flying.pop(0)
            pacer.land(ROOM, start, end)
        while pacer.room(now):
            pacer.start(ROOM, now, now)
            sent.append(now)
            flying.append((now + 0.1, now))
        now += TICK
    assert not exceeded([at + 0.05 for at in sent], window)
    assert len(sent) > 0.97 * 30 * 60


@given(WINDOWS, st.integers(0, 12), st.lists(st.integers(0, 3000), max_size=12).map(sorted))
def test_free_at_is_when_room_begins(windows: list[Window], flying: int, landed: list[int]) -> None:
    pace = Pace(windows)
    for _ in range(flying + len(landed)):
        pace.start()
    for at in landed:
        pace.land(at * TICK)
    now = (landed[-1] if landed else 0) * TICK
    free = pace.free_at(now)
    if free == inf:
        assert pace.room(now + 1_000) == 0, "only an end can free it"
    else:
        assert pace.room(free) > 0
        assert free == now or pace.room(free - TICK) == 0


def test_a_send_ahead_of_time_is_told_when_it_may_start() -> None:
    pacer = Pacer((Window(1, 1.0),))
    assert pacer.start(ROOM, 0.0, 0.0) == 0.0
    assert (pacer.room(0.05), pacer.free_at(0.01)) == (0, inf), "not before the first one ended"
    pacer.land(ROOM, 0.0, 0.25)
    assert (pacer.room(1.2), pacer.room(1.25), pacer.free_at(0.3)) == (0, 1, 1.25)
    assert pacer.start(ROOM, 1.2, 1.2) is None
    assert pacer.start(ROOM, 1.26, 1.21) == 1.25


def test_what_was_not_sent_is_not_counted() -> None:
    pacer = Pacer((Window(1, 60.0),), (Window(1, 60.0),))
    pacer.start(ROOM, 0.0, 0.0)
    pacer.give_back(ROOM)
    assert (pacer.room(0.0), pacer.full(0.0)) == (1, [])


def test_no_windows_is_no_limit() -> None:
    pacer = Pacer(())
    for _ in range(10_000):
        assert pacer.start(ROOM, 0.0, 0.0, broadcast=True) == 0.0
    assert pacer.room(0.0) == pacer.broadcasts(0.0) == 1_000_000
    assert (pacer.full(0.0), pacer.free_at(0.0)) == ([], inf)


def test_groups_have_windows_that_private_chats_have_not() -> None:
    pacer = Pacer((), (), (Window(1, 60.0),))
    assert [pacer.start(PRIVATE, 0.0, 0.0) for _ in range(3)] == [0.0] * 3
    assert [pacer.start(ROOM, 0.0, 0.0) for _ in range(2)] == [0.0, None]
    assert pacer.full(0.0) == ["g"]


def test_it_says_when_a_chat_that_had_to_wait_is_free() -> None:
    pacer = Pacer((Window(30, 1.0),), (Window(1, 1.0),))
    for chat, landed in ((ROOM, 0.5), (PRIVATE, 0.25)):
        pacer.start(chat, 0.0, 0.0)
        pacer.land(chat, 0.0, landed)
    assert [pacer.free_at(now) for now in (0.5, 1.3, 2.0)] == [1.25, 1.5, inf]


def test_toasts_count_for_the_account_alone_and_may_take_half_of_it() -> None:
    pacer = Pacer((Window(6, 1.0),), (Window(1, 1.0),))
    pacer.start(ROOM, 0.0, 0.0)
    assert (pacer.room(0.0), pacer.toasts(0.0)) == (5, 3)
    assert [pacer.start(None, 0.0, 0.0) for _ in range(4)] == [0.0, 0.0, 0.0, None]
    assert (pacer.room(0.0), pacer.toasts(0.0)) == (2, 0)
    pacer.land(None, 0.0, 0.5)
    assert pacer.toasts(1.5) == 1


def test_broadcasts_give_way_to_an_answer_in_parts_that_found_no_room() -> None:
    pacer = Pacer((Window(4, 1.0),))
    for _ in range(2):
        pacer.start(ROOM, 0.0, 0.0)
        pacer.land(ROOM, 0.0, 0.0)
    assert pacer.broadcasts(0.5) > 0
    assert pacer.start(PRIVATE, 0.5, 0.5, 3) is None
    assert (pacer.broadcasts(0.6), pacer.room(0.6)) == (0, 2), "one by one they would take what it needs"
    assert pacer.start(PRIVATE, 1.0, 1.0, 3) == 1.0
    assert pacer.broadcasts(1.0) == 1
    assert pacer.start(PRIVATE, 1.0, 1.0, 3) is None
    assert (pacer.broadcasts(1.5), pacer.broadcasts(3.5)) == (0, 1), "not for ever: it may have expired"


def test_a_held_chat_is_left_alone_until_then() -> None:
    pacer = Pacer(())
    pacer.hold("a", 30.0)
    pacer.hold("a", 20.0)
    assert [pacer.held(now) for now in (10.0, 29.9, 30.0)] == [["a"], ["a"], []]


def test_chats_nobody_writes_to_are_forgotten() -> None:
    pacer = Pacer((), (Window(1, 1.0),))
    for number in range(1_000):
        chat = Chat("x", str(number))
        pacer.start(chat, 0.0, 0.0)
        pacer.land(chat, 0.0, 0.0)
    pacer.full(0.0)
    assert len(pacer._chats) == 1_000
    assert pacer.full(100.0) == []
    assert not pacer._chats


def test_broadcasts_are_spread_so_that_an_answer_never_waits_long() -> None:
    pacer, now = Pacer((Window(30, 1.0),)), 0.0
    starts = []
    for _ in range(3 * 1024):
        for _ in range(pacer.broadcasts(now)):
            starts.append(pacer.start(ROOM, now, now, broadcast=True) or now)
            pacer.land(ROOM, now, now)
        assert pacer.free_at(now) > now, "no room that is not used"
        answer_at = pacer._account.free_at(now)
        assert answer_at - now <= LATE
        now += TICK
    assert len(starts) >= 0.97 * 30 * 3


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_a_spread_catches_up_what_came_late_but_never_more_than_that(pauses: list[int]) -> None:
    spread, now, taken = Spread((Window(30, 1.0),)), 0.0, []
    for pause in pauses:
        now += pause * TICK
        for _ in range(spread.room(now)):
            spread.take(now)
            taken.append(now)
    step = 1 / 30
    for first, start in enumerate(taken):
        within = [at for at in taken[first:] if at - start < 1.0]
        assert len(within) <= (1.0 + LATE) / step + 2


@pytest.mark.parametrize(("trips", "sure"), [(TRUSTED - 1, 0.0), (TRUSTED, 0.1 - MARGIN)])
def test_the_shortest_round_trip_counts_once_enough_were_seen(trips: int, sure: float) -> None:
    seen = RoundTrips()
    for number in range(trips):
        seen.add(0.3 if number % 2 else 0.1, float(number))
    assert seen.sure() == pytest.approx(sure)


def test_a_network_that_became_slower_is_believed_after_a_while() -> None:
    seen = RoundTrips()
    for second in range(300):
        seen.add(0.1 if second < 100 else 0.4, float(second))
        if second < 120:
            assert seen.sure() <= 0.1
    assert seen.sure() == pytest.approx(0.4 - MARGIN)


def test_a_text_in_parts_takes_several_sends_at_once() -> None:
    pacer = Pacer((Window(5, 1.0),), (Window(2, 1.0),))
    assert pacer.start(ROOM, 0.0, 0.0, 3) == 0.0, "more than its chat's window, which was empty"
    assert pacer.start(PRIVATE, 0.0, 0.0, 3) is None
    pacer.land(ROOM, 0.0, 0.5, 3)
    assert pacer.start(PRIVATE, 1.5, 1.0, 3) == 1.5
    assert pacer.start(ROOM, 1.5, 1.0) == 1.5
