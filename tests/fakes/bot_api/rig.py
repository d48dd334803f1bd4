"""The platform against the fake server: what it takes is kept, what it waits is noted and not waited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from kpbot import metrics
from kpbot.domain.messages import Incoming
from kpbot.platforms.telegram import Telegram
from kpbot.ports import Answer
from kpbot.storage.database import Database
from tests.fakes.bot_api.server import BotApi


def _ignored() -> dict[str, int]:
    (family,) = metrics.updates_ignored.collect()
    ours = (s for s in family.samples if s.name.endswith("_total") and s.labels["platform"] == "telegram")
    return {sample.labels["kind"]: int(sample.value) for sample in ours}


@dataclass
class Rig:
    """`taken` holds what was committed, `waits` how long the platform would have waited."""

    api: BotApi
    telegram: Telegram
    database: Database
    taken: list[Incoming] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    refuse: list[Exception] = field(default_factory=list)
    _before: dict[str, int] = field(default_factory=_ignored)

    async def take(self, messages: Sequence[Incoming]) -> Sequence[Answer]:
        if self.refuse:
            raise self.refuse.pop(0)
        self.taken += messages
        self.batches.append(len(messages))
        return [Answer() for _ in messages]

    @property
    def ignored(self) -> dict[str, int]:
        """Updates that said nothing, by kind, since this was made."""
        return {kind: count for kind, now in _ignored().items() if (count := now - self._before.get(kind, 0))}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(self.telegram.run(self.take))
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
