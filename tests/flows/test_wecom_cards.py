"""Cards of WeCom's after somebody pressed them, in the app and with the smart bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content_feeds.reserve import Reserve
from kpbot.clock import MovableClock
from kpbot.services.gathering import gather
from kpbot.services.rhythm import Beat
from kpbot.storage import tables
from tests.fakes.everywhere import FRIDAY, LI, ZHAO, ZONE, County
from tests.fakes.wecom.bot_rig import WecomBotRig, wecom_bot_rig
from tests.fakes.wecom.rig import wecom_rig

RIGS = {"wecom": wecom_rig, "wecom-bot": wecom_bot_rig}


@pytest.fixture(params=RIGS)
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    clock.move_to(FRIDAY)
    async with RIGS[request.param](clock, tmp_path) as rig:
        made = await County(rig, database_url, clock, tmp_path).build()
        async with made.running():
            for who in (LI, ZHAO):
                await made.says(who, "你好", f"~{who}")
                await made.sees(who, "", f"~{who}")
            yield made
        await made.app.database.close()


async def previewed(county: County) -> str:
    """Where the edition's preview is to be decided."""
    await gather(county.app.database, {"reserve": Reserve()}, county.app.catalog, county.settings, FRIDAY)
    async with county.app.database.write() as db:
        await county.app.work.editions(db, Beat(ZONE, "15:30"), FRIDAY, FRIDAY)
    county.app.delivery.wake()
    desk = "coordinators" if county.rig.chat("coordinators") else f"~{ZHAO}"
    assert "批准" in (await county.sees(ZHAO, "请审看", desk)).choices
    return desk


async def test_a_question_that_was_answered_is_no_question_any_more(county: County) -> None:
    await county.says(LI, "/leave", f"~{LI}")
    await county.sees(LI, "确定卸任", f"~{LI}")
    before = await county.rig.count(f"~{LI}")
    await county.presses(LI, "不卸任", f"~{LI}")
    seen = await county.sees(LI, "没有改动", f"~{LI}")
    assert "不卸任" not in seen.choices
    assert "确定卸任" not in seen.choices
    assert await county.rig.count(f"~{LI}") == before


async def test_a_draft_leaves_no_questions_open_behind_it(county: County) -> None:
    await county.says(LI, "/report 健康讲座 62人 今天下午", f"~{LI}")
    await county.sees(LI, "确认上报", f"~{LI}")
    before = await county.rig.count(f"~{LI}")
    await county.presses(LI, "改人数", f"~{LI}")
    seen = await county.sees(LI, "多少人", f"~{LI}")
    assert "确认上报" not in seen.choices
    assert await county.rig.count(f"~{LI}") == before


async def test_a_share_that_was_withdrawn_is_not_offered_for_it_again(county: County) -> None:
    await county.push()
    if not county.rig.chat("officers"):
        await county.says(LI, "今日")
    await county.sees(LI, "11月23日")
    await county.presses(LI, "三条都分享了")
    await county.says(LI, "/me", f"~{LI}")
    title = (await county.sees(LI, "要撤回或更正", f"~{LI}")).choices[0]
    await county.presses(LI, title, f"~{LI}")
    await county.sees(LI, "撤回这条", f"~{LI}")
    await county.presses(LI, "撤回这条", f"~{LI}")
    await county.sees(LI, "今天已记 2/3 条", f"~{LI}")
    pressed = await county.sees(LI, f"《{title}》", f"~{LI}")
    assert "已处理" in pressed.words
    assert "撤回这条" not in pressed.choices


async def test_a_card_that_is_done_speaks_the_persons_language(county: County) -> None:
    await county.says(LI, "/lang", f"~{LI}")
    await county.sees(LI, "English", f"~{LI}")
    await county.presses(LI, "English", f"~{LI}")
    await county.sees(LI, "All right", f"~{LI}")
    await county.says(LI, "/leave", f"~{LI}")
    await county.sees(LI, "Stay", f"~{LI}")
    await county.presses(LI, "Stay", f"~{LI}")
    seen = await county.sees(LI, "nothing was changed", f"~{LI}")
    assert "Done" in seen.words
    assert "已处理" not in seen.words


async def test_a_preview_is_not_repeated_when_it_is_decided(county: County) -> None:
    desk = await previewed(county)
    before = await county.rig.count(desk)
    await county.presses(ZHAO, "批准", desk)
    seen = await county.sees(ZHAO, "已批准，到点推送", desk)
    assert await county.rig.count(desk) == before
    assert "批准" not in seen.choices
    assert "换第1条" in seen.choices
    await county.presses(ZHAO, "这天不推", desk)
    seen = await county.sees(ZHAO, "定了这天不推送", desk)
    assert await county.rig.count(desk) == before
    assert "skipped" in {row.state for row in await county.rows(tables.editions)}


async def test_a_press_that_comes_too_late_is_answered_with_a_line(
    database_url: str, clock: MovableClock, tmp_path: Path
) -> None:
    clock.move_to(FRIDAY)
    async with wecom_bot_rig(clock, tmp_path) as rig:
        assert isinstance(rig, WecomBotRig)
        county = await County(rig, database_url, clock, tmp_path).build()
        async with county.running():
            desk = await previewed(county)
            rig.server.refuse("aibot_respond_update_msg", 846608)
            await county.presses(ZHAO, "批准", desk)
            seen = await county.sees(ZHAO, "已批准，到点推送", desk)
            assert "已批准" in seen.words
            newest = rig.server.in_chat(rig.chat(desk))[-1]
            assert newest.kind == "template_card"
        await county.app.database.close()


async def test_a_made_up_press_replaces_no_card(database_url: str, clock: MovableClock, tmp_path: Path) -> None:
    """With the data of a button that the card never had."""
    clock.move_to(FRIDAY)
    async with wecom_rig(clock, tmp_path) as rig:
        county = await County(rig, database_url, clock, tmp_path).build()
        async with county.running():
            await county.says(LI, "/leave", f"~{LI}")
            await county.sees(LI, "确定卸任", f"~{LI}")
            card = rig.world.in_chat(rig.chat(f"~{LI}"))[-1]
            rig.world.codes["code"] = card
            told = {"Event": "template_card_event", "EventKey": "forgetme:no", "TaskId": card.task}
            await rig.post(rig.call(LI, "event", **told, ResponseCode="code"))
            await county.sees(LI, "没有改动", f"~{LI}")
            assert rig.world.in_chat(rig.chat(f"~{LI}"))[-1] is not card
            assert list(card.buttons) == ["确定卸任", "不卸任"]
        await county.app.database.close()
