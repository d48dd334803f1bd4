"""The database is locked or gone for a while: everybody is answered late, nothing is lost, and the log stays short."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from kpbot import app, dispatch, metrics
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.services import delivery
from kpbot.storage import bell, outbox, ownership, tables
from kpbot.storage import database as storage
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from kpbot.storage.outbox import Owed, Priority, State
from tests.fakes.bot_api.county import LI, OFFICERS, WANG, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.outages import Away, LockedFile, StoppedServer, eventually, own_postgres

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NEXT_PUSH = MONDAY_PUSH + timedelta(days=1)


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with own_postgres() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def away(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Away]:
    if request.param == "sqlite":
        found: Away = LockedFile(Path(shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "k.db")))
    else:
        server = request.getfixturevalue("server")
        name = f"t{abs(hash(request.node.name))}"
        server.psql(f"CREATE DATABASE {name};")
        found = StoppedServer(server, str(server.get_uri(name)))
        asyncio.run(_migrated(found.url))
    yield found
    asyncio.run(found.come_back())


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


@pytest.fixture(params=["polling", "webhook"])
async def county(
    request: pytest.FixtureRequest, away: Away, clock: MovableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[County]:
    for module, name, seconds in (
        (storage, "BUSY_SECONDS", 0.02),
        (dispatch, "FIRST_WAIT", 0.02),
        (delivery, "POLL", 0.05),
        (bell, "AGAIN_AFTER", 0.05),
        (bell, "ALIVE_EVERY", 0.05),
        (app, "SHARE_EVERY", 0.05),
        (ownership, "ANSWER_WITHIN", 2.0),
    ):
        monkeypatch.setattr(module, name, seconds)
    async with bot_api() as api:
        made = await County(api, away.url, clock, tmp_path, request.param).build()
        yield made
        await made.app.database.close()


def loud(logged: Sequence[Any]) -> list[str]:
    return [line["event"] for line in logged if line["log_level"] in ("warning", "error", "critical")]


async def healthy(county: County) -> bool:
    assert county._client
    return (await county._client.get("/healthz")).status_code == 200


async def deliver_what_is_pending(county: County) -> asyncio.Task[None]:
    """Telegram brings it, and waits for the confirmation."""
    return asyncio.create_task(county.people_did())


async def test_what_comes_in_meanwhile_is_answered_late_and_confirmed_only_then(county: County, away: Away) -> None:
    world, database = county.api.world, county.app.database
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        with capture_logs() as logged:
            await away.go()
            world.presses(LI, OFFICERS, push.id, push.buttons["已分享 1"])
            world.says(WANG, OFFICERS, "/share 2 3")
            confirming = await deliver_what_is_pending(county)
            await eventually(lambda: database.outage)
            await asyncio.sleep(0.5)  # dozens of attempts of every part
            assert not confirming.done(), "neither a 200 nor an offset before the commit"
            assert len(world.pending) == 2
            assert not await healthy(county)
            assert metrics.registry.get_sample_value("kpbot_database_away") == 1
            await away.come_back()
            await confirming
            await county.api.until(lambda: world.toasts and world.reactions)
            await eventually(lambda: not database.outage)
        await eventually(lambda: county.app._owned)
        assert await healthy(county)
        ended = {name: task for name, task in county.app._tasks.items() if task.done()}
        assert ended.keys() <= ({"bell"} if database.is_sqlite else set()), f"every part goes on by itself: {ended}"
    assert len(await county.rows(tables.shares)) == 3
    said = loud(logged)
    assert said.count("the database is out of reach: messages wait until it is back") == 1, said
    assert said.count("the database is back") == 1
    assert len(said) <= 4, said


async def test_what_is_owed_goes_out_once_when_it_is_back(county: County, away: Away) -> None:
    async with county.running():
        now = county.clock.now()
        chat = Chat("telegram", str(OFFICERS))
        async with county.app.database.write() as db:
            late = now + timedelta(hours=1)
            for n in range(5):
                await outbox.owe(db, [Owed(f"n{n}", chat, Outgoing(text=f"第{n}条"), Priority.NOTICE, now, late)])
        gate, whole = asyncio.Event(), county.api.methods.do_sendMessage

        async def slow(params: dict[str, Any]) -> object:
            await gate.wait()
            return await whole(params)

        county.api.methods.do_sendMessage = slow  # type: ignore[method-assign]
        county.app.delivery.wake()
        await eventually(lambda: county.api.calls_of("sendMessage"))
        with capture_logs() as logged:
            await away.go()
            gate.set()  # it is sent, and cannot be marked
            await eventually(lambda: county.app.database.outage)
            await away.come_back()
            await county.said(OFFICERS, "第4条")
        await eventually(lambda: not county.app.database.outage)
    assert [message.text for message in county.api.messages(OFFICERS)] == [f"第{n}条" for n in range(5)]
    assert {row.state for row in await county.rows(tables.outbox)} == {State.SENT}
    assert len(loud(logged)) <= 4, loud(logged)


async def slots_done(county: County, job: str) -> list[datetime]:
    return [row.slot for row in await county.rows(tables.job_slots) if row.job == job and row.done]


@pytest.mark.parametrize("county", ["polling"], indirect=True)
async def test_jobs_that_fell_due_meanwhile_run_once_when_it_is_back(county: County, away: Away) -> None:
    async with county.running():
        before = await slots_done(county, "push Asia/Shanghai 09:00")
        with capture_logs() as logged:
            await away.go()
            county.clock.move_to(NEXT_PUSH + timedelta(seconds=5))
            for _ in range(5):
                await county.app.schedule.tick()
            await away.come_back()
            await eventually(lambda: county.app._owned)
            for _ in range(3):
                await county.app.schedule.tick()
        after = await slots_done(county, "push Asia/Shanghai 09:00")
        assert [slot for slot in after if slot not in before] == [NEXT_PUSH]
        await eventually(lambda: not county.app.database.outage)
    assert len(loud(logged)) <= 6, loud(logged)


@pytest.mark.parametrize("county", ["polling"], indirect=True)
async def test_a_stop_while_it_is_away_keeps_within_its_patience(county: County, away: Away) -> None:
    async with county.running():
        await away.go()
        county.api.world.says(LI, LI, "/me")
        await county.api.announce()
        await eventually(lambda: county.app.database.outage)
        before = asyncio.get_running_loop().time()
        with capture_logs():
            await county.app.stop()
        assert asyncio.get_running_loop().time() - before < 12, "a supervisor has a patience of ten"
        assert not [task for task in asyncio.all_tasks() if "Dispatcher." in repr(task)], "the database was closed"
    assert county.api.world.pending, "not confirmed: it comes again"
    await away.come_back()
    async with county.running():
        await county.people_did()
        await county.api.until(lambda: county.api.messages(LI))
