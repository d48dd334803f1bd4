"""How fast a platform may be written to: sliding windows, counted in monotonic seconds given by the caller.

A platform counts a send at some moment between its start and its answer. What is counted at its end, and allowed again
a whole window later, exceeds no window however the network delays it; the shortest round trip is given back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import floor, inf

from kpbot.domain.messages import Chat, Window

UNLIMITED = 1_000_000
LATE = 0.15  # seconds; by so much late, a broadcast's step is caught up with
TRUSTED = 30  # round trips, before the shortest of them says something
MARGIN = 0.005  # seconds of the shortest round trip that are not relied upon
STRETCH = 60.0  # seconds over which the shortest is looked for; networks change
GIVE_WAY = 2.0  # seconds that broadcasts leave to an answer in parts that found no room


class Pace:
    """At most `count` sends in any `seconds`, for every window at once."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = tuple(windows)
        self._longest = max((w.seconds for w in windows), default=0.0)
        self._landed: deque[float] = deque(maxlen=max((w.count for w in windows), default=0))
        self._flying = 0

    def room(self, by: float) -> int:
        """How many sends may start until `by`; a large number where there is no limit."""
        free = [w.count - self._flying - sum(t + w.seconds > by for t in self._landed) for w in self._windows]
        return max(0, min(free, default=UNLIMITED))

    def free_at(self, now: float, sends: int = 1) -> float:
        """When the next one may start, or so many together; infinite while only the end of one under way can say it.

        More together than a window ever has room for start when it is empty: what they say cannot be taken apart.
        """
        return max((self._free_at(window, now, sends) for window in self._windows), default=now)

    def _free_at(self, window: Window, now: float, sends: int) -> float:
        spare = window.count - self._flying - min(sends, window.count) + 1
        if spare < 1:
            return inf
        return max(now, self._landed[-spare] + window.seconds) if len(self._landed) >= spare else now

    def start(self, sends: int = 1) -> None:
        """Count what starts as soon as it may."""
        self._flying += sends

    def land(self, counted: float, sends: int = 1) -> None:
        """What was started ended; the platform counted it no later than `counted`."""
        self._flying -= sends
        last = max(counted, self._landed[-1]) if self._landed else counted
        self._landed.extend([last] * sends)

    def give_back(self, sends: int = 1) -> None:
        """What was started was not sent."""
        self._flying -= sends

    def idle(self, now: float) -> bool:
        """Whether nothing is remembered that could still hold up a send."""
        return not self._flying and (not self._landed or self._landed[-1] + self._longest <= now)


