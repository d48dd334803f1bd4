"""Presses that were not answered by a toast: whatever is sent because of one also ends its waiting mark."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from kpbot.domain.messages import Chat, Incoming

KEPT = 1000  # Telegram itself stops waiting after a minute


class Presses:
    """The latest presses of this process, by callback id, with the chats where an answer to them may appear."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, tuple[str, str]] = OrderedDict()

    def came(self, messages: Sequence[Incoming]) -> None:
        for message in messages:
            if message.button:
                self._waiting[message.key] = (message.chat.id, message.sender.id)
        while len(self._waiting) > KEPT:
            self._waiting.popitem(last=False)

    def answered(self, key: str) -> None:
        self._waiting.pop(key, None)

    def answered_in(self, chat: Chat) -> list[str]:
        """The presses that a message to `chat` answers; they wait no longer."""
        found = [key for key, chats in self._waiting.items() if chat.id in chats]
        for key in found:
            del self._waiting[key]
        return found
