"""A platform in memory: what arrived can be read, a send can be refused, held back, or answered in the request."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute

from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing, Receipt
from kpbot.ports import OnMessages, SendError

EVERYTHING = Capabilities(
    buttons=True, photos=True, cards=True, edits=True, reactions=True, toasts=True, private_chats=True, sees_all=True
)
INLINE = Capabilities(private_chats=True, inline_answer=True)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a chat got, and the id it has there."""

    chat: str
    outgoing: Outgoing
    message: str


class Postbox:
    """Implements kpbot.ports.Platform. `tried` counts every send, `arrived` what was taken."""

    def __init__(self, name: str = "post", capabilities: Capabilities = EVERYTHING) -> None:
        self.name = name
        self.capabilities = capabilities
        self.tried: list[tuple[str, Outgoing]] = []
        self.arrived: list[Arrived] = []
        self._refusals: dict[str, deque[Exception]] = defaultdict(deque)
        self._gates: dict[str, asyncio.Event] = {}
        self.closed = False
        self._changed = asyncio.Condition()
        self._on_messages: asyncio.Future[OnMessages] | None = None

    # what a test does

    def refuse(self, chat: str, *errors: Exception) -> None:
        """The next sends to a chat fail with these."""
        self._refusals[chat].extend(errors)

    def hold(self, chat: str) -> asyncio.Event:
        """Sends to a chat hang until the event is set."""
        self._gates[chat] = asyncio.Event()
        return self._gates[chat]

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait for something that sends bring about."""
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(reached)

    def texts(self, chat: str = "") -> list[str]:
        return [one.outgoing.text for one in self.arrived if one.chat == chat or not chat]

    async def take(self, *messages: Incoming) -> list[Outgoing]:
        """Hand messages on as one request would, and deliver what is answered in it."""
        answers = await (await self._future())(messages)
        for answer in answers:
            await answer.delivered()
        return [outgoing for answer in answers for outgoing in answer.outgoing]

    # what kpbot sees

    async def run(self, on_messages: OnMessages) -> None:
        self._hand_to(on_messages)
        await asyncio.Event().wait()

    def _hand_to(self, on_messages: OnMessages) -> None:
        if not self._future().done():
            self._future().set_result(on_messages)

    def _future(self) -> asyncio.Future[OnMessages]:
        if self._on_messages is None:
            self._on_messages = asyncio.get_running_loop().create_future()
        return self._on_messages

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        self.tried.append((chat.id, outgoing))
        async with self._changed:
            self._changed.notify_all()
        if chat.id in self._gates:
            await self._gates[chat.id].wait()
        if self._refusals[chat.id]:
            raise self._refusals[chat.id].popleft()
        return await self._arrive(chat, outgoing)

    async def _arrive(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if outgoing.edits and outgoing.edits not in {one.message for one in self.arrived}:
            raise SendError("no such message", permanent=True)
        message = outgoing.edits or f"p{len(self.arrived)}"
        self.arrived.append(Arrived(chat.id, outgoing, message))
        async with self._changed:
            self._changed.notify_all()
        return Receipt("" if outgoing.toast else message)

    async def fetch(self, ref: str) -> bytes:
        raise SendError(f"no photo {ref}", permanent=True)

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        self._hand_to(on_messages)
        return ()

    async def close(self) -> None:
        self.closed = True
