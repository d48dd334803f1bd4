"""How fast the bot may write unasked, in all chats together; answers don't count."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from kpbot.domain.messages import Window
from kpbot.platforms.qq.limits import PUSHES


class PushPace:
    def __init__(self, window: Window = PUSHES, clock: Callable[[], float] = monotonic) -> None:
        self._window = window
        self._clock = clock
        self._taken: deque[float] = deque(maxlen=window.count)

    def wait(self) -> float:
        """Seconds until there is room for one; 0 takes it."""
        now = self._clock()
        full = len(self._taken) == self._window.count
        if full and (left := self._taken[0] + self._window.seconds - now) > 0:
            return left
        self._taken.append(now)
        return 0.0
