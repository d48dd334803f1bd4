"""The table of timed jobs, and the one way they are run: slot by slot, each in its own transaction or lease."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from kpbot import metrics
from kpbot.domain.plain_text import clean
from kpbot.services.delivery import Delivery
from kpbot.services.rhythm import Beat, beats
from kpbot.services.work import Work
from kpbot.settings import Settings
from kpbot.storage import job_slots
from kpbot.storage.database import Db, is_outage

LEASE = timedelta(minutes=10)
LOOK_BACK = timedelta(days=31)  # further back nothing is caught up
ERROR_LIMIT = 2_000  # characters
FINISH_SECONDS = 3
LEAVE_SECONDS = 0.5  # for what is cancelled
REFRESH = timedelta(minutes=10)  # regions may get another push time

log = structlog.get_logger(__name__)

InTransaction = Callable[[Work, Db, Beat, datetime, datetime], Awaitable[None]]
Leased = Callable[[Work, datetime], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the table.

    `at` says at which local time of a zone it runs (one trigger per zone and time), or `every` how often.
    `run` gets the slot and the time now and shares its transaction with the slot's row; `leased` does network and
    gets the slot by lease. Of several slots missed at once only the latest runs if `collapse`, or at start-up if
    `latest_only`; slots older than `grace` are left out at start-up.
    """

    name: str
    at: Callable[[Settings, set[str], set[Beat]], Iterable[Beat]] | None = None
    every: str = ""  # cron minutes
    run: InTransaction | None = None
    leased: Leased | None = None
    collapse: bool = False
    latest_only: bool = False
    grace: timedelta = LOOK_BACK


@dataclass(frozen=True, slots=True)
class Timed:
    """A job at one beat, with its trigger. `key` names it in the table of slots."""

    key: str
    job: Job
    beat: Beat
    trigger: BaseTrigger

    def slots(self, since: datetime, until: datetime) -> list[datetime]:
        """When it is due, since < slot <= until, UTC; for collapsing jobs only the latest."""
        if self.job.collapse:
            since = max(since, until - timedelta(days=1, minutes=1))
        found: list[datetime] = []
        at = self.trigger.get_next_fire_time(None, since + timedelta(microseconds=1))
        while at is not None and at <= until:
            found.append(at.astimezone(UTC))
            at = self.trigger.get_next_fire_time(at, at + timedelta(microseconds=1))
        return found[-1:] if self.job.collapse else found


def _daily(time: Callable[[Settings], str]) -> Callable[[Settings, set[str], set[Beat]], Iterable[Beat]]:
    return lambda settings, zones, _pushed: [Beat(zone, time(settings)) for zone in zones]


def jobs(work: type[Any]) -> tuple[Job, ...]:
    """The table. `work` holds the job functions (kpbot.services.work). What does network stands last, so that of the
    same minute a slow source keeps no push waiting."""
    return (
        Job("editions", at=_daily(lambda s: s.edition.prepare_at), run=work.editions, latest_only=True),
        Job("digest", at=_daily(lambda s: s.digest.at), run=work.digest, latest_only=True, grace=timedelta(hours=10)),
        Job("push", at=lambda _s, _z, pushed: pushed, run=work.push),
        Job("remind", at=_daily(lambda s: s.reminders.at), run=work.remind, latest_only=True, grace=timedelta(hours=9)),
        Job(
            "spot-checks",
            at=_daily(lambda s: s.spot_checks.at),
            run=work.spot_checks,
            latest_only=True,
            grace=timedelta(hours=9),
        ),
        Job("tally", every="*", run=work.tally, collapse=True),
        Job("push-trouble", every="3-59/5", run=work.push_trouble, collapse=True),
        Job("tidy", at=_daily(lambda _s: "03:30"), run=work.tidy, collapse=True),
        Job("pages", every="*", leased=work.pages, collapse=True),
        Job("photos", every="*", leased=work.photos, collapse=True),
        Job("uploads", every="*", leased=work.uploads, collapse=True),
        Job("gather", every="*/15", leased=work.gather, collapse=True),
    )


