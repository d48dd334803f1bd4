"""An officer's link from the text to copy to two readers, in the rehearsal room and on Telegram, on both databases."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.storage import places
from kpbot.storage.database import Database
from kpbot.storage.tables import evidence, shares
from tests.fakes.bot_api.county import LI, OFFICERS, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.room import address, furnish, served

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00
PREVIEW = "TelegramBot (like TwitterBot)"
PHONES = ("Mozilla/5.0 (iPhone) MicroMessenger/8.0.49", "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.47")
Client = Callable[[], httpx.AsyncClient]


async def turn_on(database: Database) -> None:
    async with database.write() as db:
        city = next(region for region in await places.all_regions(db) if region.parent_id is None)
        await places.update_region(db, city.id, short_links=True)


def links_in(text: str) -> list[str]:
    return re.findall(r"(https?://\S+/s/[a-z2-9]{12})$", text, re.MULTILINE)


async def rows(app: App, table: Any) -> list[Any]:
    await app.opens.flush()
    async with app.database.read() as db:
        return list(await db.execute(select(table)))


async def open_it(app: App, link: str, client: Client) -> None:
    """A preview looks at it, then two readers; what that is evidence of."""
    await app.opens.prepare()
    path = link.partition("/s/")[2]
    async with client() as asked:
        for agent in (PREVIEW, PHONES[0], PREVIEW, PHONES[0]):
            answer = await asked.get(f"/s/{path}", headers={"User-Agent": agent})
            assert answer.status_code == 302
            assert "/i/" in answer.headers["location"]
        assert [row for row in await rows(app, evidence) if row.kind == "reached"] == []
        assert (await asked.get(f"/s/{path}", headers={"User-Agent": PHONES[1]})).status_code == 302
    (reached,) = [row for row in await rows(app, evidence) if row.kind == "reached"]
    (share,) = await rows(app, shares)
    assert (share.day, share.post_id, share.item_id) == (reached.day, reached.post_id, reached.item_id)


async def test_in_the_room(database_url: str, tmp_path: Path) -> None:
    with address() as held:
        await furnish(tmp_path / "room", held.getsockname()[1], database_url)
        async with served(tmp_path / "room", held, database_url) as room:
            app = room.room.app
            await turn_on(app.database)
            officer = await room.enter("陈建国")
            push = await officer.hears("officers", "今日三条 · 11月23日")
            await officer.press("officers", push, "复制文字")
            told = await officer.hears(officer.private, "链接只统计打开次数")
            (link,) = links_in(told["text"])
            assert link.startswith(f"{room.url}/s/")
            assert not any("/s/" in str(message) for message in officer.chats["officers"].values())
            await open_it(app, link, lambda: httpx.AsyncClient(base_url=room.url, trust_env=False))
            await officer.say(officer.private, "/me")
            mine = await officer.hears(officer.private, "今天已记 0/3 条")  # by default being opened does not count
            assert "（有人打开过）" in mine["text"]


@pytest.fixture
async def county(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    clock.move_to(FRIDAY - timedelta(minutes=1))
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, "webhook").build()
        yield made
        await made.app.database.close()


async def test_on_telegram(county: County) -> None:
    app = county.app
    await turn_on(app.database)
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        copied = await county.press(LI, push, "复制文字")
        assert (await county.toast(copied))["text"] == "已发到您和我的私聊里。"
        await county.api.until(lambda: len(county.api.messages(LI)) == 3)
        links = [link for message in county.api.messages(LI) for link in links_in(message.text)]
        assert len(set(links)) == 3
        assert not any("/s/" in message.text for message in county.api.messages(OFFICERS))
        transport = httpx.ASGITransport(app.asgi())
        await open_it(app, links[0], lambda: httpx.AsyncClient(base_url="http://test", transport=transport))
