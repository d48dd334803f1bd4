"""An officer's day in an official account: what only there is so, with the whole application."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.platforms.wechat import menu
from kpbot.platforms.wechat.inbound import read
from kpbot.services.codes import CodeKind, make_code
from kpbot.storage import inbox, outbox, tables
from kpbot.storage.outbox import Owed, Priority
from tests.fakes.everywhere import FRIDAY, LI, SUN, ZHAO, County
from tests.fakes.wechat.callbacks import Wechat, xml
from tests.fakes.wechat.rig import WechatRig
from tests.fakes.wechat.server import wechat_api
from tests.fakes.wechat.world import World


@pytest.fixture
async def county(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    clock.move_to(FRIDAY)
    async with wechat_api(clock) as api:
        made = await County(WechatRig(api), database_url, clock, tmp_path).build()
        async with made.running():
            yield made
            await rig(made).wechat.settled()
        await made.app.database.close()


def rig(county: County) -> WechatRig:
    assert isinstance(county.rig, WechatRig)
    return county.rig


def world(county: County) -> World:
    return rig(county).wechat.api.world


def person(county: County, name: str) -> str:
    return rig(county).user(name, f"~{name}")


async def test_the_menu_records_without_typing(county: County) -> None:
    await county.push()
    (platform,) = county.app.platforms.values()
    await platform.mend()  # type: ignore[attr-defined]
    labels = menu.entries("zh-CN")
    keys = {label: below for label, below in labels if isinstance(below, str)}
    keys |= {name: key for _, below in labels if not isinstance(below, str) for name, key in below}
    li = person(county, LI)
    assert await rig(county).wechat.does(li, "CLICK", keys["今日三条"]) == 1
    seen = await county.sees(LI, "11月23日")
    assert "已分享 1" in seen.choices
    await rig(county).wechat.does(li, "CLICK", keys["第 2 条"])
    assert len(await county.rows(tables.shares)) == 1
    await rig(county).wechat.does(li, "CLICK", keys["三条都分享了"])
    assert len(await county.rows(tables.shares)) == 3
    await county.sees(LI, "3/3")
    for label in ("我的", "帮助", "上报活动", "转发用的文字"):
        before = len(world(county).texts(li))
        await rig(county).wechat.does(li, "CLICK", keys[label])
        await world(county).until(lambda before=before: len(world(county).texts(li)) > before)  # type: ignore[misc]
    assert world(county).failures == []


async def test_three_attempts_are_one_record_and_one_answer(county: County) -> None:
    await county.push()
    li = person(county, LI)
    fields = rig(county).wechat.fields(li, "text", Content="已分享 1")
    click = rig(county).wechat.fields(li, "event", Event="CLICK", EventKey="/share 2")
    for said in (fields, click):
        for _ in range(3):
            assert await rig(county).wechat.bring(said) == 1
    assert len(await county.rows(tables.shares)) == 2
    answers = world(county).texts(li)
    assert len(answers) == 6
    assert len(set(answers)) == 2  # WeChat shows the one that it got
    async with county.app.database.read() as db:
        rows = (await db.execute(select(tables.outbox).where(tables.outbox.c.chat == li))).all()
    assert len(rows) == 2
    assert all(one.inline for one in world(county).seen(li))


async def test_cards_come_as_pictures_and_what_is_too_much_waits_for_the_next_word(county: County) -> None:
    await county.push()
    li = person(county, LI)
    await county.says(LI, "卡片 1")
    await world(county).until(lambda: any(one.picture.startswith(b"\x89PNG") for one in world(county).seen(li)))
    for _ in range(3):
        await county.says(LI, "卡片")
    await rig(county).marked()
    async with county.app.database.read() as db:
        waiting = (await db.execute(select(tables.outbox.c.id).where(tables.outbox.c.state == "waiting"))).all()
    shown = len(world(county).seen(li))
    assert waiting
    await county.says(LI, "谢谢")
    await world(county).until(lambda: len(world(county).seen(li)) > shown + 1)


async def test_a_sheet_cannot_be_had_and_it_is_said_what_to_do_instead(county: County) -> None:
    async def sends(who: str) -> None:
        fields = rig(county).wechat.fields(person(county, who), "file", Title="名单.xlsx", FileKey="k")
        assert await rig(county).wechat.bring(fields) == 1

    await sends(ZHAO)
    assert "kpbot import" in (await county.sees(ZHAO, "这个平台上我收不了表格文件", f"~{ZHAO}")).words
    await county.says(ZHAO, "添加")
    await sends(ZHAO)
    assert sum("收不了表格文件" in text for text in world(county).texts(person(county, ZHAO))) == 2
    await sends(LI)
    await county.sees(LI, "表格由协调员来导入", f"~{LI}")
    assert await county.rows(tables.uploads) == []


async def test_a_code_in_the_picture_that_is_scanned(county: County) -> None:
    async with county.app.database.write() as db:
        code = await make_code(db, CodeKind.UNIT, county.region, county.village, None, None, county.clock.now())
    sun = person(county, SUN)
    assert await rig(county).wechat.does(sun, "subscribe", f"qrscene_{code}") == 1
    await county.sees(SUN, "槐树村", f"~{SUN}")
    await county.presses(SUN, "同意", f"~{SUN}")
    await county.sees(SUN, "怎么称呼", f"~{SUN}")


async def test_who_unsubscribes_is_owed_nothing_for_ever(county: County) -> None:
    li = person(county, LI)
    await county.says(LI, "帮助")
    assert await rig(county).wechat.does(li, "unsubscribe") == 1
    await county.push()
    await county.remind()
    async with county.app.database.read() as db:
        owed = await db.execute(
            select(tables.outbox.c.id).where(
                tables.outbox.c.chat == li, tables.outbox.c.state.in_(("due", "waiting", "sending"))
            )
        )
        accounts = await db.execute(select(tables.accounts.c.private_chat).where(tables.accounts.c.user == li))
    assert owed.all() == []
    assert [row.private_chat for row in accounts.all()] == [""]


@pytest.fixture
async def elsewhere(county: County) -> AsyncIterator[Wechat]:
    """WeChat as it calls another worker on the same database."""
    other = App(county.settings, county._platforms, clock=county.clock, catalog=county.app.catalog)
    await other.start(virtual=True)
    calling = Wechat(rig(county).wechat.api, other.asgi())
    yield calling
    await calling.settled()
    await other.stop()


async def test_an_attempt_that_reaches_another_worker_gets_the_same_answer(county: County, elsewhere: Wechat) -> None:
    await county.push()
    fields = rig(county).wechat.fields(person(county, LI), "text", Content="已分享 1")
    for wechat in (rig(county).wechat, elsewhere, rig(county).wechat):
        assert await wechat.bring(fields) == 1
    answers = world(county).texts(person(county, LI))
    assert (len(answers), len(set(answers))) == (3, 1)
    assert len(await county.rows(tables.shares)) == 1


async def test_an_attempt_at_another_worker_waits_until_the_first_is_committed(
    county: County, elsewhere: Wechat
) -> None:
    await county.push()
    fields = rig(county).wechat.fields(person(county, LI), "text", Content="已分享 1")
    async with county.app.database.write() as db:
        taken = await inbox.take(db, {("wechat", fields["MsgId"])}, county.clock.now())
        assert taken
        bringing = asyncio.create_task(elsewhere.bring(fields))
        for _ in range(200):
            await asyncio.sleep(0)
        assert not bringing.done()
    assert await bringing >= 1
    assert await county.rows(tables.shares) == []  # it was somebody else's to handle
    assert world(county).failures == []


async def test_attempts_at_two_workers_at_once_are_one_record_and_one_answer(county: County, elsewhere: Wechat) -> None:
    await county.push()
    here, li = rig(county).wechat, person(county, LI)
    for number in ("1", "2", "3"):
        fields = here.fields(li, "text", Content=f"已分享 {number}")
        attempts = await asyncio.gather(*(wechat.attempt(fields) for wechat in (here, elsewhere, here, elsewhere)))
        await here.settled()
        await elsewhere.settled()
        assert {one.status for one in attempts} == {200}
        assert len({here._read(li, one.content.decode()) for one in attempts}) == 1, "WeChat shows the one that it got"
    await county.app.delivery.drain()
    assert len(await county.rows(tables.shares)) == 3
    rows = [row for row in await county.rows(tables.outbox) if row.chat == li]
    assert [row.state for row in rows] == ["sent"] * 3
    assert not any(row.message for row in rows), "all were answered in the response"
    assert [one for one in world(county).seen(li) if not one.inline] == []


async def test_what_one_worker_gave_up_while_the_other_answers_is_not_sent_as_well(
    county: County, elsewhere: Wechat
) -> None:
    li = person(county, LI)
    fields = rig(county).wechat.fields(li, "text", Content="帮助")
    (message,) = [read(xml(**fields)).message]
    assert message
    (answer,) = await county.app.on_messages([message])
    exchange = elsewhere.exchange(xml(**fields))
    asking = asyncio.ensure_future(exchange.run())
    await asking
    await answer.left()  # the first was not heard by anybody
    await elsewhere.settled()
    assert exchange.running
    await exchange.running
    await county.app.delivery.drain()
    assert exchange.content.startswith(b"<xml>")
    assert world(county).seen(li) == []


async def test_a_word_that_one_worker_hears_lets_the_other_send(county: County, elsewhere: Wechat) -> None:
    li = person(county, LI)
    now = county.clock.now()
    async with county.app.database.write() as db:
        lasts = now + timedelta(hours=2)
        chat = Chat("wechat", li, private=True)
        said = [Owed(f"n{n}", chat, Outgoing(text=f"通知{n}"), Priority.NOTICE, now, lasts) for n in range(2)]
        await outbox.owe(db, said)
    await county.app.delivery.drain()
    assert world(county).seen(li) == []
    assert await elsewhere.says(li, "帮助") == 1
    await world(county).until(lambda: len(world(county).seen(li)) == 3)
    assert [one.text for one in world(county).seen(li) if not one.inline] == ["通知0", "通知1"]


async def test_a_code_by_itself_and_the_words_of_a_choice_will_do(county: County) -> None:
    async with county.app.database.write() as db:
        code = await make_code(db, CodeKind.UNIT, county.region, county.village, None, None, county.clock.now())
    await county.says(SUN, f"{code[:4]}-{code[4:]}".lower())
    asked = await county.sees(SUN, "您同意吗")
    assert asked.choices == ("同意", "不同意")
    await rig(county).marked()
    await county.says(SUN, " 同意。")
    await county.sees(SUN, "怎么称呼")
    county.clock.move_to(county.clock.now() + timedelta(hours=3))
    await county.says(SUN, "取消")
    await county.says(SUN, "同意")  # it may be about something else by now
    await county.sees(SUN, "没看懂")


async def test_nobody_is_told_of_slashes_groups_or_files_there(county: County) -> None:
    await county.says(SUN, "你好")
    await county.says(LI, "帮助")
    await county.says(LI, "请假")
    await rig(county).say(LI, f"~{LI}", photos=[b"\xff\xd8\xff" + b"x" * 200])
    await county.says(ZHAO, "帮助")
    await county.says(ZHAO, "导入")
    await county.sees(ZHAO, "收不了表格文件")
    await county.says(ZHAO, "绑定 ABCD2345")
    await county.sees(ZHAO, "不用绑定")
    said = [text for name in (SUN, LI, ZHAO) for text in world(county).texts(person(county, name))]
    assert any("先发“上报”" in text for text in said)
    for text in said:
        assert not re.search(r"(?<![\w/:])/[a-z]", text), text


async def test_words_that_are_a_command_stay_one(county: County) -> None:
    """«转发卡片» under yesterday's three would be those of yesterday."""
    await county.push()
    await county.says(LI, "今日")
    await rig(county).marked()
    await county.says(LI, "我的")
    await rig(county).marked()
    await county.says(LI, "三条都分享了")
    await county.sees(LI, "3/3")
    await county.says(LI, "已分享 1")
    await county.sees(LI, "记过了")


