"""Counting who opens short links without knowing who: openings are collected in memory as hashes and written together.

the public page → `note` → hashes of the last moments → one transaction → opens, evidence, shares, roll-ups

What was not written yet when the process is killed is lost, a second at most; a stop writes it first.
"""

from __future__ import annotations

import asyncio
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

import structlog

from kpbot import metrics
from kpbot.domain.shares import Evidence
from kpbot.domain.visitors import visitor_of
from kpbot.ports import Clock
from kpbot.storage import link_opens
from kpbot.storage.database import Database, is_outage

GATHER_SECONDS = 0.3  # openings that come in meanwhile share a transaction
AT_ONCE = 500  # openings in a transaction; others wait for it on PostgreSQL
MOST = 50_000  # that wait, while the database is away; later ones are not counted
RETRY_SECONDS = 2.0
LAST_SECONDS = 2.0  # for writing the rest when told to stop

log = structlog.get_logger(__name__)


class Opens:
    """The openings that this process has seen and not written yet."""

    def __init__(self, database: Database, clock: Clock, time_zone: str) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(time_zone)
        self._salt: tuple[date, bytes] | None = None
        self._asking = asyncio.Lock()
        self._waiting: dict[tuple[date, str, str], None] = {}  # day, code, visitor
        self._some = asyncio.Event()

    def note(self, code: str, address: str, agent: str) -> bool:
        """Somebody opened a link; False if the salt of the day has to be asked for first. `address` and `agent` go no
        further than the hash."""
        day = self._today()
        if self._salt is None or self._salt[0] != day:
            return False
        if len(self._waiting) < MOST:
            self._waiting[day, code, visitor_of(self._salt[1], address, agent)] = None
            self._some.set()
        else:
            metrics.link_opens_lost.inc()
        return True

    async def note_later(self, code: str, address: str, agent: str) -> None:
        """The same, and asks for the salt; if the database is away, this opening is not counted."""
        await self.prepare()
        if not self.note(code, address, agent):
            metrics.link_opens_lost.inc()

    async def prepare(self) -> None:
        """Have the salt of today, unless the database is away."""
        async with self._asking:
            day = self._today()
            if self._salt is None or self._salt[0] != day:
                await self._ask(day)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()

    async def _ask(self, day: date) -> None:
        try:
            async with self._database.write() as db:
                self._salt = day, await link_opens.salt_of(db, day)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("openings of short links are not counted while the database is away")

    async def run(self) -> None:
        """Write what comes in, until cancelled; then what is left."""
        try:
            while True:
                await self._some.wait()
                await asyncio.sleep(GATHER_SECONDS)
                await self._write_or_wait()
        finally:
            await self._write_the_rest()

    async def _write_the_rest(self) -> None:
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await self.flush()
        except Exception as error:
            if not is_outage(error):  # a timeout is one
                raise
            log.warning("openings of short links of the last moments are lost", count=len(self._waiting))

    async def _write_or_wait(self) -> None:
        try:
            await self.flush()
        except Exception as error:
            if not is_outage(error):
                log.exception("openings of short links could not be written; they are not counted")
                self._waiting.clear()
                return
            self._database.outage.began("opens", error)
            await asyncio.sleep(RETRY_SECONDS)
            self._some.set()
        else:
            self._database.outage.ended("opens")

    async def flush(self) -> None:
        """Write all that waits, a portion and a day at a time."""
        self._some.clear()
        while self._waiting:
            day = next(iter(self._waiting))[0]
            some = list(islice((key for key in self._waiting if key[0] == day), AT_ONCE))
            async with self._database.write() as db:
                opens = [(code, visitor) for _, code, visitor in some]
                reached = await link_opens.record(db, opens, day, self._clock.now())
            for key in some:
                self._waiting.pop(key, None)
            metrics.shares_recorded.labels(Evidence.REACHED.value).inc(reached)
