"""Files to the bot and from it, pictures, and passing its messages on: on a phone and at a desk."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Locator, expect

from kpbot.domain.messages import Attachment, Chat, Outgoing
from kpbot.platforms.rehearsal import Rehearsal
from kpbot.services import stored
from tests.browser.conftest import Arrive
from tests.browser.visitor import Size, Visitor
from tests.fakes.room import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def picture() -> bytes:
    held = BytesIO()
    Image.new("RGB", (1200, 700), (40, 120, 90)).save(held, "PNG")
    return held.getvalue()


def platform_of(room: Served) -> Rehearsal:
    platform = room.room.app.platforms["rehearsal"]
    assert isinstance(platform, Rehearsal)
    return platform


async def saved_by(visitor: Visitor, file: Locator) -> tuple[str, bytes]:
    """The name and content of what a tap on it saves."""
    async with visitor.page.expect_download() as saving:
        await visitor.tap(file)
    saved = await saving.value
    return saved.suggested_filename, await asyncio.to_thread(Path(await saved.path()).read_bytes)


async def test_a_file_is_sent_and_can_be_saved_again(arrive: Arrive, size: Size, tmp_path: Path) -> None:
    sheet = tmp_path / "青禾县 信息员名单（2026年第三次汇总，已核对）.csv"
    sheet.write_text("单位,姓名\n槐树村,李守田\n", encoding="utf-8")
    coordinator = await arrive(size, "赵敏")
    await coordinator.open("~")
    await coordinator.page.get_by_test_id("photo-input").set_input_files(sheet)
    await expect(coordinator.page.get_by_test_id("strip")).to_contain_text("信息员名单")
    await coordinator.is_well()
    await coordinator.tap(coordinator.page.get_by_test_id("send"))
    mine = coordinator.page.get_by_test_id("messages").locator("li.mine").last
    await expect(mine.get_by_test_id("file")).to_contain_text(sheet.name)
    assert await saved_by(coordinator, mine.get_by_test_id("file")) == (sheet.name, sheet.read_bytes())


async def test_a_file_that_is_too_big_is_refused_in_words(arrive: Arrive, size: Size, tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(10_000_001)
    coordinator = await arrive(size, "赵敏")
    await coordinator.open("~")
    await coordinator.page.get_by_test_id("photo-input").set_input_files(huge)
    await expect(coordinator.page.get_by_test_id("alert")).to_contain_text("超过10兆")
    await expect(coordinator.page.get_by_test_id("strip")).to_be_hidden()


async def test_pictures_are_shown_and_documents_saved(arrive: Arrive, room: Served, size: Size) -> None:
    officer = await arrive(size, "陈建国")
    await officer.open("officers")
    platform = platform_of(room)
    chat = Chat("rehearsal", "officers")
    shown = await stored.keep(platform.folder, f"card-{size[0]}.png", picture(), NOW)
    await platform.send(chat, Outgoing(title="转发图", text="长按保存。", picture=shown))
    image = (await officer.hears("长按保存")).locator("img.picture")
    await expect(image).to_have_js_property("complete", value=True)
    assert await image.evaluate("(node) => node.naturalWidth") == 1200
    assert await image.evaluate("(node) => node.getBoundingClientRect().width") > 200
    paper = await stored.keep(platform.folder, f"q-{size[0]}.docx", b"PK paper", NOW)
    await platform.send(chat, Outgoing(text="季度报告在这里。", document=Attachment(paper, "第四季度 报告.docx")))
    there = (await officer.hears("季度报告")).get_by_test_id("file")
    assert await saved_by(officer, there) == ("第四季度 报告.docx", b"PK paper")


async def forward(visitor: Visitor, words: str, chat: str) -> None:
    """By the menu that a long press opens on a phone, by the arrow beside the message at a desk."""
    message = await visitor.hears(words)
    if visitor.phone:
        await message.locator(".content").dispatch_event("touchstart")
        await visitor.tap(visitor.page.get_by_test_id("menu-forward"))
    else:
        await message.hover()
        await message.get_by_role("button", name="转发", exact=True).click()
    await visitor.is_well()
    await visitor.tap(visitor.page.get_by_test_id(f"forward-to-{chat}"))


async def test_a_message_of_the_bot_is_passed_on_to_another_chat(arrive: Arrive, size: Size) -> None:
    officer = await arrive(size, "陈建国")
    await officer.open("officers")
    await forward(officer, "今日三条 · 11月23日", "public")
    await officer.toasted("已转发")
    await officer.open("public")
    mine = officer.page.get_by_test_id("messages").locator("li.mine").last
    await expect(mine).to_contain_text("转发自机器人")
    await expect(mine.locator(".card")).to_have_count(3)
    await expect(mine.locator(".key")).to_have_count(0)
