"""Coordinators accept or return what was reported; officers correct, withdraw and see their month."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from kpbot.domain.people import GroupKind
from kpbot.domain.places import Level
from kpbot.storage import outbox, people, places
from kpbot.storage.tables import accounts, corrections, posts
from kpbot.storage.tables import events as table
from kpbot.storage.tables import outbox as outbox_table
from tests.fakes.stage import Heard, Stage


async def record(stage: Stage) -> Any:
    async with stage.database.read() as db:
        return (await db.execute(select(table).order_by(table.c.id))).first()


def near(heard: list[Heard], chat: str) -> Heard:
    return [one for one in heard if one.chat == chat][-1]


async def reported(stage: Stage, line: str = "健康讲座 62人 今天下午") -> list[Heard]:
    await stage.say("李", "~", f"/report {line}")
    return await stage.say("李", "~", "确认")


async def press(stage: Stage, who: str, where: str, shown: Heard, label: str) -> list[Heard]:
    return await stage.press(who, where, shown.buttons[label], "card")


async def test_accepting_changes_the_message(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    (answer,) = await press(stage, "赵", "coordinators", asked, "通过")
    assert answer.outgoing.edits == "card"
    assert "已通过（赵）" in answer.text
    assert answer.buttons == {}
    event = await record(stage)
    assert (event.state, event.decided_by) == ("accepted", stage.persons["赵"])
    (again,) = await press(stage, "赵", "coordinators", asked, "通过")
    assert again.text == "已经有人处理过了：已通过。"


async def test_returned_with_a_tap_the_officer_corrects_and_reports_again(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    (why,) = await press(stage, "赵", "coordinators", asked, "退回")
    assert list(why.buttons) == ["照片看不清", "人数请核对", "日期请核对", "请写清楚是什么活动", "不退了"]
    heard = await press(stage, "赵", "coordinators", why, "人数请核对")
    told = near(heard, "~李")
    assert told.text.startswith("李，“健康讲座”被退回了：人数请核对。")
    assert ((await record(stage)).state, (await record(stage)).note) == ("returned", "人数请核对")
    await press(stage, "李", "~", told, "改正")
    await stage.say("李", "~", "55人")
    heard = await stage.say("李", "~", "确认")
    fresh = near(heard, "coordinators")
    assert fresh.text.startswith("李改正了一场活动")
    event = await record(stage)
    assert (event.state, event.headcount, event.note) == ("reported", 55, "")
    async with stage.database.read() as db:
        kept = (await db.execute(select(corrections))).one()
    assert json.loads(kept.before) == {"headcount": 62, "state": "returned"}
    assert json.loads(kept.after) == {"headcount": 55, "state": "reported"}
    assert (kept.person_id, kept.post_id) == (stage.persons["李"], stage.posts["李"])
    await press(stage, "赵", "coordinators", fresh, "通过")
    assert (await record(stage)).state == "accepted"


async def test_returned_unchanged_it_can_be_confirmed_once_more(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    why = (await press(stage, "赵", "coordinators", asked, "退回"))[0]
    told = near(await press(stage, "赵", "coordinators", why, "照片看不清"), "~李")
    await press(stage, "李", "~", told, "改正")
    heard = await stage.say("李", "~", "确认")
    assert near(heard, "coordinators").buttons.keys() == {"通过", "退回"}
    assert (await record(stage)).state == "reported"


async def test_returned_with_a_word_of_ones_own(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    (why,) = await press(stage, "赵", "coordinators", asked, "退回")
    assert "太长" in (await stage.say("赵", "coordinators", "长" * 300))[0].text
    heard = await stage.say("赵", "coordinators", "请补一张\n签到表的照片")
    assert "请补一张 签到表的照片" in near(heard, "~李").text
    final = near(heard, "coordinators")
    assert final.outgoing.edits == f"key:{why.key}"
    assert "已退回（赵）" in final.text
    assert await stage.say("赵", "coordinators", "大家早") == []


async def test_the_message_that_asked_is_changed_once_although_its_question_is_still_on_its_way(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    await stage.deliver()
    (why,) = await stage.press("赵", "coordinators", asked.buttons["退回"], f"sent:{asked.key}")
    heard = await stage.say("赵", "coordinators", "请补一张签到表的照片")
    assert [one.outgoing.edits for one in heard if one.chat == "coordinators"] == [f"key:{why.key}"]


@pytest.mark.parametrize("word", ["请补一张照片", "不退了"])
async def test_where_the_question_could_not_be_shown_the_answer_is_a_message_of_its_own(
    stage: Stage, word: str
) -> None:
    asked = near(await reported(stage), "coordinators")
    (why,) = await press(stage, "赵", "coordinators", asked, "退回")
    await stage.lose(why)
    heard = await stage.say("赵", "coordinators", word)
    assert "" in [one.outgoing.edits for one in heard if one.chat == "coordinators"]


@pytest.mark.parametrize("how", ["不退了", "button"])
async def test_thinking_twice(stage: Stage, how: str) -> None:
    asked = near(await reported(stage), "coordinators")
    why = (await press(stage, "赵", "coordinators", asked, "退回"))[0]
    if how == "button":
        (answer,) = await press(stage, "赵", "coordinators", why, "不退了")
    else:
        (answer,) = await stage.say("赵", "coordinators", how)
    assert list(answer.buttons) == ["通过", "退回"]
    assert answer.outgoing.edits == ("card" if how == "button" else f"key:{why.key}")
    assert (await record(stage)).state == "reported"


async def test_an_outdated_message_decides_nothing(stage: Stage) -> None:
    heard = await reported(stage)
    asked = near(heard, "coordinators")
    await press(stage, "李", "~", near(heard, "~李"), "改正")
    await stage.say("李", "~", "51人")
    heard = await stage.say("李", "~", "确认")
    old = next(one for one in heard if one.outgoing.edits.startswith("key:event:"))
    assert "请看新的一条" in old.text
    assert old.buttons == {}
    (answer,) = await press(stage, "赵", "coordinators", asked, "通过")
    assert "后来改过" in answer.text
    assert (await record(stage)).state == "reported"


@pytest.mark.parametrize(
    ("who", "why"), [("李", "由本地区协调员来办"), ("路人", "由本地区协调员来办"), ("钱", "不在您负责的地区")]
)
async def test_only_coordinators_of_the_region_decide(stage: Stage, who: str, why: str) -> None:
    """Sitting in the coordinators' group grants nothing."""
    async with stage.database.write() as db:
        elsewhere = await places.add_region(db, "白河县", Level.COUNTY, stage.city)
    await stage.coordinator("钱", elsewhere)
    asked = near(await reported(stage), "coordinators")
    for label in ("通过", "退回"):
        (answer,) = await press(stage, who, "coordinators", asked, label)
        assert answer.outgoing.toast
        assert why in answer.text
    assert (await record(stage)).state == "reported"