class Spread:
    """Broadcasts in even steps: a window that a burst had filled would keep an answer waiting for its whole length."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._step = max((w.seconds / w.count for w in windows), default=0.0)
        self._next = -inf

    def room(self, by: float) -> int:
        """How many broadcasts may start until `by`."""
        return max(0, floor((by - self._due(by)) / self._step) + 1) if self._step else UNLIMITED

    def free_at(self, now: float) -> float:
        return max(now, self._next)

    def take(self, start: float) -> None:
        self._next = self._due(start) + self._step

    def _due(self, now: float) -> float:
        """After a pause the steps begin anew: a burst would leave a gap of its length, again in every window."""
        return self._next if now - self._next <= LATE else now


class RoundTrips:
    """The shortest round trip of the last minute or two."""

    def __init__(self) -> None:
        self._since = -inf
        self._seen = 0
        self._shortest = self._before = inf

    def add(self, seconds: float, now: float) -> None:
        if now - self._since > STRETCH:
            self._before = self._shortest if self._seen >= TRUSTED else inf
            self._since, self._seen, self._shortest = now, 0, inf
        self._seen += 1
        self._shortest = min(self._shortest, seconds)

    def sure(self) -> float:
        """What every send takes at least."""
        known = self._seen >= TRUSTED or self._before < inf
        return max(0.0, min(self._shortest, self._before) - MARGIN) if known else 0.0


class Pacer:
    """The pace of one platform account and of each of its chats.

    `account`, `chat` and `group` are windows of the account, of every chat, and of chats with several members.
    """

    def __init__(self, account: Sequence[Window], chat: Sequence[Window] = (), group: Sequence[Window] = ()) -> None:
        self._account = Pace(account)
        self._toasts = Pace([Window(max(1, window.count // 2), window.seconds) for window in account])
        self._spread = Spread(account)
        self._windows = {True: tuple(chat), False: (*chat, *group)}  # private or not
        self._chats: dict[str, Pace] = {}
        self._full: set[str] = set()  # chats that had no room after their last send
        self._held: dict[str, float] = {}  # chats the platform asked us to leave alone, until when
        self._giving_way = -inf  # until when
        self._trips = RoundTrips()
        self._swept = -inf

    def room(self, by: float) -> int:
        """How many messages may start until `by`."""
        return self._account.room(by)

    def toasts(self, by: float) -> int:
        """How many of them may be toasts: half, or a storm of presses would leave no room for anything else."""
        return min(self.room(by), self._toasts.room(by))

    def broadcasts(self, by: float) -> int:
        """How many of them may be broadcasts."""
        return 0 if by < self._giving_way else min(self.room(by), self._spread.room(by))

    def free_at(self, now: float) -> float:
        """When something may go that cannot now; infinite if nothing is held back, or only an end can say it."""
        chats = (self._chats[chat].free_at(now) for chat in self._full if chat in self._chats)
        times = [max(self._account.free_at(now), self._spread.free_at(now)), *chats]
        return min((at for at in times if at > now), default=inf)

    def start(
        self, chat: Chat | None, by: float, now: float, sends: int = 1, *, broadcast: bool = False
    ) -> float | None:
        """Book what takes so many sends; returns when it may start, or None if there is no room until `by`.

        `chat` is None for a toast, which is no message of a chat.
        """
        pace = self._pace(chat)
        room_at = self._account.free_at(now, sends)
        at = max(room_at, pace.free_at(now, sends) if pace else now)
        if at > by:
            if sends > 1 and room_at > by and not broadcast:  # one place at a time, the next broadcast would take each
                self._giving_way = now + GIVE_WAY
            return None
        if sends > 1:
            self._giving_way = -inf
        self._account.start(sends)
        if broadcast:
            at = min(by, max(at, self._spread.free_at(now)))
            self._spread.take(at)
        if pace:
            pace.start(sends)
        if pace and chat:
            self._full.add(chat.id)
        return at

    def land(self, chat: Chat | None, started: float, now: float, sends: int = 1) -> None:
        """What was booked was sent, well or not."""
        if sends == 1:
            self._trips.add(now - started, now)
        counted = max(started, now - self._trips.sure())
        self._account.land(counted, sends)
        if pace := self._pace(chat):
            pace.land(counted, sends)

    def give_back(self, chat: Chat | None, sends: int = 1) -> None:
        """What was booked was not sent."""
        self._account.give_back(sends)
        if pace := self._pace(chat):
            pace.give_back(sends)

    def _pace(self, chat: Chat | None) -> Pace | None:
        if chat is None:
            return self._toasts
        if not self._windows[chat.private]:
            return None
        return self._chats.setdefault(chat.id, Pace(self._windows[chat.private]))

    def hold(self, chat: str, until: float) -> None:
        """Leave a chat alone until `until`, as the platform asked (its `retry_after`)."""
        self._held[chat] = max(until, self._held.get(chat, 0.0))

    def full(self, by: float) -> list[str]:
        """Chats whose windows have no room for a message until `by`."""
        self._sweep(by)
        self._full = {chat for chat in self._full if chat in self._chats and not self._chats[chat].room(by)}
        return sorted(self._full)

    def _sweep(self, now: float) -> None:
        """Forget chats nobody has written to for long; looking at all of them each time would cost too much."""
        if now - self._swept > STRETCH:
            self._swept = now
            self._chats = {chat: pace for chat, pace in self._chats.items() if not pace.idle(now)}

    def held(self, now: float) -> list[str]:
        """Chats the platform asked us to leave alone."""
        for chat in [c for c, until in self._held.items() if until <= now]:
            del self._held[chat]
        return sorted(self._held)
