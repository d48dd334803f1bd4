"""The review desk as people see it: in the rehearsal room and on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.content import FoundItem, Item, ItemState, Source, Topic, Trust
from kpbot.domain.words import Level, Words
from kpbot.services.keeping import keep_found
from kpbot.storage import items
from tests.fakes.bot_api.county import DESK, ZHAO, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.room import address, buttons, furnish, read_aloud, served

NOW = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
SOURCE = Source("feed", "某科普号", "syndication", "https://example.cn", trust=Trust.HIGH, enabled=True)
BODY = "灶台边别放易燃的东西，起火了先关火，再盖锅盖，千万不要浇水。"


async def stopped(app: App, *titles: str) -> list[Item]:
    """Items that a word of the list stopped."""
    catalog = replace(app.catalog, words=Words({"根治": Level.REVIEW}))
    given = [FoundItem(t, t, "", BODY, f"https://example.cn/{n}", NOW, Topic.EVERYDAY) for n, t in enumerate(titles)]
    async with app.database.write() as db:
        return list((await keep_found(db, SOURCE, given, catalog, app.settings, app.clock.now())).items)


async def state_of(app: App, item: Item) -> tuple[ItemState, Topic]:
    async with app.database.read() as db:
        found = (await items.by_ids(db, [item.id]))[item.id]
    return found.state, found.topic


@pytest.fixture
async def county(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    clock.move_to(NOW)
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path).build()
        yield made
        await made.app.database.close()


async def test_on_telegram_one_message_goes_through_what_waits(county: County) -> None:
    first, second = await stopped(county.app, "风湿能根治吗", "高血压能根治吗")
    async with county.running():
        county.api.world.says(ZHAO, DESK, "/review")
        await county.people_did()
        shown = await county.said(DESK, "高血压能根治吗")
        assert "含有“根治”" in shown.text
        await county.press(ZHAO, shown, "改主题")
        await county.press(ZHAO, await county.said(DESK, "请选主题"), "卫生健康")
        shown = await county.said(DESK, "主题已改为“卫生健康”")
        await county.press(ZHAO, shown, "采用")
        following = await county.said(DESK, "风湿能根治吗")
        assert following.id == shown.id, "the same message shows the next one"
        await county.press(ZHAO, following, "不用")
        await county.said(DESK, "没有等您看的内容了")
    assert await state_of(county.app, second) == (ItemState.READY, Topic.HEALTH)
    assert await state_of(county.app, first) == (ItemState.REJECTED, Topic.EVERYDAY)


async def test_in_the_room_a_summary_is_written_and_the_item_used(tmp_path: Path) -> None:
    with address() as held:
        await furnish(tmp_path, held.getsockname()[1])
        async with served(tmp_path, held, "") as room:
            (item,) = await stopped(room.room.app, "风湿能根治吗")
            coordinator = await room.enter("赵敏")
            await coordinator.say(coordinator.private, "/review")
            shown = await coordinator.hears(coordinator.private, "含有“根治”")
            assert list(buttons(shown)) == ["采用", "不用", "改主题", "写摘要", "下一条"]
            await coordinator.press(coordinator.private, shown, "写摘要")
            await coordinator.hears(coordinator.private, "请发来《风湿能根治吗》的摘要")
            await coordinator.say(coordinator.private, "风湿病目前不能断根，但早诊早治可以控制得很好。")
            shown = await coordinator.hears(coordinator.private, "摘要已改好")
            assert "早诊早治" in read_aloud(shown)
            await coordinator.press(coordinator.private, shown, "采用")
            await coordinator.hears(coordinator.private, "《风湿能根治吗》已采用")
            assert (await state_of(room.room.app, item))[0] is ItemState.READY