async def test_every_desk_sees_that_it_is_settled(stage: Stage) -> None:
    await stage.group("second", GroupKind.COORDINATORS, stage.county)
    heard = await reported(stage)
    assert {one.chat for one in heard} == {"~李", "coordinators", "second"}
    heard = await press(stage, "赵", "second", near(heard, "second"), "通过")
    other = near(heard, "coordinators")
    assert other.outgoing.edits.startswith("key:event:")
    assert "已通过（赵）" in other.text


async def test_an_officer_without_private_chat_is_told_in_the_group(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    async with stage.database.write() as db:
        await db.execute(update(accounts).where(accounts.c.user == "李").values(private_chat=""))
    why = (await press(stage, "赵", "coordinators", asked, "退回"))[0]
    heard = await press(stage, "赵", "coordinators", why, "照片看不清")
    assert near(heard, "officers").text.startswith("李，“健康讲座”被退回了")


async def test_a_correction_after_acceptance_is_looked_at_again(stage: Stage) -> None:
    heard = await reported(stage)
    await press(stage, "赵", "coordinators", near(heard, "coordinators"), "通过")
    await press(stage, "李", "~", near(heard, "~李"), "改正")
    await stage.say("李", "~", "昨天")
    await stage.say("李", "~", "确认")
    assert ((await record(stage)).state, (await record(stage)).day) == ("reported", date(2026, 11, 22))


async def test_a_correction_that_changes_nothing_decides_nothing(stage: Stage) -> None:
    heard = await reported(stage)
    await press(stage, "赵", "coordinators", near(heard, "coordinators"), "通过")
    await press(stage, "李", "~", near(heard, "~李"), "改正")
    heard = await stage.say("李", "~", "确认")
    assert [one.chat for one in heard] == ["~李"]
    assert heard[0].text.startswith("没有改动")
    assert (await record(stage)).state == "accepted"


async def test_giving_up_a_correction_keeps_the_event(stage: Stage) -> None:
    heard = await reported(stage)
    await press(stage, "李", "~", near(heard, "~李"), "改正")
    await stage.say("李", "~", "99人")
    assert (await stage.say("李", "~", "取消"))[0].text.startswith("没有改动")
    assert ((await record(stage)).state, (await record(stage)).headcount) == ("reported", 62)


async def test_withdrawing_tells_the_desk(stage: Stage) -> None:
    heard = await reported(stage)
    mine, asked = near(heard, "~李"), near(heard, "coordinators")
    sure = (await press(stage, "李", "~", mine, "撤回"))[0]
    assert list(sure.buttons) == ["确定撤回", "不撤了"]
    heard = await press(stage, "李", "~", sure, "确定撤回")
    assert "信息员已撤回" in near(heard, "coordinators").text
    assert (await record(stage)).state == "withdrawn"
    assert "没有找到" in (await press(stage, "李", "~", mine, "改正"))[0].text
    assert "后来改过" in (await press(stage, "赵", "coordinators", asked, "通过"))[0].text


async def test_nobody_else_corrects_or_withdraws(stage: Stage) -> None:
    mine = near(await reported(stage), "~李")
    for who in ("王", "路人"):
        for label in ("改正", "撤回"):
            assert (await press(stage, who, "officers", mine, label))[0].text == "这是李的上报。"


async def test_a_successor_corrects_what_was_returned(stage: Stage) -> None:
    """Records belong to the post, and the place's history stays with the place."""
    mine = near(await reported(stage), "~李")
    async with stage.database.write() as db:
        await db.execute(update(posts).where(posts.c.id == stage.posts["李"]).values(state="ended"))
    await stage.officer("孙", stage.village)
    await press(stage, "孙", "~", mine, "改正")
    await stage.say("孙", "~", "70人")
    await stage.say("孙", "~", "确认")
    event = await record(stage)
    assert (event.headcount, event.post_id) == (70, stage.posts["李"])


async def test_own_events_and_the_month(stage: Stage) -> None:
    assert "最近没有上报过" in (await stage.say("李", "~", "/events"))[0].text
    await reported(stage)
    await reported(stage, "卫生培训 30人 昨天")
    await reported(stage, "航天展览 300人 10月20日")
    (heard,) = await stage.say("李", "~", "我的活动")
    assert heard.text.splitlines() == [
        "槐树村e站：11 月办了 2 场，其中满 50 人的 1 场（要求每月至少 1 场）。",
        "最近的活动（选一场可以改正或撤回）：",
        "1. 健康讲座，2026年11月23日（周一），62 人，等审阅",
        "2. 卫生培训，2026年11月22日（周日），30 人，等审阅",
        "3. 航天展览，2026年10月20日（周二），300 人，等审阅",
    ]
    (shown,) = await press(stage, "李", "~", heard, "2. 卫生培训")
    assert "不足 50 人，不算进每月一场的任务" in shown.text
    assert list(shown.buttons) == ["改正", "撤回"]


async def test_in_a_group_the_list_comes_privately(stage: Stage) -> None:
    await reported(stage)
    heard = await stage.say("李", "officers", "/events")
    assert [(one.chat, one.outgoing.react) for one in heard] == [("~李", ""), ("officers", "👌")]


async def test_a_coordinators_desk(stage: Stage) -> None:
    (none,) = await stage.say("赵", "coordinators", "/events")
    assert none.text.splitlines() == [
        "没有等您审阅的活动。",
        "11 月：1 个e站里，0 个已有满 50 人的活动。还没有的：槐树村e站",
    ]
    for number in range(7):
        await reported(stage, f"第{'一二三四五六七'[number]}期健康讲座 62人 今天")
    heard = await stage.say("赵", "coordinators", "/events")
    assert "7 场活动等您审阅，先列出 5 场" in heard[0].text
    assert "11 月：1 个e站都已有满 50 人的活动。" in heard[0].text
    assert len(heard) == 6
    await press(stage, "赵", "coordinators", heard[1], "通过")
    assert "6 场活动" in (await stage.say("赵", "coordinators", "/events"))[0].text


async def test_accepting_in_the_list_settles_the_first_message_too(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    async with stage.database.write() as db:
        values = {"state": outbox.State.SENT, "message": "first"}
        await db.execute(update(outbox_table).where(outbox_table.c.key == asked.key).values(**values))
    listed = (await stage.say("赵", "coordinators", "/events"))[1]
    heard = await press(stage, "赵", "coordinators", listed, "通过")
    assert {one.outgoing.edits for one in heard} == {"card", f"key:{asked.key}"}


async def test_without_a_coordinators_group_the_coordinator_is_asked_privately(stage: Stage) -> None:
    async with stage.database.write() as db:
        elsewhere = await places.add_region(db, "白河县", Level.COUNTY, stage.city)
        unit = await places.add_unit(db, elsewhere, "柳树村", stage.village.kind)
        await places.add_station(db, unit.id, "柳树村e站", date(2026, 1, 1))
    await stage.officer("孙", unit)
    await stage.coordinator("钱", elsewhere)
    await stage.say("孙", "~", "/report 健康讲座 62人 今天")
    heard = await stage.say("孙", "~", "确认")
    assert list(near(heard, "~钱").buttons) == ["通过", "退回"]


async def test_a_forgotten_person_breaks_nothing(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    async with stage.database.write() as db:
        await people.update_person(db, stage.persons["李"], name="")
        await db.execute(accounts.delete().where(accounts.c.user == "李"))
    why = (await press(stage, "赵", "coordinators", asked, "退回"))[0]
    heard = await press(stage, "赵", "coordinators", why, "照片看不清")
    assert [one.chat for one in heard] == ["coordinators"]


async def test_a_correction_does_not_push_an_open_report_aside(stage: Stage) -> None:
    mine = near(await reported(stage), "~李")
    await stage.say("李", "~", "/report 航天展览 昨天")
    (answer,) = await press(stage, "李", "~", mine, "改正")
    assert "没报完" in answer.text
    assert "请核对" in (await stage.say("李", "~", "80"))[0].text


async def test_returning_does_not_push_an_open_report_aside(stage: Stage) -> None:
    asked = near(await reported(stage), "coordinators")
    await stage.say("赵", "coordinators", "/for 李 /report 航天展览 昨天")
    (why,) = await press(stage, "赵", "coordinators", asked, "退回")
    assert "请核对" in near(await stage.say("赵", "coordinators", "80"), "coordinators").text
    await press(stage, "赵", "coordinators", why, "照片看不清")
    assert (await record(stage)).state == "returned"
    await stage.say("赵", "coordinators", "确认")
    async with stage.database.read() as db:
        assert len((await db.execute(select(table))).all()) == 2
