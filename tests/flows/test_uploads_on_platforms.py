"""Sheets sent where people are: over Telegram, by polling and by webhook, and in the rehearsal room, on both
databases, with the kinds that there are."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import openpyxl
import pytest
from sqlalchemy import func, select

from kpbot.clock import MovableClock
from kpbot.storage import tables
from tests.fakes.bot_api.county import DESK, LI, ZHAO, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.room import Served, Window, address, served
from tests.fakes.sheets import workbook

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ITEMS = workbook(
    ("标题", "摘要", "链接", "分类", "联系电话"),
    ("冬季一氧化碳中毒怎样预防", "生炉取暖要留通风口，头晕恶心时先开窗再求助。", "", "应急", 13912345678),
    ("果树冬剪的三个要点", "先去病枝再疏密枝，剪口要平，大伤口涂保护剂。", "", "农业", 13812345678),
)
FAULTY = workbook(
    ("标题", "摘要"),
    ("果树冬剪的三个要点", "先去病枝再疏密枝，剪口要平，大伤口涂保护剂。"),
    *((f"第{number}条", "短") for number in range(12)),
)
ROSTER = workbook(
    ("青禾县科普信息员花名册",),
    ("序号", "乡镇", "行政村", "信息员姓名", "手机号码"),
    (1, "闾阳镇", "杨树村", "张　三", 13912345678),
    (2, "闾阳镇", "柳树村", "李四", 13812345678),
    ("合计", "", 2, "", ""),
)


@pytest.fixture(params=["polling", "webhook"])
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    clock.move_to(MORNING)
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, request.param).build()
        yield made
        await made.app.database.close()


async def test_items_sent_to_the_bot_on_telegram(county: County) -> None:
    world = county.api.world
    async with county.running():
        world.sends_file(ZHAO, ZHAO, ITEMS, "科普内容.xlsx", XLSX)
        await county.people_did()
        await county.said(ZHAO, "收到《科普内容》，正在核对…")
        shown = await county.said(ZHAO, "读到 1 张工作表、2 行")
        assert "这些列没有读取：联系电话" in shown.text
        assert list(shown.buttons) == ["就这样入库", "不要了"]
        before = len(await county.rows(tables.items))
        await county.press(ZHAO, shown, "就这样入库")
        await county.api.until(
            lambda: len(county.api.messages(ZHAO)) >= 3
        )  # the second was changed, this says it is done
        (row,) = await county.rows(tables.uploads)
        assert (row.state, row.rows, row.details) == ("applied", "", "{}")
    assert len(await county.rows(tables.items)) == before + 2


async def test_many_remarks_come_as_a_file_on_telegram(county: County) -> None:
    async with county.running():
        county.api.world.sends_file(ZHAO, ZHAO, FAULTY, "科普内容.xlsx", XLSX)
        await county.people_did()
        shown = await county.said(ZHAO, "还有 7 条，全部见所附表格")
        await county.api.until(lambda: [one for one in county.api.messages(ZHAO) if one.document])
        (file,) = [one for one in county.api.messages(ZHAO) if one.document]
    assert file.name == "科普内容（核对意见）.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(file.document)).active
    assert sheet is not None
    assert sheet.max_row == 13
    assert list(shown.buttons) == ["就这样入库", "不要了"]


async def test_a_roster_sent_to_the_coordinators_group_on_telegram(county: County) -> None:
    world = county.api.world
    async with county.running():
        world.sends_file(ZHAO, DESK, ROSTER, "花名册.xlsx", XLSX)  # without the command
        world.sends_file(LI, LI, ROSTER, "花名册.xlsx", XLSX)
        world.sends_file(ZHAO, DESK, ROSTER, "花名册.xlsx", XLSX, caption="/import")
        await county.people_did()
        assert "表格由协调员来导入" in (await county.said(LI, "表格")).text
        shown = await county.said(DESK, "《花名册》是名册")
        assert len(await county.rows(tables.uploads)) == 1
        assert "手机号码" in shown.text
        before = len(await county.rows(tables.units))
        said = len(county.api.messages(DESK))
        await county.press(ZHAO, shown, "就这样入库")
        await county.api.until(lambda: len(county.api.messages(DESK)) > said)
    assert len(await county.rows(tables.units)) == before + 2
    stored = [str(await county.rows(table)) for table in tables.metadata.sorted_tables]
    assert not [one for one in stored if "13912345678" in one or "13812345678" in one]


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    url = database_url if database_url.startswith("postgresql") else ""
    with address() as held:
        async with served(tmp_path, held, url) as one:
            yield one


async def bring(room: Served, window: Window, chat: str, content: bytes, name: str, text: str = "") -> None:
    """Someone sends a file in the room."""
    async with httpx.AsyncClient(base_url=room.url, trust_env=False) as client:
        answer = await client.post("/room/files", content=content, headers={"Origin": room.url})
    file = {"id": answer.raise_for_status().json()["id"], "name": name}
    key = f"file-{name}-{len(window.frames)}"
    window.send({"t": "say", "key": key, "chat": chat, "text": text, "photos": [], "files": [file], "reply_to": None})
    assert (await window.answer(key))["t"] == "ack"


async def number(room: Served, table: object) -> int:
    async with room.room.app.database.read() as db:
        return int((await db.execute(select(func.count()).select_from(table))).scalar_one())  # type: ignore[arg-type]


async def test_items_sent_to_the_bot_in_the_room(room: Served) -> None:
    coordinator = await room.enter("赵敏")
    mine = coordinator.private
    before = await number(room, tables.items)
    await bring(room, coordinator, mine, ITEMS, "科普内容.xlsx")
    await coordinator.hears(mine, "收到《科普内容》，正在核对…")
    shown = await coordinator.hears(mine, "读到 1 张工作表、2 行")
    await coordinator.press(mine, shown, "就这样入库")
    await coordinator.hears(mine, "正在入库《科普内容》…")
    await coordinator.until(lambda: coordinator.said(mine, "2 条"))
    assert await number(room, tables.items) == before + 2
    await bring(room, coordinator, mine, ITEMS, "科普内容.xlsx")
    await coordinator.hears(mine, "没有要改的")
    assert await number(room, tables.items) == before + 2


async def test_questions_and_no_in_the_room(room: Served) -> None:
    coordinator, officer = await room.enter("赵敏"), await room.enter("陈建国")
    mine = coordinator.private
    content = workbook(("文章", "摘要"), ("果树冬剪的三个要点", "先去病枝再疏密枝，剪口要平，大伤口涂保护剂。"))
    await bring(room, coordinator, mine, content, "内容.xlsx")
    which = await coordinator.hears(mine, "《内容》是哪一种表？")
    await coordinator.press(mine, which, "科普内容")
    which = await coordinator.hears(mine, "哪一列是“标题”？")
    await coordinator.press(mine, which, "文章")
    shown = await coordinator.hears(mine, "读到 1 张工作表、1 行")
    await coordinator.press(mine, shown, "不要了")
    await coordinator.hears(mine, "《内容》不导入了，读到的内容已删除。")
    await bring(room, officer, officer.private, ITEMS, "科普内容.xlsx")
    await officer.hears(officer.private, "表格由协调员来导入")
