"""What was answered in a platform's own request, or could not be, is written down: many answers in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from kpbot.ports import Clock
from kpbot.storage import answering
from kpbot.storage.database import Database, is_outage

AGAIN_AFTER = 0.2  # seconds, while the database is away; sooner than delivery looks, which would send it again


@dataclass(slots=True)
class _Marks:
    """Outbox keys that share a commit; of those that were left, whose turn it was."""

    given: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


class Answered:
    """While one commit is on its way the next marks gather. `wake` tells delivery that something may go."""

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._gathering: _Marks | None = None
        self._last: asyncio.Task[None] | None = None

    async def given(self, key: str) -> None:
        """Returns once it is committed, however long the database is away; raises what else kept it from being so. A
        row that nobody marked is sent when its lease ends."""
        self._gather().given.append(key)
        await self._committed()

    async def left(self, key: str, turn: str) -> None:
        """As `given`."""
        self._gather().left[key] = turn
        await self._committed()

    def _gather(self) -> _Marks:
        if self._gathering is None or self._last is None:
            self._gathering = _Marks()
            self._last = asyncio.create_task(self._write(self._gathering, self._last))
        return self._gathering

    async def _committed(self) -> None:
        if self._last is not None:
            await asyncio.shield(self._last)

    async def _write(self, marks: _Marks, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        self._gathering = None
        while not await self._written(marks):  # noqa: ASYNC110  # nobody tells that a database is back
            await asyncio.sleep(AGAIN_AFTER)
        self._wake()  # what was left is due, and what stood behind an answer may go

    async def _written(self, marks: _Marks) -> bool:
        """False while the database is away."""
        try:
            async with self._database.write() as db:
                await answering.given(db, marks.given, self._clock.now())
                await answering.left(db, marks.left, self._clock.now())
        except Exception as error:
            if not is_outage(error):
                self._database.outage.ended("answers")
                raise
            self._database.outage.began("answers", error)
            return False
        self._database.outage.ended("answers")
        return True
