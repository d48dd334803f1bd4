"""The page of the room: both languages, hostile words, and a server that goes away and comes back."""

import socket
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import DESK, HAN, PHONE, Visitor
from tests.fakes.room import served

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_in_english(arrive: Arrive) -> None:
    officer = await arrive(DESK, "陈建国", lang="en-GB")
    await expect(officer.page.get_by_role("heading", level=1)).to_have_text("科普排练室")
    await officer.tap(officer.page.get_by_test_id("lang"))
    await officer.open("~")
    await officer.say("/lang")
    await officer.press(await officer.hears("Which language do you prefer?"), "English")
    await officer.command("help")
    await officer.hears("/today")
    await officer.open("officers")
    await officer.press(await officer.hears("今日三条"), "已分享 1")
    await officer.toasted("1 of 3 noted")
    assert not HAN.search(await officer.page.get_by_test_id("toast").inner_text())
    assert await officer.page.evaluate("() => document.documentElement.lang") == "en"
    shown = await officer.page.locator("[data-t]").all_inner_texts()
    assert [text for text in shown if HAN.search(text)] == []
    await officer.move("tomorrow", "10:05")
    await officer.tap(officer.page.get_by_test_id("lang"))
    await expect(officer.page.get_by_role("heading", level=1)).to_have_text("科普排练室")


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "\u202eشاهد \u2067مريم", "字" * 40])
async def test_names_and_words_are_only_text(arrive: Arrive, name: str) -> None:
    stranger = await arrive(PHONE)
    stranger.page.on("dialog", lambda dialog: stranger.troubles.append(dialog.message))
    await stranger.page.get_by_test_id("new-person-name").fill(name)
    await stranger.tap(stranger.page.get_by_test_id("new-person-create"))
    await stranger.tap(stranger.page.get_by_test_id("hint-start"))
    await stranger.open("public")
    await stranger.say("<b onclick=alert(1)>您好</b> javascript:alert(1) " + "W" * 400)
    await expect(stranger.page.get_by_test_id("messages").locator("li.mine")).to_contain_text("<b onclick=alert(1)>")
    await stranger.is_well()
    await stranger.say("长" * 100_000)
    await expect(stranger.page.get_by_test_id("messages").locator("li.mine")).to_have_count(2)
    await expect(stranger.page.get_by_test_id("messages").locator("li.mine").last).to_contain_text("展开全文")
    await expect(stranger.page.get_by_test_id("unsent").locator("li")).to_have_count(0)


async def test_what_is_said_while_the_server_is_away_arrives_once(
    browser: Browser, home: Path, held: socket.socket
) -> None:
    async with served(home, held) as room:
        officer = await Visitor.arrive(browser, room.url, PHONE, "陈建国")
        await officer.open("~")
    await expect(officer.page.get_by_test_id("banner")).to_be_visible()
    await officer.say("/me")
    await expect(officer.page.get_by_test_id("unsent").locator("li")).to_have_count(1)
    async with served(home, held):
        await officer.hears("今天已记 0/3 条")
        await expect(officer.page.get_by_test_id("unsent").locator("li")).to_have_count(0)
        await expect(officer.page.get_by_test_id("messages").locator("li.mine")).to_have_count(1)
        await expect(officer.page.get_by_test_id("banner")).to_be_hidden()
        await officer.page.context.close()
