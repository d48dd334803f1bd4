"""A coordinator adds a page: fetched from a real server on 127.0.0.1, looked at, taken up or not."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from content_feeds import build_feeds, build_visit
from kpbot.clock import MovableClock
from kpbot.domain.content import ADDED, Item, ItemState, Source, Topic, Trust
from kpbot.domain.people import PostState
from kpbot.domain.places import Level
from kpbot.domain.words import read_words
from kpbot.services import adding, item_pictures
from kpbot.services.catalog import BY_COORDINATORS, Catalog
from kpbot.settings import Settings
from kpbot.storage import items, places
from kpbot.storage.database import Database
from tests.fakes.feed_server import Answer, FeedServer, feed_server
from tests.fakes.stage import RESERVE, Heard, Stage

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ARTICLE = """<html><head><title>春天花粉过敏怎么办_健康频道</title>
<meta property="og:title" content="春天花粉过敏怎么办"><meta property="og:site_name" content="清河健康网">
<meta property="og:image" content="/pollen.jpg"></head><body><nav><a href="/">首页</a></nav>
<article><h1>春天花粉过敏怎么办</h1>
<p>春天一到，不少人打喷嚏、流鼻涕，这可能是花粉过敏。<script>alert(1)</script></p>
<p>出门戴口罩，回家先洗脸换衣，花粉多的日子少开窗。</p>
<p>症状重的，请到医院看医生，不要自己乱用药。</p></article></body></html>"""


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(out, "PNG")
    return out.getvalue()


class Desk:
    """A stage with the page reader, and a publisher's server."""

    def __init__(self, stage: Stage, server: FeedServer, folder: Path) -> None:
        self.stage, self.server, self.folder = stage, server, folder
        self.feeds = build_feeds(server.allowed, "kpbot test")
        self.visit = build_visit(server.allowed, "kpbot test")

    async def work(self) -> list[Heard]:
        """The job, as if a minute had passed."""
        self.stage.clock.move_to(self.stage.clock.now() + timedelta(minutes=1))
        pages = adding.Pages(self.stage.database, self.stage.settings, self.stage.catalog, self.feeds, self.visit)
        await adding.fetch_waiting(pages, self.stage.clock.now())
        return await self.stage.heard()

    async def add(self, address: str, who: str = "赵", chat: str = "~") -> Heard:
        """Ask for a page and get what comes of it."""
        await self.stage.say(who, chat, f"/add {address}")
        (shown,) = await self.work()
        return shown

    async def item(self, shown: Heard) -> Item:
        item_id = int(next(iter(shown.buttons.values())).split(":")[2])
        async with self.stage.database.read() as db:
            return (await items.by_ids(db, [item_id]))[item_id]


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    catalog = Catalog({"reserve": RESERVE, ADDED: BY_COORDINATORS}, keywords={Topic.HEALTH: ("过敏", "花粉")})
    stage = await Stage(database, MovableClock(NOON), Settings(data_dir=tmp_path), catalog).build()
    async with feed_server() as server:
        server.serve("/a?utm_source=x", ARTICLE, "text/html; charset=utf-8")
        server.serve("/a", ARTICLE, "text/html; charset=utf-8")
        server.serve("/pollen.jpg", picture(2400, 1200), "image/png")
        yield Desk(stage, server, tmp_path)


async def test_a_page_is_shown_and_taken_up(desk: Desk) -> None:
    (first,) = await desk.stage.say("赵", "~", f"/添加 看看这个 {desk.server.url('/a?utm_source=x')}，谢谢")
    assert "正在打开" in first.text
    (shown,) = await desk.work()
    assert shown.outgoing.title == "春天花粉过敏怎么办"
    assert "打喷嚏" in shown.text
    assert "alert" not in shown.text
    assert "utm" not in shown.text
    assert "卫生健康" in shown.text
    assert "清河健康网" in shown.text
    assert list(shown.buttons) == ["采用", "不用", "改摘要", "改主题", "不用配图"]
    with Image.open(desk.folder / shown.outgoing.picture) as kept:
        assert kept.format == "JPEG"
        assert kept.size == (1200, 600)
    item = await desk.item(shown)
    assert (item.state, item.scope, item.source) == (ItemState.REVIEW, desk.stage.county.path, ADDED)
    *_, after = await desk.stage.press("赵", "~", shown.buttons["采用"])
    assert "已采用" in after.text
    assert not after.buttons
    assert (await desk.item(shown)).state is ItemState.READY


