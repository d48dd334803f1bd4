"""Where photos sent to a group never reach the bot: they are sent to it privately and joined to what was said there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Photo
from kpbot.domain.people import GroupKind
from kpbot.storage import people, places
from kpbot.storage.database import Database
from kpbot.storage.photos import PhotoState
from kpbot.storage.tables import events, photos, upkeeps
from tests.fakes.stage import CAPABILITIES, PLATFORM, Heard, Stage

LINE = "/report 健康讲座 62人 今天下午"
APART = "照片请单独发给我（点我的头像 → 发消息）"


@pytest.fixture
async def stage(database: Database, clock: MovableClock) -> Stage:
    """A platform on which plain photos of groups never arrive and nothing can be edited."""
    can = replace(CAPABILITIES, group_photos=False, edits=False, reactions=False, toasts=False, sees_all=False)
    return await Stage(database, clock, capabilities=can).build()


async def pictures(stage: Stage) -> dict[str, tuple[str, int]]:
    """Who owns each picture that is not dropped, by its reference."""
    async with stage.database.read() as db:
        rows = await db.execute(select(photos).where(photos.c.state != PhotoState.DROPPED))
        return {row.ref: (row.owner_kind, row.owner_id) for row in rows}


async def ids(stage: Stage, table: Any) -> list[int]:
    async with stage.database.read() as db:
        return list((await db.execute(select(table.c.id).order_by(table.c.id))).scalars())


async def board(stage: Stage, name: str = "宣传栏") -> int:
    async with stage.database.write() as db:
        return (await places.add_facility(db, stage.village.id, "board", name, date(2026, 1, 1))).id


def button(heard: list[Heard], label: str) -> str:
    return heard[-1].buttons[label]


async def confirm(stage: Stage, heard: list[Heard]) -> list[Heard]:
    return await stage.press("李", "officers", button(heard, "确认上报"))


async def test_a_report_in_a_group_says_once_where_photos_go_and_takes_them_there(stage: Stage) -> None:
    heard = await stage.say("李", "officers", LINE)
    assert APART in heard[-1].text
    (answer,) = await stage.say("李", "~", photos=["one"])
    assert answer.chat == "~李"
    assert answer.text == "照片已放进“健康讲座”，现在有 1 张。核对好了，请在群里确认上报。"
    again = await stage.say("李", "officers", "人数65人", reply_to="card")
    assert "照片 1 张" in again[-1].text
    assert APART not in again[-1].text
    done = await confirm(stage, again)
    assert "照片 1 张" in done[0].text
    (event,) = await ids(stage, events)
    assert await pictures(stage) == {"one": ("event", event)}


async def test_whoever_asks_how_to_add_photos_is_told_where(stage: Stage) -> None:
    heard = await stage.say("李", "officers", LINE, photos=["one"])
    asked = await stage.press("李", "officers", button(heard, "加照片"))
    assert APART in asked[-1].text
    assert "请把照片直接发到这里" not in asked[-1].text
    await stage.say("李", "~", photos=["two"])
    shown = await stage.press("李", "officers", button(asked, "好了"))
    assert "照片 2 张" in shown[-1].text


async def test_a_message_with_words_and_photos_needs_nothing_more(stage: Stage) -> None:
    heard = await stage.say("李", "officers", LINE, photos=["one", "two"])
    assert APART not in heard[-1].text
    assert "照片 2 张" in heard[-1].text


async def test_photos_come_within_an_hour_after_the_report_was_filed(stage: Stage) -> None:
    await confirm(stage, await stage.say("李", "officers", LINE))
    (event,) = await ids(stage, events)
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=59))
    for number, ref in enumerate(["one", "two"], start=1):
        (answer,) = await stage.say("李", "~", photos=[ref])
        assert answer.text == f"照片已放进“槐树村e站 健康讲座”，现在有 {number} 张。"
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=2))
    (late,) = await stage.say("李", "~", photos=["late"])
    assert "已放进" not in late.text
    assert await pictures(stage) == {"one": ("event", event), "two": ("event", event)}


async def test_nobody_elses_report_gets_them(stage: Stage) -> None:
    await stage.say("李", "officers", LINE)
    await stage.say("王", "~", photos=["one"])
    (nobody,) = await stage.say("路人", "~", photos=["two"])
    assert "/link" in nobody.text
    assert await pictures(stage) == {}


@pytest.mark.parametrize("accounts", [True, False])
async def test_a_stranger_is_told_how_to_be_recognised_and_what_for_where_groups_know_people_by_other_ids(
    database: Database, clock: MovableClock, accounts: bool
) -> None:
    can = replace(CAPABILITIES, group_photos=False, group_accounts=accounts)
    stage = await Stage(database, clock, capabilities=can).build()
    (heard,) = await stage.say("路人", "~", photos=["one"])
    assert ("照片收到了" in heard.text) is accounts
    assert "/join 单位码" in heard.text


async def test_what_was_withdrawn_or_cancelled_gets_none(stage: Stage) -> None:
    heard = await stage.say("李", "officers", LINE)
    await stage.press("李", "officers", button(heard, "取消"))
    await stage.say("李", "~", photos=["one"])
    assert await pictures(stage) == {}


async def test_in_one_batch_too(stage: Stage) -> None:
    said = stage.message("李", "officers", LINE)
    picture = stage.message("李", "~", photos=())
    await stage.hear(said, replace(picture, photos=(Photo("one", 1000, "image/jpeg"),)))
    assert {kind for kind, _ in (await pictures(stage)).values()} == {"draft"}


async def test_it_asks_only_if_two_may_be_meant_and_loses_nothing_meanwhile(stage: Stage) -> None:
    await board(stage)
    await confirm(stage, await stage.say("李", "officers", LINE))
    await stage.say("李", "officers", "/board")
    (event,), (record,) = await ids(stage, events), await ids(stage, upkeeps)
    (asked,) = await stage.say("李", "~", photos=["one"])
    assert list(asked.buttons) == ["槐树村e站 健康讲座", "槐树村 宣传栏"]
    assert await stage.say("李", "~", photos=["two"]) == []
    (answer,) = await stage.press("李", "~", asked.buttons["槐树村 宣传栏"])
    assert answer.text == "照片已放进槐树村 宣传栏的更换记录，现在有 2 张。"
    await stage.say("李", "~", photos=["three"])
    assert await pictures(stage) == dict.fromkeys(["one", "two", "three"], ("upkeep", record))
    (outdated,) = await stage.press("李", "~", f"pics:event:{event}")
    assert outdated.text != answer.text
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=16))
    assert [len(one.buttons) for one in await stage.say("李", "~", photos=["four"])] == [2]


async def test_a_board_changed_in_a_group_gets_its_photo_privately(stage: Stage) -> None:
    await board(stage)
    heard = await stage.say("李", "officers", "/board")
    (asked,) = await stage.press("李", "officers", button(heard, "加照片"))
    assert asked.text == "照片请单独发给我（点我的头像 → 发消息），我会放进这条记录里。"
    await stage.say("李", "~", photos=["one"])
    (record,) = await ids(stage, upkeeps)
    assert await pictures(stage) == {"one": ("upkeep", record)}


async def test_without_private_chats_words_and_photos_go_together(database: Database, clock: MovableClock) -> None:
    can = replace(CAPABILITIES, group_photos=False, private_chats=False)
    stage = await Stage(database, clock, capabilities=can).build()
    heard = await stage.say("李", "officers", LINE)
    assert "照片要和文字放在同一条消息里发" in heard[-1].text


async def test_where_photos_of_groups_arrive_nothing_changes(database: Database, clock: MovableClock) -> None:
    stage = await Stage(database, clock).build()
    heard = await stage.say("李", "officers", LINE)
    assert "照片请单独" not in heard[-1].text
    await stage.say("李", "~", photos=["one"])
    assert await pictures(stage) == {}


async def test_a_group_may_know_a_person_by_another_account_of_the_platform(stage: Stage) -> None:
    async with stage.database.write() as db:
        await people.add_account(db, PLATFORM, "李-in-group", stage.persons["李"])
    await stage.group("village", GroupKind.OFFICERS, stage.county)
    await stage.say("李-in-group", "village", LINE)
    (answer,) = await stage.say("李", "~", photos=["one"])
    assert "健康讲座" in answer.text
    assert answer.chat == Chat(PLATFORM, "~李").id


async def test_no_more_photos_than_an_event_keeps(stage: Stage) -> None:
    await stage.say("李", "officers", LINE)
    for number in range(20):
        await stage.say("李", "~", photos=[f"p{number}"])
    (answer,) = await stage.say("李", "~", photos=["more"])
    assert "最多留 20 张" in answer.text
    assert len(await pictures(stage)) == 20
