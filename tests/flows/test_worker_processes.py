"""`kpbot work` several times over: one owner of the account, another when it dies, and no setting says who is who."""

from __future__ import annotations

import asyncio
import io
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlalchemy import func, select, text, update

from content_feeds.reserve import Reserve
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.platforms.telegram.limits import NAME
from kpbot.services.gathering import gather
from kpbot.storage import job_slots, outbox
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.tables import outbox as rows
from kpbot.storage.tables import photos, pushes
from tests.fakes.bot_api.county import LI, OFFICERS, ZONE, County
from tests.fakes.bot_api.server import BotApi, bot_api
from tests.fakes.workers import Workers, workers

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

TAKEOVER = 30.0  # seconds
FIRST_CHAT = -1_003_000_000_000
IN_FLIGHT = 30  # no more than Telegram takes in a second
HOLDER = """
    SELECT pid FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass
class Machines:
    """One county, and as many workers as a test starts."""

    county: County
    workers: Workers

    @property
    def api(self) -> BotApi:
        return self.county.api

    async def owe(self, name: str, number: int) -> list[int]:
        """Owe a message to each of so many chats; returns the chats."""
        now = datetime.now(UTC)
        chats = [FIRST_CHAT - place for place in range(number)]
        owed = [
            Owed(f"{name}:{c}", Chat(NAME, str(c)), Outgoing(text=name), Priority.PUSH, now, now + timedelta(hours=1))
            for c in chats
        ]
        async with self.county.app.database.write() as db:
            await outbox.owe(db, owed)
        return chats

    def arrived(self, name: str) -> Counter[int]:
        return Counter(message.chat for message in self.api.world.messages.values() if message.text == name)

    async def settled(self, name: str) -> Sequence[Any]:
        """The rows owed under a name, once all are settled."""
        query = select(rows).where(rows.c.key.startswith(f"{name}:"))
        async with asyncio.timeout(TAKEOVER):
            while True:
                async with self.county.app.database.read() as db:
                    found = (await db.execute(query)).all()
                if all(row.settled_at for row in found):
                    return found
                await asyncio.sleep(0.05)

    async def sender(self, name: str) -> str:
        """Who has sent something of it, as its rows say."""
        query = select(rows.c.owner).where(rows.c.key.startswith(f"{name}:"), rows.c.state == outbox.State.SENT)
        async with self.county.app.database.read() as db:
            return str((await db.execute(query.limit(1))).scalar_one())

    async def holders(self) -> Sequence[int]:
        """The connections that have an account's lock."""
        async with self.county.app.database.read() as db:
            return (await db.execute(text(HOLDER))).scalars().all()

    async def taken_over(self, holder: int) -> None:
        """Once another holds the lock."""
        async with asyncio.timeout(TAKEOVER):
            while True:
                holders = await self.holders()
                if holders and holder not in holders:
                    return
                await asyncio.sleep(0.05)

    async def time_passes(self, owner: str) -> Sequence[Any]:
        """What a dead worker had taken is left to its lease of a minute; let it be over. Returns those rows."""
        taken = (rows.c.owner == owner, rows.c.state == outbox.State.SENDING)
        over = update(rows).where(*taken).values(lease_until=func.now() - timedelta(seconds=1)).returning(rows)
        async with self.county.app.database.write() as db:
            return list(await db.execute(over))

    async def says_help(self) -> None:
        """Somebody asks, and is answered."""
        before = len(self.api.messages(LI))
        self.api.world.says(LI, LI, "/help")
        await self.api.announce()
        await self.api.until(lambda: len(self.api.messages(LI)) > before, TAKEOVER)


@pytest.fixture
async def machines(database_url: str, tmp_path: Path) -> AsyncIterator[Machines]:
    async with bot_api() as api:
        county = await County(api, database_url, MovableClock(datetime.now(UTC)), tmp_path / "var").build()
        settings = {
            "KPBOT_DATABASE__URL": database_url,
            "KPBOT_TELEGRAM__TOKEN": api.token,
            "KPBOT_TELEGRAM__API_ROOT": api.root,
        }
        async with workers(settings, tmp_path) as several:
            yield Machines(county, several)
        await county.app.database.close()


