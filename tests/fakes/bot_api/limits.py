"""Limits that the server enforces: what comes too soon gets 429 and is a violation."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from kpbot.domain.messages import Window
from tests.fakes.bot_api.server import Call
from tests.fakes.bot_api.wire import Reply, refusal

ACCOUNT, GROUP = Window(30, 1.0), Window(20, 60.0)
COUNTED = (
    *("sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption", "editMessageReplyMarkup"),
    *("setMessageReaction", "answerCallbackQuery"),
)


@dataclass
class Limits:
    """A rule for `BotApi.rules`: sliding windows over the whole account, and over each group.

    `arrivals` holds when each counted call came (seconds of `clock`), `violations` those that were refused.
    """

    account: Window = field(default=ACCOUNT)
    group: Window = field(default=GROUP)
    clock: Callable[[], float] = monotonic
    arrivals: list[float] = field(default_factory=list)
    violations: list[Call] = field(default_factory=list)
    _account: deque[float] = field(default_factory=deque)
    _groups: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def __call__(self, call: Call) -> Reply | None:
        if call.method not in COUNTED:
            return None
        now = self.clock()
        self.arrivals.append(now)
        chat = str(call.params.get("chat_id", ""))
        kept = [(self._account, self.account)]
        if chat.startswith("-"):
            kept.append((self._groups[chat], self.group))
        if any(_full(times, window, now) for times, window in kept):
            self.violations.append(call)
            return refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        for times, _ in kept:
            times.append(now)
        return None


def _full(times: deque[float], window: Window, now: float) -> bool:
    while times and times[0] <= now - window.seconds:
        times.popleft()
    return len(times) >= window.count
