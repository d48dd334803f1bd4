"""Callbacks that can still be answered as such: by the `req_id` they came with, on the connection they came on."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from kpbot.domain.messages import Chat, Incoming
from kpbot.platforms.wecom.bot.limits import ANSWERED_WITHIN, IN_TIME
from kpbot.ports import Clock

MOST = 5_000  # of each kind


@dataclass(frozen=True, slots=True)
class Callback:
    """`card` is the one that was pressed."""

    request: str
    at: datetime
    chat: Chat
    user: str
    card: str = ""


class Callbacks:
    """Each is given out once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._messages: OrderedDict[str, Callback] = OrderedDict()
        self._presses: OrderedDict[str, Callback] = OrderedDict()
        self._entered: OrderedDict[str, Callback] = OrderedDict()

    def note(self, incoming: Incoming, request: str, card: str = "") -> None:
        if not request:
            return
        came = Callback(request, self._clock.now(), incoming.chat, incoming.sender.id, card)
        if incoming.button:
            _keep(self._presses, incoming.key, came)
        elif incoming.happening:
            _keep(self._entered, incoming.chat.id, came)
        else:
            _keep(self._messages, incoming.key, came)

    def message(self, key: str) -> Callback | None:
        return self._fresh(self._messages.pop(key, None), ANSWERED_WITHIN)

    def press(self, key: str) -> Callback | None:
        return self._fresh(self._presses.pop(key, None), IN_TIME)

    def entered(self, chat: Chat) -> Callback | None:
        """Of a private chat that somebody just opened."""
        return self._fresh(self._entered.pop(chat.id, None), IN_TIME)

    def forget(self) -> None:
        """The connection they came on is gone."""
        for kind in (self._messages, self._presses, self._entered):
            kind.clear()

    def _fresh(self, found: Callback | None, seconds: float) -> Callback | None:
        if found is None or self._clock.now() - found.at > timedelta(seconds=seconds):
            return None
        return found


def _keep(kind: OrderedDict[str, Callback], key: str, came: Callback) -> None:
    kind[key] = came
    if len(kind) > MOST:
        kind.popitem(last=False)