async def test_nothing_is_proposed_before_somebody_took_it_up(desk: Desk) -> None:
    await desk.add(desk.server.url("/a"))
    (preview,) = [heard for heard in await desk.stage.prepare(NOON + timedelta(hours=4)) if "preview:" in heard.key]
    assert not preview.outgoing.cards


async def test_what_was_taken_up_is_proposed_under_the_name_of_who_said_it(desk: Desk) -> None:
    shown = await desk.add(desk.server.url("/a"))
    await desk.stage.press("赵", "~", shown.buttons["采用"])
    (preview,) = [heard for heard in await desk.stage.prepare(NOON + timedelta(hours=4)) if "preview:" in heard.key]
    assert [(card.title, card.source) for card in preview.outgoing.cards] == [("春天花粉过敏怎么办", "清河健康网")]


async def test_the_same_page_twice_is_said_to_be_there(desk: Desk) -> None:
    shown = await desk.add(desk.server.url("/a"))
    (again,) = await desk.stage.say("赵", "coordinators", f"/add {desk.server.url('/a?utm_medium=y')}")
    assert "添加过" in again.text
    assert again.buttons == shown.buttons
    await desk.stage.press("赵", "~", shown.buttons["不用"])
    (later,) = await desk.stage.say("赵", "~", f"/add {desk.server.url('/a')}")
    assert "以前定为不用" in later.text
    assert not later.buttons
    assert not await desk.work()


async def test_two_who_name_a_page_at_once_get_one_fetch(desk: Desk) -> None:
    await desk.stage.say("赵", "~", f"/add {desk.server.url('/a')}")
    (answer,) = await desk.stage.say("赵", "coordinators", f"/add {desk.server.url('/a')}")
    assert "正在打开" in answer.text
    assert len(await desk.work()) == 1


async def test_topic_and_picture_are_chosen(desk: Desk) -> None:
    shown = await desk.add(desk.server.url("/a"))
    (asked,) = await desk.stage.press("赵", "~", shown.buttons["改主题"])
    assert "请选主题" in asked.text
    assert asked.outgoing.picture
    *_, after = await desk.stage.press("赵", "~", asked.buttons["生活科学"])
    assert "主题：生活科学" in after.text
    *_, bare = await desk.stage.press("赵", "~", after.buttons["不用配图"])
    assert "配图：不用" in bare.text
    assert "用配图" in bare.buttons
    await desk.stage.press("赵", "~", bare.buttons["采用"])
    assert await item_pictures.forget_unused(desk.stage.database, desk.folder) == 1
    assert not (desk.folder / shown.outgoing.picture).exists()


async def test_a_page_without_text_needs_a_summary_and_the_talk_outlives_a_restart(desk: Desk) -> None:
    desk.server.serve(
        "/bare", "<html><head><title>看图学急救</title></head><body><img src=x></body></html>", "text/html"
    )
    shown = await desk.add(desk.server.url("/bare"))
    assert "没有读到正文" in shown.text
    assert "采用" not in shown.buttons
    *_, refused = await desk.stage.forge("赵", "~", shown.buttons["不用"].replace(":no:", ":ok:"))
    assert "请先写几句摘要" in refused.outgoing.text
    (asked,) = await desk.stage.press("赵", "~", shown.buttons["写摘要"])
    assert "看图学急救" in asked.text
    begun_anew = replace(desk.stage)
    begun_anew._heard = desk.stage._heard
    (short,) = await begun_anew.say("赵", "~", "太短", key="s1")
    assert "太短" in short.text
    (after,) = await begun_anew.say(
        "赵", "~", "图里教了心肺复苏的步骤：先拍肩呼喊，再按压胸口，并请人拨打120。", key="s2"
    )
    assert "心肺复苏" in after.text
    assert "采用" in after.buttons
    await begun_anew.press("赵", "~", after.buttons["采用"])
    item = await desk.item(after)
    assert item.state is ItemState.READY
    assert item.edited_by == desk.stage.persons["赵"]


