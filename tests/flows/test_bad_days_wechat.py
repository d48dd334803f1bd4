"""The database is away while people write to the official account: nothing is confirmed that could be lost, and all
that was taken is answered once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kpbot import dispatch
from kpbot.clock import MovableClock
from kpbot.platforms.wechat import Wechat
from kpbot.platforms.wechat.limits import GRACE
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage import database as storage
from kpbot.storage import tables
from kpbot.storage.answering import LEASE
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from tests.fakes.everywhere import FRIDAY, LI, WANG, County
from tests.fakes.outages import Away, LockedFile, StoppedServer, eventually, own_postgres
from tests.fakes.wechat.rig import WechatRig
from tests.fakes.wechat.server import wechat_api

MOMENT = 0.05  # seconds that an answer may take here


class Hurried(WechatRig):
    """WeChat's seconds are moments, but it does come again."""

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        async def sleep(seconds: float) -> None:
            await asyncio.sleep(seconds if seconds == MOMENT else 0 if seconds == GRACE else MOMENT)

        return [Wechat(settings, database, clock, deadline=MOMENT, sleep=sleep)]


@pytest.fixture(params=["sqlite", "postgresql"])
def away(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Away]:
    if request.param == "sqlite":
        yield LockedFile(Path(shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "k.db")))
        return
    with own_postgres() as server:
        server.psql("CREATE DATABASE away;")
        found = StoppedServer(server, str(server.get_uri("away")))
        asyncio.run(_migrated(found.url))
        yield found
        asyncio.run(found.come_back())


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


@pytest.fixture
async def county(
    away: Away, clock: MovableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[County]:
    monkeypatch.setattr(storage, "BUSY_SECONDS", 0)
    monkeypatch.setattr(dispatch, "FIRST_WAIT", 0.01)
    clock.move_to(FRIDAY)
    async with wechat_api(clock) as api:
        made = await County(Hurried(api), away.url, clock, tmp_path).build()
        async with made.running():
            yield made
        await made.app.database.close()


async def attempts(county: County, fields: dict[str, str]) -> int:
    """As WeChat does, which hangs up after its five seconds."""
    assert isinstance(county.rig, WechatRig)

    async def patience() -> None:
        await asyncio.sleep(2 * MOMENT)

    return await county.rig.wechat.bring(fields, patience)


async def test_nothing_is_confirmed_while_the_database_is_away(county: County, away: Away) -> None:
    assert isinstance(county.rig, WechatRig)
    wechat: Any = county.rig.wechat
    await county.push()
    await county.app.delivery.drain()
    said = {who: wechat.fields(county.rig.user(who, f"~{who}"), "text", Content="已分享 1") for who in (LI, WANG)}
    await away.go()
    assert await asyncio.gather(*(attempts(county, one) for one in said.values())) == [0, 0]
    assert not any(one.content for one in wechat.exchanges), "neither «success» nor an answer"
    await away.come_back()
    await eventually(lambda: not county.app.database.outage)
    for who in said:
        await county.sees(who, "1/3")
    await wechat.settled()
    await county.rig.marked()
    shares = await county.rows(tables.shares)
    assert {row.post_id for row in shares} == {county.posts[LI], county.posts[WANG]}
    for one in said.values():  # somebody asks again all the same
        assert await attempts(county, one) == 1
    county.clock.move_to(county.clock.now() + LEASE + timedelta(minutes=2))
    await county.app.delivery.drain()
    assert len(await county.rows(tables.shares)) == 2
    for who in said:
        seen = [one for one in wechat.api.world.seen(county.rig.user(who, f"~{who}")) if "1/3" in one.text]
        assert len(seen) == 1, "the answer came once"
