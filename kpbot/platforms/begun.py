"""Messages that go out in several parts: what an earlier attempt brought through is not sent again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from kpbot.domain.messages import Chat

REMEMBERED = 1000

Part = TypeVar("Part")


class Begun:
    """Of one platform, in one process: after a crash the whole message is sent again."""

    def __init__(self) -> None:
        self._sent: OrderedDict[tuple[Chat, str], list[str]] = OrderedDict()

    async def go_on(self, chat: Chat, parts: Sequence[Part], send: Callable[[Part], Awaitable[str]]) -> str:
        """Send what is missing, in order; the id of the last one, empty if there are no parts. Raises SendError."""
        key = (chat, repr(parts))  # an enclosure shows its digest there, not its megabytes
        sent = self._sent.pop(key, [])
        try:
            for part in parts[len(sent) :]:
                sent.append(await send(part))
        finally:  # also when it took too long and was given up
            if 0 < len(sent) < len(parts):
                self._sent[key] = sent
                if len(self._sent) > REMEMBERED:
                    self._sent.popitem(last=False)
        return sent[-1] if sent else ""
