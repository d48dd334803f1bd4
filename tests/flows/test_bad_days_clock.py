"""The machine's clock is set back or forward by an hour while kpbot serves: nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kpbot.clock import MovableClock
from kpbot.domain.messages import Capabilities, Chat, Outgoing, Window
from kpbot.services.delivery import Delivery
from kpbot.storage import outbox, tables
from kpbot.storage.claims import claim
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority, State
from tests.fakes.bot_api.county import DESK, LI, OFFICERS, WANG, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.outages import eventually
from tests.fakes.postbox import EVERYTHING, Postbox

HOUR = timedelta(hours=1)
FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai; the digest is due at 08:30, the push at 09:00


class WallClock(MovableClock):
    """One that somebody sets, also back."""

    def set(self, moment: datetime) -> None:
        self._base = moment

    def jump(self, by: timedelta) -> None:
        self._base += by


@pytest.fixture
def clock() -> WallClock:
    return WallClock(datetime(2026, 11, 23, 1, 5, tzinfo=UTC))


@pytest.fixture
async def county(database_url: str, clock: WallClock, tmp_path: Path) -> AsyncIterator[County]:
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path).build()
        yield made
        await made.app.database.close()


jumps = pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])


@jumps
async def test_what_is_on_its_way_arrives_once_and_people_are_answered_at_once(
    county: County, clock: WallClock, jump: timedelta
) -> None:
    world, gate, asked = county.api.world, asyncio.Event(), asyncio.Event()
    whole = county.api.methods.do_sendMessage

    async def slow(params: dict[str, Any]) -> object:
        asked.set()
        await gate.wait()
        return await whole(params)

    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        await county.app.delivery.drain()
        county.api.methods.do_sendMessage = slow  # type: ignore[method-assign]
        world.says(WANG, WANG, "/me")
        await county.people_did()
        await asked.wait()
        clock.jump(jump)
        county.app.delivery.wake()
        assert "1/3" in (await county.toast(await county.press(LI, push, "已分享 1")))["text"]
        gate.set()
        await county.api.until(lambda: county.api.messages(WANG))
        await eventually(lambda: not county.app.delivery._flying)
        await county.app.delivery.drain()
    assert len(county.api.messages(WANG)) == 1
    assert len(await county.rows(tables.shares)) == 1
    rows = [row for row in await county.rows(tables.outbox) if row.priority != Priority.TALLY]
    assert {(row.state, row.doubted, row.attempts) for row in rows} == {(State.SENT, False, 1)}


async def live_through(county: County, clock: WallClock, *moments: datetime) -> None:
    for moment in moments:
        clock.set(moment)
        await county.app.schedule.tick()
        await county.app.delivery.drain()


async def jobs_run(county: County) -> Counter[str]:
    """How often each daily job ran on Tuesday."""
    rows = await county.rows(tables.job_slots)
    return Counter(row.job.split()[0] for row in rows if row.done and TUESDAY <= row.slot < TUESDAY + 2 * HOUR)


async def test_an_hour_that_comes_twice_runs_its_jobs_once(county: County, clock: WallClock) -> None:
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        later = TUESDAY + HOUR + timedelta(seconds=5)
        twice = [TUESDAY + timedelta(minutes=m) for m in range(0, 65, 10)]
        await live_through(county, clock, TUESDAY, later, *twice, later, later + timedelta(minutes=1))
        ran = await jobs_run(county)
    assert (ran["digest"], ran["push"]) == (1, 1)
    assert len([m for m in county.api.messages(OFFICERS) if "11月24日" in m.text]) == 1
    assert len([m for m in county.api.messages(DESK) if "科普简报" in m.text]) == 1


async def test_an_hour_that_is_left_out_has_its_jobs_made_up(county: County, clock: WallClock) -> None:
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        half_past = TUESDAY + timedelta(minutes=20)
        await live_through(county, clock, half_past, half_past + HOUR, half_past, half_past + HOUR)
        ran = await jobs_run(county)
    assert (ran["digest"], ran["push"]) == (1, 1)
    assert len([m for m in county.api.messages(OFFICERS) if "11月24日" in m.text]) == 1


@jumps
async def test_when_it_was_said_is_never_in_the_future_and_stays_on_its_day(
    county: County, clock: WallClock, jump: timedelta
) -> None:
    world = county.api.world
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        await county.said(OFFICERS, "11月23日")
        world.now = int(clock.now().timestamp())  # the platform's clock is right
        clock.jump(jump)
        world.says(LI, OFFICERS, "/share 1")
        await county.people_did()
    (share,) = await county.rows(tables.shares)
    assert share.day == datetime(2026, 11, 23, tzinfo=UTC).date()
    assert share.at == min(clock.now(), datetime.fromtimestamp(world.now, UTC))


# delivery by itself


async def owe(database: Database, clock: MovableClock, *keys: str, lasts: timedelta = 24 * HOUR) -> None:
    now = clock.now()
    async with database.write() as db:
        where = Chat("post", "a")
        await outbox.owe(db, [Owed(k, where, Outgoing(text=k), Priority.ANSWER, now, now + lasts) for k in keys])


async def states(database: Database) -> dict[str, str]:
    async with database.read() as db:
        query = select(tables.outbox.c.key, tables.outbox.c.state)
        return {row.key: row.state for row in await db.execute(query)}


@jumps
async def test_the_lease_of_a_worker_that_died_ends_all_the_same(
    database: Database, clock: WallClock, jump: timedelta
) -> None:
    post = Postbox()
    await owe(database, clock, "left behind")
    async with database.write() as db:
        assert await claim(db, "post", "a worker that died", clock.now(), timedelta(seconds=60), 10)
    clock.jump(jump)
    delivery = Delivery(database, {"post": post}, clock)
    await delivery.drain()
    assert len(post.tried) == (jump > timedelta(0)), "set forward, the lease is over; set back, it is not"
    clock.jump(timedelta(minutes=2) - min(jump, timedelta(0)))
    for _ in range(3):
        await delivery.drain()
    assert post.texts() == ["left behind"]


@jumps
async def test_pacing_knows_no_wall_clock(database: Database, clock: WallClock, jump: timedelta) -> None:
    post = Postbox(capabilities=Capabilities(private_chats=True, chat_windows=(Window(2, 1800.0),)))
    await owe(database, clock, "1", "2", "3", "4")
    delivery = Delivery(database, {"post": post}, clock)
    await delivery.drain()
    clock.jump(jump)
    await delivery.drain()
    assert post.texts() == ["1", "2"], "two in half an hour, whatever the clock on the wall says"


@jumps
async def test_what_is_owed_while_the_clock_is_wrong_arrives_once(
    database: Database, clock: WallClock, jump: timedelta
) -> None:
    """It falls due by the clock it was owed by: set right again, it waits at most as long as that was wrong."""
    post = Postbox(capabilities=EVERYTHING)
    delivery = Delivery(database, {"post": post}, clock)
    clock.jump(jump)
    await owe(database, clock, "1", "2")
    clock.jump(-jump)
    await delivery.drain()
    clock.jump(abs(jump))
    await delivery.drain()
    await delivery.drain()
    assert post.texts() == ["1", "2"]
    assert set((await states(database)).values()) == {State.SENT}