async def test_a_summary_can_be_left_as_it_is(desk: Desk) -> None:
    shown = await desk.add(desk.server.url("/a"))
    await desk.stage.press("赵", "~", shown.buttons["改摘要"])
    (left,) = await desk.stage.say("赵", "~", "取消")
    assert "没有改" in left.text


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Answer(status=404), "没有这个网页"),
        (Answer(status=410), "已经删掉"),
        (Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "这不是网页（application/pdf）"),
        (Answer(b"<html><body></body></html>", headers={"Content-Type": "text/html"}), "没有读到标题和正文"),
        (Answer(status=302, headers={"Location": "http://127.0.0.2:1/"}), "内部网络"),
        (Answer(b"x", headers={"Content-Length": "99999999", "Content-Type": "text/html"}), "超过 15 MB"),
    ],
)
async def test_why_nothing_came_is_said_in_words(desk: Desk, page: Answer, said: str) -> None:
    desk.server.pages["/x"] = page
    shown = await desk.add(desk.server.url("/x"))
    assert said in shown.text
    assert desk.server.url("/x") in shown.text


async def test_a_site_that_is_out_of_order_is_tried_three_times(desk: Desk) -> None:
    desk.server.pages["/x"] = Answer(status=503)
    await desk.stage.say("赵", "~", f"/add {desk.server.url('/x')}")
    assert not await desk.work()
    desk.stage.clock.move_to(desk.stage.clock.now() + timedelta(minutes=10))
    assert not await desk.work()
    desk.stage.clock.move_to(desk.stage.clock.now() + timedelta(minutes=10))
    (told,) = await desk.work()
    assert "一直很忙" in told.text
    assert len(desk.server.asked) == 3


async def test_a_private_address_is_refused_unless_allowed(desk: Desk) -> None:
    desk.feeds = build_feeds(frozenset(), "kpbot test")
    shown = await desk.add(desk.server.url("/a"))
    assert "内部网络" in shown.text
    assert not desk.server.asked


@pytest.mark.parametrize(("who", "chat", "said"), [("李", "~", "协调员"), ("赵", "officers", "请在私聊或者协调员群")])
async def test_only_coordinators_add_and_only_at_their_desk(desk: Desk, who: str, chat: str, said: str) -> None:
    (answer,) = await desk.stage.say(who, chat, f"/add {desk.server.url('/a')}")
    assert said in answer.text
    assert not await desk.work()


async def test_a_coordinator_of_elsewhere_cannot_decide(desk: Desk) -> None:
    shown = await desk.add(desk.server.url("/a"))
    async with desk.stage.database.write() as db:
        other = await places.add_region(db, "白杨县", Level.COUNTY, desk.stage.city)
    await desk.stage.coordinator("孙", other)
    (refused,) = await desk.stage.press("孙", "~", shown.buttons["采用"])
    assert "别的地区" in refused.text
    (answer,) = await desk.stage.say("孙", "~", f"/add {desk.server.url('/a')}")
    assert "正在打开" in answer.text  # it is not there for 白杨县
    (own,) = await desk.work()
    assert own.buttons != shown.buttons


async def test_a_blocked_word_stays_blocked(desk: Desk) -> None:
    words = read_words({"words": {"block": ["花粉"]}})
    desk.stage.catalog = replace(desk.stage.catalog, words=words)
    shown = await desk.add(desk.server.url("/a"))
    assert "禁用词" in shown.text
    assert not shown.buttons


async def test_a_page_of_a_declared_site_belongs_to_its_source(desk: Desk) -> None:
    own = Source(
        "kepu",
        "科普中国网",
        "syndication",
        "http://x",
        brand="科普中国",
        counts=True,
        enabled=True,
        sites=("127.0.0.1",),
    )
    desk.stage.catalog = replace(desk.stage.catalog, sources={**desk.stage.catalog.sources, "kepu": own})
    shown = await desk.add(desk.server.url("/a"))
    item = await desk.item(shown)
    assert (item.source, item.counts, item.publisher) == ("kepu", True, "")
    assert "来源：科普中国" in shown.text
    assert own.trust is Trust.REVIEW
    assert item.state is ItemState.REVIEW


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (30, 900)])
async def test_a_picture_that_only_counts_readers_is_not_kept(desk: Desk, size: tuple[int, int]) -> None:
    desk.server.serve("/pollen.jpg", picture(*size), "image/png")
    shown = await desk.add(desk.server.url("/a"))
    assert not shown.outgoing.picture
    assert "配图" not in shown.text
    assert not list(desk.folder.rglob("*.jpg"))


async def test_a_pending_officer_is_no_coordinator(desk: Desk) -> None:
    await desk.stage.officer("周", desk.stage.village, PostState.PENDING)
    (answer,) = await desk.stage.say("周", "~", "/add")
    assert "协调员" in answer.text
