"""One slot of a job: run once whoever runs it, in one transaction or under a lease, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

import structlog

from kpbot import metrics
from kpbot.domain.plain_text import clean
from kpbot.schedule.timetable import Timed
from kpbot.services.delivery import Delivery
from kpbot.services.work import Work
from kpbot.storage import job_slots
from kpbot.storage.database import is_outage

LEASE = timedelta(minutes=10)
ERROR_LIMIT = 2_000  # characters

log = structlog.get_logger(__name__)


class Ran(Enum):
    """What became of a slot."""

    DONE = auto()
    BEFORE = auto()  # it had run, or another worker is at it
    FAILED = auto()
    WAITING = auto()  # the database was away: it must be tried again


class Slots:
    """Runs slots, each in its own transaction or lease."""

    def __init__(self, work: Work, delivery: Delivery) -> None:
        self._work = work
        self._delivery = delivery
        self._held: set[tuple[str, datetime]] = set()  # leased by us and not finished, because the database was away

    async def run(self, timed: Timed, slot: datetime) -> Ran:
        job, name = timed.job, timed.job.name
        ours = False
        try:
            if job.leased:
                ours = await self._run_leased(timed, slot)
            elif job.run:
                async with self._work.database.write() as db:
                    if ours := await job_slots.take(db, timed.key, slot):
                        await job.run(self._work, db, timed.beat, slot, self._work.clock.now())
        except Exception as error:
            metrics.job_failures.labels(name).inc()
            if is_outage(error):
                self._wait(timed, slot, error)
                return Ran.WAITING
            self._work.database.outage.ended(timed.key)
            log.exception("job failed", job=timed.key, slot=slot.isoformat())
            await self._note_failure(timed, slot, error)
            return Ran.FAILED
        self._work.database.outage.ended(timed.key)
        if not ours:
            return Ran.BEFORE
        metrics.job_runs.labels(name).inc()
        metrics.job_last_success.labels(name).set(slot.timestamp())
        self._delivery.wake()
        return Ran.DONE

    def _wait(self, timed: Timed, slot: datetime, error: Exception) -> None:
        """With a job that asks the network, it may be another line that broke."""
        outage = self._work.database.outage
        if timed.job.leased is None:
            outage.began(timed.key, error)
        elif not outage:
            log.warning("job waits: a connection broke", job=timed.key, slot=slot.isoformat(), error=str(error))

    async def _run_leased(self, timed: Timed, slot: datetime) -> bool:
        """False if it ran before, or another worker is at it."""
        database, now = self._work.database, self._work.clock.now()
        if (timed.key, slot) not in self._held:
            async with database.write() as db:
                if not await job_slots.lease(db, timed.key, slot, now, LEASE):
                    return False
            self._held.add((timed.key, slot))
        if timed.job.leased:
            await timed.job.leased(self._work, now)
        async with database.write() as db:
            await job_slots.finish(db, timed.key, slot)
        self._held.discard((timed.key, slot))
        return True

    async def _note_failure(self, timed: Timed, slot: datetime, error: Exception) -> None:
        """A slot that failed is not run again and again: it is noted and shows in the log and the metrics."""
        async with self._work.database.write() as db:
            await job_slots.take(db, timed.key, slot)
            await job_slots.finish(db, timed.key, slot, clean(f"{type(error).__name__}: {error}", ERROR_LIMIT))
        self._held.discard((timed.key, slot))
