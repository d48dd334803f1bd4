"""Popular science from a sheet that a coordinator sends: shown row by row, then loaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from kpbot.domain.content import ADDED, Item, ItemState, Source, Topic
from kpbot.domain.words import read_words
from kpbot.services import uploads
from kpbot.services.catalog import BY_COORDINATORS, Catalog
from kpbot.services.sheets.items import Items
from kpbot.services.upload_desk import Desk
from kpbot.storage import items
from kpbot.storage.tables import items as table
from tests.fakes.sheets import Shelf, workbook
from tests.fakes.stage import PLATFORM, RESERVE, Heard, Stage

HEAD = ("标题", "内容摘要", "网址", "主题", "来源", "不早于")
ICE = (
    "冰面不能走",
    "初冬和开春的冰面最薄，看着结实也会塌。",
    "https://example.cn/ice?utm_source=x",
    "防灾减灾",
    "县应急局",
    "2026年12月1日",
)
COAL = ("烧炭取暖要通风", "睡前熄火，开一条窗缝，装一个报警器。", "", "", "", "")
TOPICLESS = ("一个题目", "这是一条够长的摘要，十个字以上。", "", "养生", "", "")
KEPU = Source(
    "kepu", "科普中国网", "syndication", "x", brand="科普中国", counts=True, enabled=True, sites=("kepu.example.cn",)
)


class Office:
    def __init__(self, stage: Stage) -> None:
        self.stage, self.shelf = stage, Shelf()

    async def work(self) -> list[Heard]:
        desk = Desk(self.stage.database, self.stage.settings, self.stage.catalog, {"items": Items()})
        while await uploads.work_through(desk, {PLATFORM: self.shelf}, self.stage.clock.now()):
            pass
        return await self.stage.heard()

    async def send(self, *rows: tuple[str, ...]) -> Heard:
        file = self.shelf.put("十二月.xlsx", workbook(HEAD, *rows))
        await self.stage.say("赵", "~", "", files=[file])
        return (await self.work())[-1]

    async def load(self, *rows: tuple[str, ...]) -> Heard:
        shown = await self.send(*rows)
        await self.stage.press("赵", "~", shown.buttons["就这样入库"])
        return (await self.work())[-1]

    async def kept(self) -> list[Item]:
        async with self.stage.database.read() as db:
            found = select(table).where(table.c.source != "reserve").order_by(table.c.id)
            return [items.item_of(row) for row in (await db.execute(found)).mappings()]


@pytest.fixture
def office(stage: Stage, tmp_path: Path) -> Office:
    stage.settings = stage.dispatcher._settings = stage.settings.model_copy(update={"data_dir": tmp_path})
    words = read_words({"words": {"block": ["包治百病"], "review": ["疫苗"]}})
    sources = {"reserve": RESERVE, ADDED: BY_COORDINATORS, "kepu": KEPU}
    stage.catalog = Catalog(sources, keywords={Topic.HEALTH: ("报警器",)}, words=words)
    return Office(stage)


async def test_rows_are_shown_and_loaded_for_the_region(office: Office) -> None:
    shown = await office.send(ICE, COAL)
    assert "新增 2 条，更新 0 条，0 条已经有了。" in shown.text
    assert not await office.kept()
    await office.stage.press("赵", "~", shown.buttons["就这样入库"])
    (done,) = [heard for heard in await office.work() if "已收下" in heard.text]
    assert "新增 2 条" in done.text
    ice, coal = await office.kept()
    assert (ice.title, ice.link, ice.topic) == (ICE[0], "https://example.cn/ice", Topic.DISASTER)
    assert (ice.publisher, ice.not_before, ice.source) == ("县应急局", date(2026, 12, 1), ADDED)
    assert (coal.body, coal.link) == (COAL[1], "")
    assert {item.scope for item in (ice, coal)} == {office.stage.county.path}
    assert {item.state for item in (ice, coal)} == {ItemState.READY}


async def test_loading_twice_changes_nothing(office: Office) -> None:
    await office.load(ICE, COAL)
    before = await office.kept()
    again = await office.send(ICE, COAL)
    assert "新增 0 条，更新 0 条，2 条已经有了" in again.text
    assert "就这样入库" not in again.buttons
    assert await office.kept() == before


async def test_a_changed_row_is_changed_and_what_a_coordinator_wrote_stays(office: Office) -> None:
    await office.load(ICE, COAL)
    ice, coal = await office.kept()
    async with office.stage.database.write() as db:
        await items.write_summary(db, coal.id, "协调员自己写的摘要，十个字以上。", office.stage.persons["赵"])
    ice_now = (ICE[0], "冰面看着结实也会塌，孩子更不能上去玩。", *ICE[2:])
    coal_now = (COAL[0], "表格里又改了的摘要，十个字以上。", *COAL[2:])
    done = await office.load(ice_now, coal_now)
    assert "更新 1 条" in done.text
    assert [item.summary for item in await office.kept()] == [ice_now[1], "协调员自己写的摘要，十个字以上。"]
    assert [item.id for item in await office.kept()] == [ice.id, coal.id]


async def test_faulty_rows_are_left_out_with_what_to_write(office: Office) -> None:
    shown = await office.send(ICE, TOPICLESS, ("", "没有标题的一条摘要，够长了。", "", "", "", ""))
    assert "新增 1 条" in shown.text
    assert "2 行没法收" in shown.text
    assert "3 行：没有收：主题不认识" in shown.text.replace("第 ", "")
    assert "没有标题，请写上" in shown.text


async def test_a_word_of_the_list_holds_a_row_for_a_look_and_a_blocked_one_for_good(office: Office) -> None:
    vaccine = ("打疫苗前后注意什么", "空腹不要去，打完留观半小时再走。", "", "卫生健康", "", "")
    cure = ("包治百病的水", "喝了就好的水，是骗人的，别信也别买。", "", "卫生健康", "", "")
    shown = await office.send(vaccine, cure)
    assert "看过才用" in shown.text
    assert "不会使用" in shown.text
    await office.stage.press("赵", "~", shown.buttons["就这样入库"])
    await office.work()
    assert [item.state for item in await office.kept()] == [ItemState.REVIEW, ItemState.REJECTED]


async def test_a_page_of_a_declared_site_counts_as_its_source(office: Office) -> None:
    await office.load(
        ("科普中国的一条", "这是一条够长的摘要，十个字以上。", "https://www.kepu.example.cn/1", "", "随便写的", "")
    )
    (item,) = await office.kept()
    assert (item.source, item.counts, item.publisher) == ("kepu", True, "")


async def test_a_page_that_came_from_a_source_is_not_taken_twice(office: Office) -> None:
    await office.load(ICE)
    async with office.stage.database.write() as db:
        await db.execute(table.update().values(source="kepu", scope=""))
    shown = await office.send(ICE)
    assert "1 条已经有了" in shown.text
    assert "不再重复收" in shown.text
