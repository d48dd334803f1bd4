"""Spot-checks as coordinators see them: in the rehearsal room and on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kpbot.clock import MovableClock
from kpbot.services import spot_checks
from kpbot.storage.tables import evidence
from kpbot.storage.tables import spot_checks as checks
from tests.fakes.bot_api.county import DESK, LI, OFFICERS, WANG, ZHAO, ZONE, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.room import Served, address, buttons, furnish, read_aloud, served

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)


@pytest.fixture
async def county(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    clock.move_to(FRIDAY - timedelta(minutes=1))
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, "polling").build()
        yield made
        await made.app.database.close()


async def test_on_telegram(county: County) -> None:
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        for who in (LI, WANG):
            await county.toast(await county.press(who, push, "已分享 1"))
        county.clock.move_to(NEXT_MONDAY)
        async with county.app.database.write() as db:
            await spot_checks.ask(db, county.settings, ZONE, NEXT_MONDAY, county.app.work.capabilities)
        county.app.delivery.wake()
        asked = await county.said(DESK, "每周抽查 · 青禾县（11月23日至11月29日）")
        assert list(asked.buttons) == ["1 看到了", "1 没看到", "1 说不准", "2 看到了", "2 没看到", "2 说不准"]
        assert all(len(data) <= 64 for data in asked.buttons.values())
        toast = await county.toast(await county.press(ZHAO, asked, "2 看到了"))
        assert toast["text"] == "第 2 条记下了：看到了。"
        await county.api.until(lambda: "答：看到了（赵）" in county.api.messages(DESK)[-1].text)
        assert county.api.messages(DESK)[-1].id == asked.id
        refused = await county.toast(await county.press(LI, asked, "1 没看到"))
        assert "协调员" in refused["text"]
    kinds = {(row.post_id, row.kind) for row in await county.rows(evidence)}
    assert kinds == {
        (county.posts[LI], "claimed"),
        (county.posts[WANG], "claimed"),
        (county.posts[WANG], "spot-checked"),
    }


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    with address() as held:
        await furnish(tmp_path, held.getsockname()[1], database_url)
        async with served(tmp_path, held, database_url) as one:
            yield one


async def test_in_the_rehearsal_room(room: Served) -> None:
    officer, coordinator = await room.enter("陈建国"), await room.enter("赵敏")
    push = await officer.hears("officers", "今日三条 · 11月23日")
    await officer.press("officers", push, "已分享 1")
    await officer.toasted("已记 1/3")
    await coordinator.move("+1w")
    await coordinator.move("+1h")
    asked = await coordinator.hears("coordinators", "每周抽查")
    assert "陈建国 · 微信群" in read_aloud(asked)
    assert [label.partition(" ")[2] for label in buttons(asked)] == ["看到了", "没看到", "说不准"]
    await coordinator.press("coordinators", asked, "没看到")
    await coordinator.toasted("第 1 条记下了：没看到。")
    edited = await coordinator.hears("coordinators", "答：没看到")
    assert (edited["id"], edited["edited"]) == (asked["id"], True)
    async with room.room.app.database.read() as db:
        (row,) = (await db.execute(select(checks))).all()
    assert (row.week, row.day, row.answer) == (date(2026, 11, 30), date(2026, 11, 23), "not-seen")
    assert officer.said(officer.private, "抽查") is None
