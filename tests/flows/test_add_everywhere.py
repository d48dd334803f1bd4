"""A page is added on Telegram and in the rehearsal room: previewed with its picture, changed, taken up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from content_feeds import build_feeds, build_visit
from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.storage import tables
from kpbot.storage.database import Database
from tests.fakes.bot_api.county import DESK, ZHAO, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.feed_server import FeedServer, feed_server
from tests.fakes.room import address, buttons, read_aloud, served
from tests.flows.test_add import ARTICLE, picture

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as one:
        one.serve("/a", ARTICLE, "text/html; charset=utf-8")
        one.serve("/pollen.jpg", picture(1600, 800), "image/png")
        yield one


async def fetch(app: App, server: FeedServer) -> None:
    """The job, with the way out to this publisher."""
    feeds, visit = build_feeds(server.allowed, "kpbot test"), build_visit(server.allowed, "kpbot test")
    await replace(app.work, feeds=feeds, visit=visit).pages(app.clock.now())
    app.delivery.wake()


async def state_of_the_item(database: Database) -> str:
    async with database.read() as db:
        found = select(tables.items.c.state).where(tables.items.c.title == "春天花粉过敏怎么办")
        return str((await db.execute(found)).scalar_one())


@pytest.fixture(params=["polling", "webhook"])
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    clock.move_to(NOON)
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, request.param).build()
        yield made
        await made.app.database.close()


async def test_on_telegram(county: County, server: FeedServer) -> None:
    async with county.running():
        county.api.world.says(ZHAO, DESK, f"/add {server.url('/a')}")
        await county.people_did()
        await county.said(DESK, "正在打开")
        await fetch(county.app, server)
        preview = await county.said(DESK, "春天花粉过敏怎么办")
        assert list(preview.buttons) == ["采用", "不用", "改摘要", "改主题", "不用配图"]
        await county.press(ZHAO, preview, "采用")
        await county.api.until(lambda: not county.api.world.callbacks)
        await county.said(DESK, "已采用")
        assert await state_of_the_item(county.app.database) == "ready"


async def test_in_the_room(tmp_path: Path, server: FeedServer) -> None:
    with address() as held:
        async with served(tmp_path, held) as room:
            coordinator = await room.enter("赵敏")
            await coordinator.say(coordinator.private, f"/添加 {server.url('/a')}")
            await coordinator.hears(coordinator.private, "正在打开")
            await fetch(room.room.app, server)
            preview = await coordinator.hears(coordinator.private, "春天花粉过敏怎么办")
            assert "清河健康网" in read_aloud(preview)
            assert preview["picture"]
            await coordinator.press(coordinator.private, preview, "改摘要")
            await coordinator.hears(coordinator.private, "请发来《春天花粉过敏怎么办》的摘要")
            await coordinator.say(coordinator.private, "出门戴口罩，回家先洗脸换衣，症状重的看医生。")
            changed = await coordinator.hears(coordinator.private, "症状重的看医生")
            assert "采用" in buttons(changed)
            await coordinator.press(coordinator.private, changed, "采用")
            await coordinator.hears(coordinator.private, "已采用")
            assert await state_of_the_item(room.room.app.database) == "ready"
