"""What was answered in a platform's own request, or could not be, is written down: many answers in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from kpbot.ports import Clock
from kpbot.storage import claims
from kpbot.storage.database import Database


@dataclass(slots=True)
class _Marks:
    """Outbox keys that share a commit."""

    delivered: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class Answered:
    """While one commit is on its way the next marks gather. `wake` tells delivery that something may go."""

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._gathering: _Marks | None = None
        self._last: asyncio.Task[None] | None = None

    async def mark(self, key: str, *, delivered: bool) -> None:
        """Returns once it is committed; raises what kept it from being so. A row that nobody marked is sent when its
        lease ends."""
        if self._gathering is None or self._last is None:
            self._gathering = _Marks()
            self._last = asyncio.create_task(self._write(self._gathering, self._last))
        (self._gathering.delivered if delivered else self._gathering.left).append(key)
        await asyncio.shield(self._last)

    async def _write(self, marks: _Marks, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        self._gathering = None
        async with self._database.write() as db:
            await claims.settle_keys(db, marks.delivered, self._clock.now())
            await claims.leave_keys(db, marks.left, self._clock.now())
        self._wake()  # what was left is due, and what stood behind an answer may go
