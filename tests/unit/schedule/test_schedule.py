"""When jobs run: slots, what was missed, what failed, what met another worker. The jobs are the table's, what they do
is noted and told to a group; real ones have flows of their own."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import select

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing, Receipt
from kpbot.metrics import registry
from kpbot.schedule import Schedule
from kpbot.schedule.slots import LEASE
from kpbot.schedule.timetable import Timed
from kpbot.services.catalog import Catalog
from kpbot.services.delivery import Delivery
from kpbot.services.rhythm import Beat
from kpbot.services.work import Work
from kpbot.settings import Settings
from kpbot.storage import job_slots, outbox
from kpbot.storage.database import Database, Db
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.tables import job_slots as table
from kpbot.storage.tables import outbox as outbox_table
from tests.fakes.postbox import Postbox
from tests.fakes.stage import Stage

EVENING = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # Sunday, 20:00 in Shanghai
DAY = timedelta(days=1)
PUSH_KEY = "push Asia/Shanghai 09:00"

Trouble = Callable[[], Awaitable[None]]


NETWORK = {"gather", "pages", "photos", "uploads"}


class Noting:
    """Stands in for kpbot.services.work.Work: every job notes (name, slot, now) and, in a transaction, tells of it."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.database, self.clock = database, clock
        self.settings, self.catalog = Settings(), Catalog()
        self.feeds: dict[str, object] = {}
        self.ran: list[tuple[str, datetime, datetime]] = []
        self.trouble: dict[str, list[Exception]] = {}
        self.during: dict[str, Trouble] = {}

    def names(self) -> list[str]:
        return [name for name, _, _ in self.ran]

    def of(self, name: str) -> list[datetime]:
        return [slot for job, slot, _ in self.ran if job == name]

    async def _note(self, name: str, slot: datetime, now: datetime) -> None:
        self.ran.append((name, slot, now))
        if name in self.during:
            await self.during[name]()
        if self.trouble.get(name):
            raise self.trouble[name].pop(0)

    async def gather(self, now: datetime) -> None:
        await self._note("gather", now, now)

    async def pages(self, now: datetime) -> None:
        await self._note("pages", now, now)

    async def photos(self, now: datetime) -> None:
        await self._note("photos", now, now)

    async def uploads(self, now: datetime) -> None:
        await self._note("uploads", now, now)

    async def _in_transaction(self, name: str, db: Db, slot: datetime, now: datetime) -> None:
        words = f"{name} {slot:%d %H:%M}"
        owed = Owed(words, Chat("post", "g"), Outgoing(text=words), Priority.NOTICE, now, now + 40 * DAY)
        await outbox.owe(db, [owed])
        await self._note(name, slot, now)

    async def editions(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._in_transaction("editions", db, slot, now)

    async def push(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._in_transaction("push", db, slot, now)

    async def remind(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._in_transaction("remind", db, slot, now)

    async def digest(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._in_transaction("digest", db, slot, now)

    async def spot_checks(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._note("spot-checks", slot, now)

    async def tally(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._note("tally", slot, now)

    async def push_trouble(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._note("push-trouble", slot, now)

    async def tidy(self, db: Db, beat: Beat, slot: datetime, now: datetime) -> None:
        await self._note("tidy", slot, now)


class Dated(Postbox):
    """Notes when, by the clock, each message arrived."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__()
        self._clock = clock
        self.when: list[tuple[str, datetime]] = []

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        self.when.append((outgoing.text, self._clock.now()))
        return await super().send(chat, outgoing)


class Town:
    """A county with a group that gets pushes at 09:00, and processes that come and go."""

    def __init__(self, stage: Stage) -> None:
        self.clock = MovableClock(EVENING)
        self.database = stage.database
        self.post = Dated(self.clock)
        self.work = Noting(stage.database, self.clock)

    def process(self, work: Noting | None = None) -> Schedule:
        delivery = Delivery(self.database, {"post": self.post}, self.clock)
        return Schedule(cast(Work, work or self.work), delivery)

    async def start(self) -> Schedule:
        """A process that starts, catches up, and is left standing: the test ticks it."""
        schedule = self.process()
        await schedule.start(virtual=True)
        schedule.stop()
        return schedule

    async def slots(self, job: str) -> list[tuple[datetime, bool, str]]:
        async with self.database.read() as db:
            query = select(table.c.slot, table.c.done, table.c.error).where(table.c.job == job).order_by(table.c.slot)
            return [(row.slot, row.done, row.error) for row in await db.execute(query)]


@pytest.fixture
async def town(stage: Stage) -> Town:
    town = Town(stage)
    await town.start()
    assert town.work.ran == [], "nothing is overdue on the first day"
    return town


def at(day: int, time: str) -> datetime:
    """A day of November 2026 and a time in Shanghai, as UTC."""
    hour, minute = map(int, time.split(":"))
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour - 8, minutes=minute)


async def timed(schedule: Schedule, name: str) -> Timed:
    return next(one for one in await schedule.timetable() if one.job.name == name)


async def test_slots_of_a_week(town: Town) -> None:
    schedule = town.process()
    push, gather = await timed(schedule, "push"), await timed(schedule, "gather")
    assert push.slots(at(22, "20:00"), at(25, "09:00")) == [at(23, "09:00"), at(24, "09:00"), at(25, "09:00")]
    assert push.slots(at(23, "09:00"), at(23, "23:59")) == [], "since is not included, until is"
    assert gather.slots(at(22, "20:00"), at(25, "09:07")) == [at(25, "09:00")], "gathering collapses"


async def test_after_three_days_away_pushes_come_one_by_one_and_of_the_rest_the_latest(town: Town) -> None:
    town.clock.move_to(at(25, "12:00"))
    schedule = await town.start()
    assert town.work.of("push") == [at(23, "09:00"), at(24, "09:00"), at(25, "09:00")]
    assert town.work.of("editions") == [at(24, "15:30")]
    assert (town.work.of("digest"), town.work.of("remind")) == ([at(25, "08:30")], [at(25, "10:00")])
    assert (Counter(town.work.names())["gather"], Counter(town.work.names())["tally"]) == (0, 1)
    await schedule.tick()
    assert Counter(town.work.names())["gather"] == 1, "nobody waits for the network to start"
    assert {now for _, _, now in town.work.ran} == {town.clock.now()}


async def test_a_digest_too_old_is_left_out(town: Town) -> None:
    town.clock.move_to(at(25, "23:00"))
    await town.start()
    assert (town.work.of("digest"), town.work.of("remind")) == ([], [])
    again = await town.start()
    await again.tick()
    assert (town.work.of("digest"), town.work.of("remind")) == ([], [])


async def test_the_first_push_is_caught_up_even_if_nobody_ran_since_the_installation(town: Town) -> None:
    town.clock.move_to(at(23, "09:30"))
    await town.start()
    assert town.work.of("push") == [at(23, "09:00")]


async def test_a_restart_repeats_nothing(town: Town) -> None:
    town.clock.move_to(at(23, "12:00"))
    await town.start()
    before = len(town.work.ran)
    for _ in range(3):
        await town.start()
    assert len(town.work.ran) == before


async def test_a_tick_runs_what_fell_due_in_the_order_of_time(town: Town) -> None:
    schedule = await town.start()
    town.clock.move_to(at(23, "09:00"))
    await schedule.tick()
    names = [name for name in town.work.names() if name in {"digest", "push"}]
    assert names == ["digest", "push"]
    before = len(town.work.ran)
    await schedule.tick()
    assert len(town.work.ran) == before


async def test_a_moved_clock_lives_through_every_slot_and_delivers_in_between(town: Town) -> None:
    schedule, progress = await town.start(), list[tuple[int, int]]()
    await schedule.run_due(at(25, "09:10"), town.clock.move_to, lambda done, total, _at: progress.append((done, total)))
    assert all(slot == now for name, slot, now in town.work.ran if name != "tidy")
    assert town.post.when == sorted(town.post.when, key=lambda one: one[1])
    assert [words for words, _ in town.post.when] == [
        "digest 23 00:30",
        "push 23 01:00",
        "remind 23 02:00",
        "editions 23 07:30",
        "digest 24 00:30",
        "push 24 01:00",
        "remind 24 02:00",
        "editions 24 07:30",
        "digest 25 00:30",
        "push 25 01:00",
    ]
    assert all(words.endswith(f"{when:%d %H:%M}") for words, when in town.post.when), "each in its own now"
    assert town.clock.now() == at(25, "09:10")
    assert progress[-1][0] == progress[-1][1] == len(progress) - 1
    assert Counter(town.work.names())["gather"] == 1


async def test_a_failing_job_is_noted_undone_and_not_repeated(town: Town) -> None:
    schedule = await town.start()
    town.work.trouble["push"] = [RuntimeError("no\x00 paper")]
    town.clock.move_to(at(23, "09:00"))
    for _ in range(3):
        await schedule.tick()
    await town.start()
    assert town.work.of("push") == [at(23, "09:00")]
    assert (at(23, "09:00"), True, "RuntimeError: no paper") in await town.slots(PUSH_KEY)
    async with town.database.read() as db:
        assert "push 23 01:00" not in set((await db.execute(select(outbox_table.c.key))).scalars()), (
            "its effects went with its transaction"
        )
    assert "tally" in town.work.names(), "the others run"


async def test_a_job_whose_database_was_away_runs_again_and_no_later_slot_before(town: Town) -> None:
    schedule = await town.start()
    town.work.trouble["push"] = [ConnectionError("away")]
    town.clock.move_to(at(24, "09:00"))
    await schedule.tick()
    assert town.work.of("push") == [at(23, "09:00")]
    await schedule.tick()
    assert town.work.of("push") == [at(23, "09:00"), at(23, "09:00"), at(24, "09:00")]


async def test_nor_is_one_lost_that_found_the_database_away_at_start(town: Town) -> None:
    town.work.trouble["push"] = [ConnectionError("away")]
    town.clock.move_to(at(24, "09:00"))
    schedule = await town.start()
    await schedule.tick()
    assert town.work.of("push") == [at(23, "09:00"), at(23, "09:00"), at(24, "09:00")]


async def test_a_leased_job_whose_database_was_away_runs_again(town: Town) -> None:
    schedule = await town.start()
    town.work.trouble["photos"] = [ConnectionError("away")]
    town.clock.move_to(at(23, "07:00"))
    await schedule.tick()
    await schedule.tick()
    assert Counter(town.work.names())["photos"] == 2
    assert all(done for _, done, _ in await town.slots("photos"))


async def test_a_broken_line_keeps_no_push_waiting(town: Town) -> None:
    schedule = await town.start()
    town.work.trouble["gather"] = [ConnectionError("no line")] * 3
    await schedule.run_due(at(23, "09:00"), town.clock.move_to)
    await schedule.tick()
    assert (town.work.of("push"), town.clock.now()) == ([at(23, "09:00")], at(23, "09:00"))


async def test_the_lease_of_a_dead_worker_is_taken_over_when_it_ended(town: Town) -> None:
    slot = at(23, "07:00")
    async with town.database.write() as db:
        assert await job_slots.lease(db, "gather", slot, slot, LEASE)
    for later, taken in ((timedelta(minutes=5), 0), (LEASE, 0), (LEASE + timedelta(minutes=1), 1)):
        town.clock.move_to(slot + later)
        async with town.database.write() as db:
            assert await job_slots.lease(db, "gather", slot, town.clock.now(), LEASE) == bool(taken)


async def test_two_workers_run_every_slot_once(town: Town) -> None:
    town.clock.move_to(at(25, "12:00"))
    works = [Noting(town.database, town.clock) for _ in range(2)]
    schedules = [town.process(work) for work in works]
    await asyncio.gather(*(schedule.start(virtual=True) for schedule in schedules))
    await asyncio.gather(*(schedule.tick() for schedule in schedules))
    for schedule in schedules:
        schedule.stop()
    ran = Counter((name, slot) for work in works for name, slot, _ in work.ran if name not in NETWORK)
    assert set(ran.values()) == {1}
    assert {slot for name, slot in ran if name == "push"} == {at(23, "09:00"), at(24, "09:00"), at(25, "09:00")}
    leased = Counter(name for work in works for name in work.names() if name in NETWORK)
    assert leased == dict.fromkeys(NETWORK, 1)


async def test_a_job_by_hand_runs_its_latest_slot_once(town: Town) -> None:
    schedule = town.process()
    counted = registry.get_sample_value("kpbot_job_runs_total", {"task": "push"}) or 0
    assert [await schedule.run_now("push", at(23, "11:00")) for _ in range(3)] == [1, 0, 0]
    assert registry.get_sample_value("kpbot_job_runs_total", {"task": "push"}) == counted + 1
    assert town.work.of("push") == [at(23, "09:00")]
    assert await schedule.run_now("nonsense", at(23, "11:00")) == 0


async def test_a_region_with_another_hour_gets_a_slot_of_its_own(town: Town, stage: Stage) -> None:
    from kpbot.storage.tables import regions

    schedule = await town.start()
    async with town.database.write() as db:
        await db.execute(regions.update().where(regions.c.id == stage.county.id).values(push_time="07:15"))
    await schedule.run_due(at(23, "10:00"), town.clock.move_to)
    assert town.work.of("push") == [at(23, "07:15")]


async def test_the_real_work_fits_the_table(stage: Stage, clock: MovableClock) -> None:
    """Every job of the table, as it is, on a county with nothing to do."""
    work = Work(stage.database, stage.settings, stage.catalog, clock, {}, {})
    schedule = Schedule(work, Delivery(stage.database, {}, clock))
    for name in schedule.names:
        assert await schedule.run_now(name, clock.now()) == 1
    async with stage.database.read() as db:
        failed = list((await db.execute(select(table.c.job).where(table.c.error != ""))).scalars())
    assert failed == []
