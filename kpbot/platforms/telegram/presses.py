"""Presses that were not answered by a toast: the message sent because of one also ends its waiting mark.

They are noted once they are committed. Their toasts, if they have any, are then owed and go ahead of everything, so
that what is begun to be sent later cannot take a toast's place.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from kpbot.domain.messages import Chat, Incoming, Outgoing

KEPT = 1000  # Telegram itself stops waiting after a minute


class Presses:
    """The latest presses of this process, by callback id."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, Incoming] = OrderedDict()

    def committed(self, messages: Sequence[Incoming]) -> None:
        for message in messages:
            if message.button:
                self._waiting[message.key] = message
        while len(self._waiting) > KEPT:
            self._waiting.popitem(last=False)

    def answered(self, key: str) -> None:
        self._waiting.pop(key, None)

    def answered_by(self, chat: Chat, outgoing: Outgoing) -> list[str]:
        """The presses that this message answers: in a group those under the message it changes, in private any."""
        found = [
            key
            for key, press in self._waiting.items()
            if press.chat.id == chat.id and (press.chat.private or press.message == outgoing.edits)
        ]
        for key in found:
            del self._waiting[key]
        return found
