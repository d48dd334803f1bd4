"""The official app's export sent where coordinators are: over Telegram and in the rehearsal room, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from kpbot.clock import MovableClock
from kpbot.storage import tables
from tests.fakes.bot_api.county import LI, WANG, ZHAO, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.room import Served, address, furnish, served
from tests.fakes.sheets import workbook

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("姓名", "所属单位", "分享时间", "文章标题", "分享渠道", "手机号")
EXPORT = workbook(
    HEAD,
    ("李", "槐树村", datetime(2026, 11, 23, 8, 12), "冬天走路怎样防滑", "微信好友", 13800138000),  # noqa: DTZ001  # a cell
    ("王", "第一小学", "2026/11/20", "冬天走路怎样防滑", "", 13800138000),
    ("钱", "", "2026-11-20", "冬天走路怎样防滑", "", ""),
)


@pytest.fixture
async def county(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    clock.move_to(MORNING)
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, "polling").build()
        yield made
        await made.app.database.close()


async def send(county: County) -> None:
    """A table with names, units and days may be a roster as well; times, titles and channels tell that it is none."""
    county.api.world.sends_file(ZHAO, ZHAO, EXPORT, "分享明细.xlsx", XLSX)
    await county.people_did()


async def test_on_telegram(county: County) -> None:
    world = county.api.world
    async with county.running():
        await send(county)
        shown = await county.said(ZHAO, "新的 2 行，新记 2 条分享。")
        assert "没有叫“钱”的科普信息员" in shown.text
        assert "手机号" in shown.text
        assert await county.rows(tables.shares) == []
        await county.press(ZHAO, shown, "就这样入库")
        await county.said(ZHAO, "已导入 2 行，新记 2 条分享。")
        await send(county)
        again = await county.said(ZHAO, "以前导入过或表里重复的 2 行，不会再记。")
        assert "就这样入库" not in again.buttons
        assert len(await county.rows(tables.shares)) == 2
        world.says(LI, LI, "/me")
        await county.people_did()
        mine = await county.said(LI, "今天已记 1/3 条")
        assert "《冬天走路怎样防滑》→ 微信群（官方App导入）" in mine.text
    assert {row.post_id for row in await county.rows(tables.evidence)} == {county.posts[LI], county.posts[WANG]}
    stored = [str(await county.rows(table)) for table in tables.metadata.sorted_tables]
    assert not [one for one in stored if "13800138000" in one]


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    with address() as held:
        await furnish(tmp_path, held.getsockname()[1], database_url)
        async with served(tmp_path, held, database_url) as one:
            yield one


async def test_in_the_rehearsal_room(room: Served) -> None:
    coordinator, officer = await room.enter("赵敏"), await room.enter("陈建国")
    export = workbook(("姓名", "日期", "篇数"), ("陈建国", "2026-11-23", 3), ("查无此人", "2026-11-23", 1))
    async with httpx.AsyncClient(base_url=room.url, trust_env=False) as client:
        answer = await client.post("/room/files", content=export, headers={"Origin": room.url})
    file = {"id": answer.raise_for_status().json()["id"], "name": "每日篇数.xlsx"}
    said = {"t": "say", "key": "export", "chat": coordinator.private, "text": "", "photos": [], "files": [file]}
    coordinator.send(said | {"reply_to": None})
    assert (await coordinator.answer("export"))["t"] == "ack"
    shown = await coordinator.hears(coordinator.private, "新的 1 行，新记 3 条分享。")
    await coordinator.press(coordinator.private, shown, "就这样入库")
    await coordinator.hears(coordinator.private, "已导入 1 行，新记 3 条分享。")
    push = await officer.hears("officers", "今日三条 · 11月23日")
    await officer.press("officers", push, "已分享 1")
    await officer.toasted("已记 3/3")