Progress = Callable[[int, int, datetime], None]


class _Ran(Enum):
    """What became of a slot."""

    DONE = auto()
    BEFORE = auto()  # it had run, or another worker is at it
    FAILED = auto()
    WAITING = auto()  # the database was away: it must be tried again


class Schedule:
    """Runs the jobs: on time in `serve`, at start-up for what was missed, and slot by slot when a clock is moved."""

    def __init__(self, work: Work, delivery: Delivery) -> None:
        self._work = work
        self._delivery = delivery
        self._jobs = jobs(type(work))
        self._timed: list[Timed] = []
        self._last: dict[str, datetime] = {}
        self._scheduler: AsyncIOScheduler | None = None
        self._held: set[tuple[str, datetime]] = set()  # leased by us and not finished, because the database was away
        self._turn = asyncio.Lock()
        self._network = asyncio.Lock()
        self._ticks: set[asyncio.Task[Any]] = set()
        self._ending = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(job.name for job in self._jobs)

    @property
    def alive(self) -> bool:
        return self._scheduler is not None and self._scheduler.running

    async def timetable(self) -> list[Timed]:
        """Every job at each of its beats; read again now and then, since regions may change theirs."""
        settings = self._work.settings
        async with self._work.database.read() as db:
            zones, pushed = await beats(db, settings)
        found = []
        for job in self._jobs:
            if job.every:
                trigger = CronTrigger(minute=job.every, timezone=UTC)
                found.append(Timed(job.name, job, Beat(settings.time_zone, ""), trigger))
            for beat in sorted(job.at(settings, zones, pushed)) if job.at else ():
                hour, minute = beat.time.split(":")
                trigger = CronTrigger(hour=int(hour), minute=int(minute), timezone=beat.zone)
                found.append(Timed(f"{job.name} {beat.zone} {beat.time}", job, beat, trigger))
        return found

    async def start(self, *, virtual: bool = False) -> None:
        """Catch up with what was missed, then run on time. With a `virtual` clock APScheduler only ticks."""
        await self._remember()
        await self.catch_up()
        scheduler = self._scheduler = AsyncIOScheduler(timezone=UTC)
        options: dict[str, Any] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        if virtual:
            scheduler.add_job(self._tick_if_still, IntervalTrigger(seconds=2, timezone=UTC), **options)
        else:
            scheduler.add_job(self._refresh, IntervalTrigger(seconds=int(REFRESH.total_seconds())), **options)
            self._register()
        scheduler.start()

    async def finish(self) -> None:
        """Begin nothing more, let the slot that is running end, and stop."""
        self._ending = True
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS), self._turn:
                pass
        self.stop()
        if left := self._ticks - {asyncio.current_task()}:  # cancelled; they give their connections back
            await asyncio.wait(left, timeout=LEAVE_SECONDS)

    def stop(self) -> None:
        if self._scheduler and self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _remember(self) -> None:
        """Where every job stands: its last slot. One that never ran begins now, and that is written down: or the
        first push would be missed without a word if nobody ran when it was due."""
        self._timed = await self.timetable()
        now = self._work.clock.now()
        async with self._work.database.write() as db:
            known = await job_slots.last_slots(db)
            for timed in self._timed:
                if timed.key not in known:
                    await job_slots.take(db, timed.key, now)
        self._last = {t.key: max(known.get(t.key, now), now - LOOK_BACK) for t in self._timed} | self._last

    def _register(self) -> None:
        assert self._scheduler is not None  # noqa: S101  # only called by start and refresh
        for timed in self._timed:
            self._scheduler.add_job(
                self.tick,
                timed.trigger,
                id=timed.key,
                replace_existing=True,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )

    async def _refresh(self) -> None:
        if self._work.database.outage:
            return  # next time; until then regions keep their times
        await self._remember()
        self._register()

    async def catch_up(self) -> None:
        """What was due while nobody ran: pushes one by one, of the rest the latest if it is not too old."""
        now = self._work.clock.now()
        due = self._due(now, network=False)  # the first tick asks the network; nobody waits for that to start
        latest = {timed.key: slot for slot, timed in due}
        for slot, timed in due:
            skipped = (timed.job.latest_only and slot != latest[timed.key]) or now - slot > timed.job.grace
            if skipped:
                self._last[timed.key] = slot
            elif not await self._advance(timed, slot):
                return  # the next tick goes on from here

    async def tick(self) -> None:
        """Run what has fallen due since the last look. What asks the network has a turn of its own, so that a slow
        source keeps no push waiting."""
        if task := asyncio.current_task():
            self._ticks.add(task)
            task.add_done_callback(self._ticks.discard)
        async with self._turn:
            for slot, timed in self._due(self._work.clock.now(), network=False):
                if self._ending or not await self._advance(timed, slot):
                    return  # not even a later slot may run first, or this one would be taken for done
        if not self._network.locked():
            async with self._network:
                for slot, timed in self._due(self._work.clock.now(), network=True):
                    if not self._ending:
                        await self._advance(timed, slot)

    async def _tick_if_still(self) -> None:
        """While the clock is being moved, `run_due` runs what falls due."""
        if not self._turn.locked():
            await self.tick()

    def _due(self, until: datetime, network: bool | None = None) -> list[tuple[datetime, Timed]]:
        """Slots in the order of time; of the same time in the order of the table. `network`: only jobs that do, or do
        not, ask the network."""
        wanted = [one for one in self._timed if network is None or network is (one.job.leased is not None)]
        found = [(slot, one) for one in wanted for slot in one.slots(self._last.get(one.key, until), until)]
        return sorted(found, key=lambda due: due[0])

    async def run_due(
        self, until: datetime, at_slot: Callable[[datetime], None], progress: Progress = lambda *_: None
    ) -> None:
        """Live through the time until `until`: every slot at its own now (`at_slot` moves the clock), delivering in
        between."""
        async with self._turn, self._network:
            await self._remember()
            due = self._due(until)
            for number, (slot, timed) in enumerate(due):
                progress(number, len(due), slot)
                at_slot(slot)
                if self._ending or not await self._advance(timed, slot):
                    return  # the clock stays here; the next move goes on
                await self._delivery.drain()
            at_slot(until)
            progress(len(due), len(due), until)
            await self._delivery.drain()

    async def run_now(self, name: str, at: datetime) -> int:
        """Run a job by hand as of `at`, at every beat it has; returns at how many. Slots that ran before are left
        alone and do not count."""
        ran = 0
        for timed in await self.timetable():
            if timed.job.name == name:
                slot = max(timed.slots(at - timedelta(days=8), at), default=at)
                ran += await self._run_slot(timed, slot) is _Ran.DONE
        return ran

    async def _advance(self, timed: Timed, slot: datetime) -> bool:
        """Run a slot and remember it. False if all that is due must wait for the database.

        A job that does network may look like that too when a line broke; it alone is tried again.
        """
        if await self._run_slot(timed, slot) is not _Ran.WAITING:
            self._last[timed.key] = slot
            return True
        return timed.job.leased is not None

    async def _run_slot(self, timed: Timed, slot: datetime) -> _Ran:
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
                return _Ran.WAITING
            self._work.database.outage.ended(timed.key)
            log.exception("job failed", job=timed.key, slot=slot.isoformat())
            await self._note_failure(timed, slot, error)
            return _Ran.FAILED
        self._work.database.outage.ended(timed.key)
        if not ours:
            return _Ran.BEFORE
        metrics.job_runs.labels(name).inc()
        metrics.job_last_success.labels(name).set(slot.timestamp())
        self._delivery.wake()
        return _Ran.DONE

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
