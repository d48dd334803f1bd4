"""The smart bot against its server: what it takes is kept, and time passes only when a test says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from kpbot import metrics
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Incoming
from kpbot.platforms.wecom.bot import WecomBot
from kpbot.platforms.wecom.bot.limits import BEAT, EVER, NAME
from kpbot.ports import Answer
from kpbot.storage import reply_windows
from kpbot.storage.database import Database
from kpbot.storage.reply_windows import Opened
from tests.fakes.wecom.bot_naps import Naps
from tests.fakes.wecom.bot_server import BotServer

GROUP, LI = "wrkSFfCgAAxxxx-Group1", "LiMing"
IN_GROUP, IN_PRIVATE = Chat(NAME, GROUP), Chat(NAME, LI, private=True)


def _ignored() -> dict[str, int]:
    (family,) = metrics.updates_ignored.collect()
    return {
        sample.labels["kind"]: int(sample.value)
        for sample in family.samples
        if sample.labels.get("platform") == NAME and sample.name.endswith("_total")
    }


@dataclass
class Harness:
    """`taken` holds what was committed. Errors in `refuse` are raised first, one for each batch."""

    server: BotServer
    bot: WecomBot
    naps: Naps
    clock: MovableClock
    database: Database
    taken: list[Incoming] = field(default_factory=list)
    refuse: list[Exception] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _before: dict[str, int] = field(default_factory=_ignored)

    async def take(self, messages: Sequence[Incoming]) -> Sequence[Answer]:
        if self.refuse:
            raise self.refuse.pop(0)
        for one in messages:
            if one.lets:
                await self.open_window(one.chat, one.message)
        self.taken += messages
        async with self._changed:
            self._changed.notify_all()
        return [Answer() for _ in messages]

    async def open_window(self, chat: Chat, message: str = "m") -> None:
        """As dispatch does for what somebody said."""
        until = self.clock.now().replace(year=self.clock.now().year + 5)
        async with self.database.write() as db:
            await reply_windows.open_windows(db, [Opened(chat, message, until, EVER.count)])

    async def until(self, reached: Callable[[], Any]) -> None:
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(reached)

    async def heard(self, count: int) -> list[Incoming]:
        await self.until(lambda: len(self.taken) >= count)
        return self.taken

    @property
    def ignored(self) -> dict[str, int]:
        """Callbacks that said nothing, by kind, since this was made."""
        return {kind: count for kind, now in _ignored().items() if (count := now - self._before.get(kind, 0))}

    @asynccontextmanager
    async def running(self, *, logged_in: bool = True) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(self.bot.run(self.take))
        try:
            if logged_in:
                await self.in_again()
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def in_again(self) -> None:
        """Wait for the first ping: by then all is noted, and sends go out."""
        pings = self.server.pings
        await self.server.until(lambda: self.server.pings > pings)

    async def retry(self) -> float:
        """Let the wait before the next attempt pass; how long it was."""
        return await self.naps.wake(lambda seconds: seconds not in (BEAT, 10.0))