@pytest.mark.parametrize("said", ["谢谢", "好的，谢谢您！", "收到", "[微笑][玫瑰]", "/::)", "👍", "OK"])
async def test_thanks_are_no_riddle(county: County, said: str) -> None:
    await county.push()
    await county.says(LI, "今日")
    await rig(county).marked()
    await county.says(LI, said)
    await county.sees(LI, "有事随时发给我")
    await county.says(LI, "1")  # still the first of the three
    await county.sees(LI, "已记 1/3")


@pytest.mark.parametrize("said", ["12？", "不好", "好的，那三条呢", "您是谁"])
async def test_what_is_more_than_thanks_is_not_taken_for_them(county: County, said: str) -> None:
    await county.says(LI, said)
    await county.sees(LI, "没看懂")


async def test_a_sticker_is_named_as_what_cannot_be_read(county: County) -> None:
    await county.says(LI, "【收到不支持的消息类型，暂无法显示】")
    await county.sees(LI, "我只看得懂文字和图片")


async def test_what_answers_no_question_is_heard_while_one_is_asked(county: County) -> None:
    await county.push()
    await county.says(LI, "上报 健康讲座 60人")
    await county.sees(LI, "请核对")
    await county.says(LI, "今日三条")
    await county.sees(LI, "今日三条 · ")
    await county.says(LI, "帮助")
    await county.sees(LI, "发这几个字就行")
    await county.says(LI, "就是这样")  # the report was not forgotten
    await county.sees(LI, "已上报")


async def test_done_with_the_photos_shows_the_report_and_sends_nothing(county: County) -> None:
    """Whatever was asked in between."""
    await county.push()
    await county.says(LI, "上报 健康讲座 60人")
    await county.presses(LI, "加照片")
    await county.says(LI, photos=[b"\xff\xd8\xff" + b"x" * 200], text="")
    await county.sees(LI, "照片 1 张")
    await county.says(LI, "今日三条")
    await rig(county).marked()
    await county.says(LI, "好了")
    assert "确认上报" in (await county.sees(LI, "请核对")).choices
    assert await county.rows(tables.events) == []
