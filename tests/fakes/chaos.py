"""A push to thousands of groups by a process that is killed again and again, and what may be said of it afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from content_feeds.reserve import Reserve
from kpbot.clock import MovableClock
from kpbot.domain.people import GroupKind
from kpbot.platforms.telegram.limits import NAME
from kpbot.services import editions
from kpbot.services.gathering import gather
from kpbot.storage import job_slots, tables
from kpbot.storage.database import insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.outbox import State
from tests.fakes.bot_api.county import DESK, OFFICERS, ZONE, County
from tests.fakes.bot_api.server import BotApi
from tests.fakes.mortal import Mother

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00
LEASE_OVER = timedelta(seconds=61)
STILLBORN = 0.2  # of the lives
LONGEST_LIFE = 0.3  # seconds of one that is killed
LONGEST_START = 60.0  # seconds, on a machine that has much else to do
LONGEST_PUSH = 300.0  # seconds without a kill, likewise
LOOK_EVERY = 0.2  # seconds
FIRST_CHAT = -1_002_000_000_000

Claim = tuple[int, str]  # a chat, and who had taken its row for sending


@dataclass(frozen=True)
class Kill:
    """What one kill left: `doubted` were taken for sending and not settled; of those so many had `arrived`, and
    `again` had been in doubt before."""

    after: float
    doubted: frozenset[Claim]
    arrived: int
    again: int


@dataclass
class Push:
    """One push and the kills it took. `got` counts by chat how often the edition arrived there."""

    day: str
    kills: list[Kill] = field(default_factory=list)
    got: Counter[int] = field(default_factory=Counter)
    states: dict[int, tuple[str, bool]] = field(
        default_factory=dict
    )  # of each row, and whether it is marked as doubted
    owners: dict[int, str] = field(default_factory=dict)
    when_settled: dict[int, int] = field(default_factory=dict)  # how often it had arrived when its row was first sent

    @property
    def open(self) -> bool:
        """Whether it has not begun, or something of it is still to be sent or settled."""
        return not self.states or any(state in (State.DUE, State.SENDING) for state, _ in self.states.values())

    def hits(self) -> Counter[int]:
        """How often a kill left a chat in doubt. A claim that nobody has taken back yet counts once."""
        return Counter(chat for chat, _ in {claim for kill in self.kills for claim in kill.doubted})

    def twice(self) -> list[int]:
        return [chat for chat, times in self.got.items() if times > 1]

    def unknown(self) -> list[int]:
        return [chat for chat, (state, _) in self.states.items() if state == State.UNKNOWN]

    def lost(self) -> list[int]:
        return [chat for chat in self.states if not self.got[chat]]

    def faults(self) -> list[str]:
        """Everything that must not be, in words.

        A group that no kill left in doubt gets the edition once. One that was in doubt is marked and gets it once or
        twice. Only after two kills it is unknown, and then nobody tries again. What was marked as sent is never sent
        again.
        """
        hits, found = self.hits(), []
        for chat, (state, marked) in self.states.items():
            times, hit = self.got[chat], hits[chat]
            fine = state == (State.UNKNOWN if hit > 1 else State.SENT) and marked == (hit > 0)
            if not fine or not (hit <= 1) <= times <= 1 + min(hit, 1):
                found.append(f"{chat}: {state}, marked {marked}, arrived {times} times, in doubt after {hit} kills")
        again = (chat for chat, times in self.when_settled.items() if self.got[chat] != times)
        return found + [f"{chat}: sent again after it was settled" for chat in again]


@dataclass
class Chaos:
    """`groups` officers' groups of a county get their edition from a process that dies at moments of `random`."""

    api: BotApi
    url: str
    folder: Path
    groups: int
    random: Random
    mother: Mother
    now: datetime = MONDAY - timedelta(minutes=1)

    async def build(self) -> Chaos:
        county = await County(self.api, self.url, MovableClock(FRIDAY - timedelta(minutes=1)), self.folder).build()
        self.database, catalog = county.app.database, county.app.catalog
        rows = [
            {
                "id": new_id(),
                "platform": NAME,
                "chat": str(FIRST_CHAT - number),
                "title": f"群{number}",
                "kind": GroupKind.OFFICERS,
                "region_id": county.county.id,
                "added_at": FRIDAY,
            }
            for number in range(1, self.groups)  # the county has one
        ]
        await gather(self.database, {"reserve": Reserve()}, catalog, county.settings, FRIDAY)
        async with self.database.write() as db:
            await insert_new(db, tables.groups, rows)
            await editions.prepare(db, county.settings, catalog, ZONE, FRIDAY, county.app.work.capabilities)
            await job_slots.take(db, f"push {ZONE} 09:00", MONDAY - timedelta(days=1))
        return self

    async def close(self) -> None:
        await self.database.close()

    async def push(self, at: datetime, kills: int, progress: Callable[[Push], None] = lambda _: None) -> Push:
        """Live through the push that is due at `at` (UTC), with at most so many kills while it is on its way."""
        push = Push(at.date().isoformat())
        before = self._arrived()
        self.now = at + timedelta(seconds=30)
        while push.open:
            await self._life(push, before, killed=len(push.kills) < kills)
            progress(push)
        push.got = self._arrived() - before
        return push

    async def _life(self, push: Push, before: Counter[int], *, killed: bool) -> None:
        started, api = time.monotonic(), {"api_root": self.api.root, "token": self.api.token}
        pid = await self.mother.bear(url=self.url, folder=str(self.folder), at=self.now.isoformat(), **api)
        try:
            if killed:
                await self._some_time()
            else:
                await self._through(push, before)
        finally:
            os.kill(pid, signal.SIGKILL)
        assert await self.mother.buried() == signal.SIGKILL, (self.folder / "words").read_text("utf-8")
        lived = time.monotonic() - started
        if killed:
            await self._look(push, before)
            doubted = frozenset((c, push.owners[c]) for c, (state, _) in push.states.items() if state == State.SENDING)
            arrived = self._arrived() - before
            again = sum(push.states[chat][1] for chat, _ in doubted)
            push.kills.append(Kill(lived, doubted, sum(arrived[chat] > 0 for chat, _ in doubted), again))
        self.now += timedelta(seconds=lived) + LEASE_OVER

    async def _some_time(self) -> None:
        """Now and then a life ends before it has come to anything; with others time runs from the first they send."""
        if self.random.random() > STILLBORN:
            sent = len(self.api.world.messages)
            await self.api.until(lambda: len(self.api.world.messages) > sent, LONGEST_START)
        await asyncio.sleep(self.random.uniform(0, LONGEST_LIFE))

    async def _through(self, push: Push, before: Counter[int]) -> None:
        async with asyncio.timeout(LONGEST_PUSH):
            await self._look(push, before)
            while push.open:
                await asyncio.sleep(LOOK_EVERY)
                await self._look(push, before)

    async def _look(self, push: Push, before: Counter[int]) -> None:
        """Note where each row of the push stands."""
        outbox = tables.outbox.c
        query = select(outbox.chat, outbox.state, outbox.doubted, outbox.owner)
        async with self.database.read() as db:
            rows = (await db.execute(query.where(outbox.key.like(f"push:%:{push.day}")))).all()
        push.states = {int(row.chat): (row.state, row.doubted) for row in rows}
        push.owners = {int(row.chat): row.owner for row in rows}
        arrived = self._arrived() - before
        for chat, (state, _) in push.states.items():
            if state == State.SENT:
                push.when_settled.setdefault(chat, arrived[chat])

    def _arrived(self) -> Counter[int]:
        groups = (chat for chat, _ in self.api.world.messages)
        return Counter(chat for chat in groups if chat == OFFICERS or (chat <= FIRST_CHAT and chat != DESK))
