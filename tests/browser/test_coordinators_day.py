"""What coordinators see and decide, by taps, on a phone and at a desk."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import DESK, PHONE, Size
from tests.fakes.room import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_desk_swaps_and_approves_and_the_digest_follows(arrive: Arrive, size: Size) -> None:
    coordinator = await arrive(size, "赵敏")
    await coordinator.open("coordinators")
    await coordinator.hears("科普简报（11月21日至11月22日）")
    for hour in range(11, 17):
        await coordinator.move("+1h", f"{hour}:05")
    preview = await coordinator.hears("请审看 · 11月24日")
    second = preview.locator(".card h4").nth(1)
    before = await second.inner_text()
    await coordinator.press(preview, "换第2条")
    await coordinator.toasted("换好了")
    await expect(second).not_to_have_text(before)
    after = await second.inner_text()
    await coordinator.press(preview, "批准")
    await expect(coordinator.message("赵敏已批准，到点推送")).to_be_visible()
    await coordinator.is_well()
    await coordinator.move("tomorrow", "11月24日（周二） 10:05")
    await coordinator.hears("科普简报（11月23日）")
    await coordinator.open("officers")
    await expect((await coordinator.hears("今日三条 · 11月24日")).locator(".card h4").nth(1)).to_have_text(after)


async def test_an_event_told_in_one_window_is_accepted_in_another(arrive: Arrive) -> None:
    officer, coordinator = await arrive(PHONE, "李守田"), await arrive(DESK, "赵敏")
    await officer.open("officers")
    await officer.say("/report 健康讲座 62人 今天上午")
    await officer.press(await officer.hears("请核对，没错就确认"), "确认上报")
    await expect(coordinator.page.get_by_test_id("unread-coordinators")).to_be_visible()
    await coordinator.open("coordinators")
    await coordinator.press(await coordinator.hears("李守田上报了一场活动"), "通过")
    await expect(coordinator.message("已通过（赵敏）")).to_be_visible()


async def test_a_newcomer_is_let_in(arrive: Arrive, room: Served, size: Size) -> None:
    code = (await room.room.codes())["unit"]
    coordinator, newcomer = await arrive(size, "赵敏"), await arrive(size)
    await newcomer.page.get_by_test_id("new-person-name").fill("小雨老师")
    await newcomer.tap(newcomer.page.get_by_test_id("new-person-create"))
    await newcomer.tap(newcomer.page.get_by_test_id("hint-start" if newcomer.phone else "hint-close"))
    await newcomer.open("~")
    await newcomer.say(f"/join {code}")
    await newcomer.press(await newcomer.hears("您同意吗？"), "同意")
    await newcomer.press(await newcomer.hears("怎么称呼您"), "小雨老师")
    await newcomer.hears("申请已经交给协调员")
    await newcomer.is_well()
    await coordinator.open("coordinators")
    await coordinator.press(await coordinator.hears("小雨老师申请担任"), "确认")
    await newcomer.hears("协调员已经确认")
    await newcomer.say("分享 1 3")
    await newcomer.hears("已记 2/3")


async def test_a_new_group_is_made_and_bound(arrive: Arrive, room: Served) -> None:
    code = (await room.room.codes())["group"]
    coordinator = await arrive(PHONE, "赵敏")
    await coordinator.tap(coordinator.page.get_by_test_id("new-group"))
    await coordinator.page.get_by_test_id("new-group-name").fill("柳河镇信息员群")
    await coordinator.tap(coordinator.page.get_by_test_id("new-group-create"))
    await coordinator.hears("还差一步")
    await coordinator.say(f"/bind {code}")
    await coordinator.hears("绑定好了")


async def test_two_months_go_by_and_one_sees_them_go(arrive: Arrive) -> None:
    coordinator = await arrive(PHONE, "赵敏")
    await coordinator.open("coordinators")
    await coordinator.tap(coordinator.page.get_by_test_id("clock-+2m"))
    await expect(coordinator.page.get_by_test_id("clock-progress")).to_be_visible()
    await expect(coordinator.page.get_by_test_id("clock-+1w")).to_be_disabled()
    await expect(coordinator.page.get_by_test_id("clock-label")).to_contain_text(
        "2027年1月23日（周六） 10:", timeout=90_000
    )
    await expect(coordinator.page.get_by_test_id("clock-progress")).to_be_hidden(timeout=90_000)
    await coordinator.hears("2027年的放假安排还没有公布，工作日是暂定的。")
    await coordinator.is_well()