async def test_another_takes_over_from_one_that_is_killed_or_stopped(machines: Machines) -> None:
    (first,) = await machines.workers.start()
    await machines.workers.start()
    await machines.owe("killed", 60)
    await machines.api.until(lambda: len(machines.arrived("killed")) > 15)
    owner = await machines.sender("killed")
    await first.kill()
    died, before = time.monotonic(), len(machines.arrived("killed"))
    asked = len(machines.api.calls_of("getUpdates"))
    await machines.api.until(lambda: len(machines.api.calls_of("getUpdates")) > asked, TAKEOVER)
    taken = await machines.time_passes(owner)
    assert len(taken) <= IN_FLIGHT
    settled = await machines.settled("killed")
    assert time.monotonic() - died < TAKEOVER
    assert before < len(settled)
    times = machines.arrived("killed")
    for row in settled:
        in_flight = row.key in {one.key for one in taken}
        assert row.state == outbox.State.SENT
        assert row.doubted == in_flight
        assert 1 <= times[int(row.chat)] <= 1 + in_flight
    await machines.says_help()

    second = machines.workers.started[1]
    (third,) = await machines.workers.start()
    await machines.owe("stopped", 60)
    await machines.api.until(lambda: len(machines.arrived("stopped")) > 15)
    stopped = time.monotonic()
    assert await second.stop() == 0, "cleanly"
    assert time.monotonic() - stopped < 10, "within a supervisor's patience"
    settled = await machines.settled("stopped")
    assert {row.state for row in settled} == {outbox.State.SENT}
    assert not any(row.doubted for row in settled)
    assert set(machines.arrived("stopped").values()) == {1}
    await machines.says_help()
    assert third.process.returncode is None


async def test_one_that_lost_its_lock_sends_nothing_more(machines: Machines) -> None:
    await machines.workers.start()
    await machines.owe("before", 1)
    (sent,) = await machines.settled("before")
    await machines.workers.start()
    (first,) = await machines.holders()
    async with machines.county.app.database.write() as db:
        await db.execute(select(func.pg_terminate_backend(first)))
    await machines.taken_over(first)
    await machines.owe("after", 40)
    settled = await machines.settled("after")
    (sender,) = {row.owner for row in settled}
    assert sender != sent.owner
    assert set(machines.arrived("after").values()) == {1}


async def test_four_that_start_together_do_everything_once(machines: Machines, tmp_path: Path) -> None:
    county, api, now = machines.county, machines.api, datetime.now(UTC)
    local = now.astimezone(ZoneInfo(ZONE))
    slot = local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0)
    machines.workers.settings = {**machines.workers.settings, "KPBOT_PUSH__AT": f"{slot:%H:%M}"}
    await gather(county.app.database, {"reserve": Reserve()}, county.app.catalog, county.settings, now)
    async with county.app.database.write() as db:
        await job_slots.take(db, f"push {ZONE} {slot:%H:%M}", slot - timedelta(days=1))
    await machines.workers.start(4)
    await api.until(lambda: api.messages(OFFICERS), TAKEOVER)
    async with county.app.database.read() as db:
        assert len((await db.execute(select(pushes))).all()) == 1
    await machines.owe("all", 40)
    await machines.settled("all")
    assert set(machines.arrived("all").values()) == {1}
    assert len(api.messages(OFFICERS)) == 1

    api.world.sends_photo(LI, LI, picture(), caption="/report 健康讲座 62人 今天下午")
    await county.people_did()
    await county.press(LI, await county.said(LI, "照片 1 张"), "确认上报")
    await asyncio.gather(*(machines.workers.command("job", "run", "photos") for _ in range(2)))
    (photo,) = await county.rows(photos)
    assert photo.state == "stored"
    assert (tmp_path / "var" / photo.file).exists(), "in the folder that all share"
    assert len(api.calls_of("getFile")) == 1


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(content, "JPEG")
    return content.getvalue()
