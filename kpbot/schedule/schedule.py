"""The one way jobs are run: on time, at start-up what was missed, and slot by slot when a clock is moved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from kpbot.schedule.jobs import LOOK_BACK, jobs
from kpbot.schedule.slots import Ran, Slots
from kpbot.schedule.timetable import Timed, timetable
from kpbot.services.delivery import Delivery
from kpbot.services.work import Work
from kpbot.storage import job_slots

FINISH_SECONDS = 3
LEAVE_SECONDS = 0.5  # for what is cancelled
REFRESH = timedelta(minutes=10)  # regions may get another push time

Progress = Callable[[int, int, datetime], None]


class Schedule:
    """Runs the jobs: on time in `serve`, at start-up for what was missed, and slot by slot when a clock is moved."""

    def __init__(self, work: Work, delivery: Delivery) -> None:
        self._work = work
        self._delivery = delivery
        self._jobs = jobs(type(work))
        self._slots = Slots(work, delivery)
        self._timed: list[Timed] = []
        self._last: dict[str, datetime] = {}
        self._scheduler: AsyncIOScheduler | None = None
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
        return await timetable(self._work, self._jobs)

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
                ran += await self._slots.run(timed, slot) is Ran.DONE
        return ran

    async def _advance(self, timed: Timed, slot: datetime) -> bool:
        """Run a slot and remember it. False if all that is due must wait for the database.

        A job that does network may look like that too when a line broke; it alone is tried again.
        """
        if await self._slots.run(timed, slot) is not Ran.WAITING:
            self._last[timed.key] = slot
            return True
        return timed.job.leased is not None
