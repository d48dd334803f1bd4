"""How fast a platform may be written to: sliding windows, counted in monotonic seconds given by the caller."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from kpbot.domain.messages import Window


class Pace:
    """At most `count` sends in any `seconds`, for every window at once."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = tuple(windows)
        self._longest = max((w.seconds for w in windows), default=0.0)
        self._sent: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until the next send is allowed; 0 when it is allowed now."""
        self._forget(now)
        return max((self._wait(window, now) for window in self._windows), default=0.0)

    def allowance(self, now: float) -> int:
        """How many sends are allowed now; a large number where there is no limit."""
        self._forget(now)
        free = [w.count - sum(1 for t in self._sent if t > now - w.seconds) for w in self._windows]
        return max(0, min(free, default=1_000_000))

    def take(self, now: float) -> None:
        """Count a send."""
        if self._windows:
            self._sent.append(now)

    def idle(self, now: float) -> bool:
        self._forget(now)
        return not self._sent

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0] <= now - self._longest:
            self._sent.popleft()

    def _wait(self, window: Window, now: float) -> float:
        if len(self._sent) < window.count:
            return 0.0
        return max(0.0, self._sent[-window.count] + window.seconds - now)


class Pacer:
    """The pace of one platform account and of each of its chats."""

    def __init__(self, account: Sequence[Window], chat: Sequence[Window]) -> None:
        self._account = Pace(account)
        self._chat_windows = tuple(chat)
        self._chats: dict[str, Pace] = {}
        self._held: dict[str, float] = {}  # chats the platform asked us to leave alone, until when

    def allowance(self, now: float) -> int:
        return self._account.allowance(now)

    def chat_allowance(self, chat: str, now: float) -> int:
        """How many sends to this chat its own windows allow now."""
        return self._chats[chat].allowance(now) if chat in self._chats else Pace(self._chat_windows).allowance(now)

    def wait(self, now: float) -> float:
        return self._account.wait(now)

    def take(self, chat: str | None, now: float) -> None:
        """Count a send; None for a toast, which is no message of a chat."""
        self._account.take(now)
        if self._chat_windows and chat is not None:
            self._chats.setdefault(chat, Pace(self._chat_windows)).take(now)

    def hold(self, chat: str, until: float) -> None:
        """Leave a chat alone until `until`, as the platform asked (its `retry_after`)."""
        self._held[chat] = max(until, self._held.get(chat, 0.0))

    def full(self, now: float) -> list[str]:
        """Chats whose windows have no room for a message right now."""
        for chat in [c for c, pace in self._chats.items() if pace.idle(now)]:
            del self._chats[chat]
        return sorted(c for c, pace in self._chats.items() if pace.wait(now) > 0)

    def held(self, now: float) -> list[str]:
        """Chats the platform asked us to leave alone."""
        for chat in [c for c, until in self._held.items() if until <= now]:
            del self._held[chat]
        return sorted(self._held)

    def blocked(self, now: float) -> list[str]:
        """Chats that no message may be written to right now."""
        return sorted({*self.full(now), *self.held(now)})

    def next_free(self, now: float) -> float | None:
        """Seconds until the first blocked chat is free again; None when none is blocked."""
        waits = [self._chats[c].wait(now) if c in self._chats else 0.0 for c in self.blocked(now)]
        waits = [max(w, self._held.get(c, now) - now) for w, c in zip(waits, self.blocked(now), strict=True)]
        return min(waits, default=None)
