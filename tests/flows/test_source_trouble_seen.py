"""A source in trouble as coordinators see it: in the rehearsal room and on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_feeds import build_feeds
from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.content import Source
from kpbot.services.catalog import Catalog
from kpbot.services.digests import send_digests
from kpbot.services.gathering import gather
from tests.fakes.bot_api.county import DESK, ZONE, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.feed_server import Answer, FeedServer, feed_server
from tests.fakes.room import Served, address, furnish, served
from tests.flows.test_gathering import document

CITY = "city"
MONDAY = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # 10:30 in Shanghai
TUESDAY = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30


async def round_of(app: App, server: FeedServer, at: datetime, path: str) -> Catalog:
    """One round of gathering of a single source."""
    source = Source("county", "县科普网", "syndication", server.url(path), enabled=True)
    catalog = Catalog({source.key: source})
    await gather(app.database, build_feeds(server.allowed, "kpbot test"), catalog, app.settings, at)
    app.delivery.wake()
    return catalog


@pytest.fixture
async def county(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    clock.move_to(MONDAY - timedelta(minutes=1))
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, "polling").build()
        yield made
        await made.app.database.close()


async def test_on_telegram(county: County) -> None:
    async with feed_server() as server, county.running():
        server.pages["/gone"] = Answer(status=410)
        server.serve("/feed", document("冬天怎样晒被子"))
        county.clock.move_to(MONDAY)
        catalog = await round_of(county.app, server, MONDAY, "/gone")
        told = await county.said(DESK, "已停止访问")
        assert "内容来源取不到了" in told.text
        assert "“县科普网”已停止访问（11月23日起）。127.0.0.1 说这个地址已经永久取消" in told.text
        county.clock.move_to(TUESDAY)
        async with county.app.database.write() as db:
            await send_digests(db, county.settings, catalog, TUESDAY, ZONE)
        county.app.delivery.wake()
        digest = await county.said(DESK, "科普简报")
        assert "“县科普网”已停止访问（11月23日起）" in digest.text
        await round_of(county.app, server, TUESDAY, "/feed")
        await county.said(DESK, "“县科普网”又能取到内容了，不用处理。")


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    with address() as held:
        await furnish(tmp_path, held.getsockname()[1], database_url)
        async with served(tmp_path, held, database_url) as one:
            yield one


async def test_in_the_room_the_city_hears_of_it(room: Served) -> None:
    city, county = await room.enter("沈卫东"), await room.enter("赵敏")
    async with feed_server() as server:
        server.pages["/gone"] = Answer(status=410)
        await round_of(room.room.app, server, MONDAY - timedelta(minutes=30), "/gone")  # it is 10:05 there
        told = await city.hears(CITY, "已停止访问")
    assert told["title"] == "内容来源取不到了"
    assert told["buttons"] == []
    assert not any("已停止访问" in message["text"] for chat in county.chats.values() for message in chat.values())
