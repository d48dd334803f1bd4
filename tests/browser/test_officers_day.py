"""What an officer does in a day, by taps, on a phone and at a desk."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Size, apart
from tests.fakes.room import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_three_items_are_shared_by_taps(arrive: Arrive, size: Size) -> None:
    officer = await arrive(size, "陈建国")
    await expect(officer.page.get_by_test_id("clock-label")).to_contain_text("2026年11月23日（周一） 10:05")
    await officer.open("officers")
    push = await officer.hears("今日三条 · 11月23日")
    await expect(push.locator(".card")).to_have_count(3)
    for done in (1, 2, 3):
        await officer.press(push, f"已分享 {done}")
        await officer.toasted(f"已记 {done}/3")
        toast = await officer.box(officer.page.get_by_test_id("toast"))
        for key in await push.locator(".key").all():
            assert apart(toast, await officer.box(key)), "the toast covers the keyboard"
    await officer.is_well()
    await officer.move("+1h", "11:05")
    await expect(push).to_contain_text("今天已有 1 位信息员分享")
    await officer.press(push, "复制文字")
    await officer.toasted("已发到您和我的私聊里")
    await officer.open("~")
    assert await officer.page.get_by_test_id("toast").is_hidden(), "a toast stays behind where it was"
    await officer.command("me")
    await officer.hears("今天已记 3/3 条")


async def test_an_item_is_read_on_its_own_page(arrive: Arrive, size: Size) -> None:
    reader = await arrive(size, "居民老魏")
    await reader.open("public")
    push = await reader.hears("今日三条 · 11月23日")
    title = (await push.locator(".card").first.locator("h4").inner_text()).strip()
    async with reader.page.expect_popup() as opened:
        await reader.tap(push.get_by_role("link").first)
    item = await opened.value
    await expect(item.get_by_role("heading", level=1)).to_have_text(title)
    assert "/i/" in item.url
    assert await item.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert await item.locator("meta[property='og:title']").get_attribute("content") == title
    picture = item.locator("img").first
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("(image) => image.naturalWidth") > 0
    await item.close()


async def test_an_event_is_told_in_taps_and_two_words(arrive: Arrive, size: Size, tmp_path: Path) -> None:
    pictures = [tmp_path / f"{n}.jpg" for n in range(2)]
    for n, path in enumerate(pictures):
        Image.new("RGB", (640, 480), (90 + 60 * n, 140, 90)).save(path)
    officer = await arrive(size, "李守田")
    await officer.open("~")
    await officer.command("report")
    await officer.tap(officer.page.get_by_test_id("send"))
    await officer.press(await officer.hears("办的是什么活动"), "讲座")
    await officer.press(await officer.hears("是哪天办的"), "今天")
    await officer.hears("来了多少人")
    await officer.say("六十二人")
    await officer.press(await officer.hears("请核对，没错就确认"), "加照片")
    await officer.hears("请把照片直接发到这里")
    await officer.page.get_by_test_id("photo-input").set_input_files(pictures)
    await expect(officer.page.get_by_test_id("strip").locator("img")).to_have_count(2)
    await officer.tap(officer.page.get_by_test_id("send"))
    await officer.press(await officer.hears("照片 2 张"), "好了")
    await officer.press(await officer.hears("请核对，没错就确认"), "确认上报")
    done = await officer.hears("已上报，等协调员审阅")
    await expect(done).to_contain_text("62 人")
    await officer.tap(officer.page.get_by_test_id("photo").last)
    await expect(officer.page.get_by_test_id("photo-view").locator("img")).to_be_visible()
    await officer.tap(officer.page.get_by_test_id("photo-view-close"))


async def test_a_reminder_is_answered_by_one_tap(arrive: Arrive, size: Size) -> None:
    officer = await arrive(size, "李守田")
    await officer.open("~")
    reminder = await officer.hears("槐树村 宣传栏：该更新了")
    await officer.is_well()
    await officer.press(reminder, "已更换")
    await expect(officer.message("11月23日已更换")).to_be_visible()
    await officer.move("tomorrow", "11月24日（周二） 10:05")
    await officer.open("officers")
    await officer.hears("今日三条 · 11月24日")


async def test_whoever_is_tapped_ten_times_says_it_once(arrive: Arrive, room: Served, size: Size) -> None:
    officer, other = await arrive(size, "周美玲"), await arrive(size, "何文斌")
    for one in (officer, other):
        await one.open("officers")
    key = officer.message("今日三条").locator(".key").first
    await key.evaluate("(node) => { for (let n = 0; n < 10; n += 1) node.click(); }")
    await other.press(other.message("今日三条"), "三条都分享了")
    await officer.toasted("已记 1/3")
    await other.toasted("已记 3/3")
    await officer.open("~")
    await officer.command("me")
    await officer.hears("今天已记 1/3 条")
