"""`/report`: what an officer sees from the first word to the final line, and what is on record afterwards."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from kpbot.domain.messages import Capabilities
from kpbot.domain.people import GroupKind, PostState
from kpbot.domain.places import Station
from kpbot.storage import places
from kpbot.storage.tables import audit, conversations, corrections
from kpbot.storage.tables import events as table
from tests.fakes.stage import Heard, Stage

TODAY = date(2026, 11, 23)  # a Monday
YESTERDAY = TODAY - timedelta(days=1)
LINE = "/report 健康讲座 62人 今天下午"


async def records(stage: Stage) -> list[Any]:
    async with stage.database.read() as db:
        return list((await db.execute(select(table).order_by(table.c.id))).all())


async def record(stage: Stage) -> Any:
    (only,) = await records(stage)
    return only


def near(heard: list[Heard], chat: str) -> Heard:
    return [one for one in heard if one.chat == chat][-1]


async def tap(stage: Stage, who: str, where: str, heard: list[Heard], label: str, message: str = "card") -> list[Heard]:
    """Press the button that the last message in the chat shows."""
    chat = f"~{who}" if where == "~" else where
    return await stage.press(who, where, near(heard, chat).buttons[label], message)


async def second_station(stage: Stage, name: str = "槐树村小学e站") -> Station:
    async with stage.database.write() as db:
        return await places.add_station(db, stage.village.id, name, date(2026, 1, 1))


async def test_one_line_is_read_back_and_one_tap_confirms(stage: Stage) -> None:
    heard = await stage.say("李", "officers", LINE)
    assert heard[0].text.splitlines() == [
        "李上报活动",
        "请核对，没错就确认：",
        "槐树村e站",
        "健康讲座",
        "2026年11月23日（周一）下午",
        "62 人",
        "没有照片",
    ]
    assert list(heard[0].buttons) == ["确认上报", "改名称", "改时间", "改人数", "加照片", "取消"]
    assert await records(stage) == []
    heard = await tap(stage, "李", "officers", heard, "确认上报")
    final = near(heard, "officers")
    assert final.outgoing.edits == "card"
    assert final.text.startswith("已上报，等协调员审阅：\n槐树村e站\n健康讲座")
    assert list(final.buttons) == ["改正", "撤回"]
    event = await record(stage)
    assert (event.station_id, event.post_id, event.entered_by) == (stage.station.id, stage.posts["李"], None)
    assert (event.title, event.kind, event.day, event.part) == ("健康讲座", "lecture", TODAY, "afternoon")
    assert (event.headcount, event.approximate, event.state, event.late) == (62, False, "reported", False)
    desk = near(heard, "coordinators")
    assert desk.text.startswith("李上报了一场活动，请审阅：")
    assert list(desk.buttons) == ["通过", "退回"]


async def test_guided_in_four_taps_or_words(stage: Stage) -> None:
    heard = await stage.say("李", "~", "/report")
    assert list(heard[0].buttons) == ["讲座", "培训", "竞赛", "演出", "展览", "其他", "取消"]
    heard = await tap(stage, "李", "~", heard, "竞赛")
    assert "已记下：科普竞赛" in heard[0].text
    heard = await tap(stage, "李", "~", heard, "昨天")
    heard = await stage.say("李", "~", "60多")
    assert "约 60 人" in heard[0].text
    await tap(stage, "李", "~", heard, "确认上报")
    event = await record(stage)
    assert (event.title, event.kind, event.day) == ("科普竞赛", "contest", YESTERDAY)
    assert (event.headcount, event.approximate) == (60, True)


async def test_the_bare_word_starts_it_in_private_only(stage: Stage) -> None:
    assert "什么活动" in (await stage.say("李", "~", "上报"))[0].text
    assert await stage.say("王", "officers", "上报") == []


@pytest.mark.parametrize("order", list(permutations(["健康讲座", "62人", "昨天"])))
async def test_what_a_line_leaves_out_is_asked(stage: Stage, order: tuple[str, ...]) -> None:
    """Each order of the three, the last one left to be asked for; but a day that nobody said is today."""
    heard = await stage.say("李", "~", "/report " + " ".join(order[:2]))
    assert ("请核对" in heard[0].text) is (order[2] == "昨天")
    heard = await stage.say("李", "~", order[2])
    assert "请核对" in heard[0].text
    await stage.say("李", "~", "确认")
    event = await record(stage)
    assert (event.title, event.headcount, event.day) == ("健康讲座", 62, YESTERDAY)


async def test_title_and_headcount_are_enough(stage: Stage) -> None:
    heard = await stage.say("李", "~", "/report 健康讲座 62人", photos=["a"])
    assert "2026年11月23日（周一）" in heard[0].text
    assert "没有写日期，先按今天记" in heard[0].text
    assert list(heard[0].buttons)[:3] == ["确认上报", "改名称", "改时间"]
    asked = await tap(stage, "李", "~", heard, "改时间")
    heard = await tap(stage, "李", "~", asked, "昨天")
    assert "没有写日期" not in heard[0].text
    await tap(stage, "李", "~", heard, "确认上报")
    assert (await record(stage)).day == YESTERDAY


async def test_the_whole_line_as_answer_to_the_first_question(stage: Stage) -> None:
    await stage.say("李", "~", "/report")
    heard = await stage.say("李", "~", "昨天办了防灾减灾知识竞赛，来了八十多人")
    assert "防灾减灾知识竞赛" in heard[0].text
    assert "约 80 人" in heard[0].text
    assert "请核对" in heard[0].text


async def test_the_station_is_asked_for_only_where_there_are_several(stage: Stage) -> None:
    other = await second_station(stage)
    heard = await stage.say("李", "~", LINE)
    assert list(heard[0].buttons) == ["槐树村e站", "槐树村小学e站", "取消"]
    heard = await tap(stage, "李", "~", heard, "槐树村小学e站")
    assert "槐树村小学e站" in heard[0].text
    heard = await tap(stage, "李", "~", heard, "改e站")
    heard = await stage.say("李", "~", "不知道")
    assert "没有找到这个e站" in heard[0].text
    await stage.say("李", "~", "小学")
    await stage.say("李", "~", "确认")
    assert (await record(stage)).station_id == other.id


async def test_every_field_can_be_corrected_before_confirming(stage: Stage) -> None:
    heard = await stage.say("李", "~", LINE)
    heard = await tap(stage, "李", "~", heard, "改名称")
    heard = await stage.say("李", "~", "冬季防火讲座")
    heard = await tap(stage, "李", "~", heard, "改时间")
    heard = await stage.say("李", "~", "11月20日上午")
    heard = await tap(stage, "李", "~", heard, "改人数")
    heard = await stage.say("李", "~", "七十五")
    assert "冬季防火讲座" in heard[0].text
    assert "11月20日（周五）上午" in heard[0].text
    assert "75 人" in heard[0].text
    await tap(stage, "李", "~", heard, "确认上报")
    event = await record(stage)
    assert (event.title, event.day, event.part, event.headcount) == ("冬季防火讲座", date(2026, 11, 20), "morning", 75)


async def test_corrections_in_words(stage: Stage) -> None:
    await stage.say("李", "~", LINE)
    assert "65 人" in (await stage.say("李", "~", "人数65人"))[0].text
    assert "11月22日" in (await stage.say("李", "~", "是昨天"))[0].text
    heard = await stage.say("李", "~", "谢谢")
    assert "没有看懂要改什么" in heard[0].text
    assert "请核对" in heard[0].text
    await stage.say("李", "~", "对")
    assert ((await record(stage)).headcount, (await record(stage)).day) == (65, YESTERDAY)


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("/report 健康讲座 38人 今天", "不足 50 人"),
        ("/report 健康讲座 约52人 今天", "离 50 人很近"),
        ("/report 健康讲座 62000人 今天", "多打了一位"),
        ("/report 健康讲座 62人 明天", "还没有到"),
        ("/report 健康讲座 62人 2026年8月3日", "超过两个月"),
    ],
)
async def test_doubts_are_said_and_never_refused(stage: Stage, said: str, doubt: str) -> None:
    heard = await stage.say("李", "~", said)
    assert doubt in heard[0].text
    assert list(heard[0].buttons) == ["就是这样", "改一改", "加照片", "取消"]
    changing = await tap(stage, "李", "~", heard, "改一改")
    assert list(changing[0].buttons) == ["改名称", "改时间", "改人数", "加照片", "返回"]
    await tap(stage, "李", "~", heard, "就是这样")
    assert (await record(stage)).state == "reported"


@pytest.mark.parametrize(("day", "late"), [("11月16日", False), ("11月15日", True)])
async def test_late_after_a_week(stage: Stage, day: str, late: bool) -> None:
    heard = await stage.say("李", "~", f"/report 健康讲座 62人 {day}")
    heard = await tap(stage, "李", "~", heard, "确认上报")
    assert (await record(stage)).late is late
    assert ("补报" in near(heard, "coordinators").text) is late


async def test_an_unreadable_date_is_asked_again_with_an_example(stage: Stage) -> None:
    heard = await stage.say("李", "~", "/report 健康讲座 62人 2月30日")
    assert "没有看懂日期“2月30日”" in heard[0].text
    assert "11月20日" in heard[0].text
    heard = await stage.say("李", "~", "不记得了")
    assert "没有看懂日期" in heard[0].text
    assert "请核对" in (await stage.say("李", "~", "周五"))[0].text


async def test_an_unreadable_headcount_is_asked_again(stage: Stage) -> None:
    await stage.say("李", "~", "/report 健康讲座 今天")
    assert "没有看懂人数" in (await stage.say("李", "~", "很多人"))[0].text
    assert "66 人" in (await stage.say("李", "~", "六十六"))[0].text


@pytest.mark.parametrize("text", ["健" * 61, "健" * 40_000, "🎉" * 120])
async def test_what_is_too_long_is_said_and_nothing_is_lost(stage: Stage, text: str) -> None:
    await stage.say("李", "~", "/report 62人 昨天")
    heard = await stage.say("李", "~", text)
    assert "太长了" in heard[0].text
    await stage.say("李", "~", "健康讲座")
    await stage.say("李", "~", "确认")
    assert ((await record(stage)).headcount, (await record(stage)).day) == (62, YESTERDAY)


async def test_a_long_first_line_is_answered_in_a_sentence(stage: Stage) -> None:
    heard = await stage.say("李", "~", "/report " + "健康讲座 " * 20_000)
    assert "太长了" in heard[0].text
    assert len(heard[0].text) < 200


@pytest.mark.parametrize(
    "title", ["'; DROP TABLE events; --", "<b>健康</b>讲座", "健康讲座🎈👨‍👩‍👧", "a\x00b\u202egnp.exe", "健康\n讲座"]
)
async def test_strange_titles_are_text(stage: Stage, title: str) -> None:
    await stage.say("李", "~", "/report 62人 昨天")
    await stage.say("李", "~", title)
    await stage.say("李", "~", "确认")
    stored = (await record(stage)).title
    assert stored == " ".join(title.replace("\x00", "").replace("\u202e", "").split())


async def test_another_person_cannot_press_on_somebodys_draft(stage: Stage) -> None:
    heard = await stage.say("李", "officers", LINE)
    answer = await stage.press("王", "officers", heard[0].buttons["确认上报"])
    assert answer[0].outgoing.toast
    assert answer[0].text == "这是李的上报。"
    stranger = await stage.press("路人", "officers", heard[0].buttons["取消"])
    assert stranger[0].text == "这是李的上报。"
    assert await records(stage) == []


async def test_two_people_in_one_group_never_mix(stage: Stage) -> None:
    async with stage.database.write() as db:
        await places.add_station(db, stage.school.id, "第一小学e站", date(2026, 1, 1))
    first = await stage.hear(
        stage.message("李", "officers", "/report 健康讲座 今天"),
        stage.message("王", "officers", "/report 航天展览 昨天"),
    )
    assert len(first) == 2
    await stage.hear(stage.message("王", "officers", "120"), stage.message("李", "officers", "62"))
    await stage.hear(stage.message("李", "officers", "确认"), stage.message("王", "officers", "确认"))
    found = {one.title: (one.post_id, one.headcount) for one in await records(stage)}
    assert found == {"健康讲座": (stage.posts["李"], 62), "航天展览": (stage.posts["王"], 120)}


async def test_groups_see_one_message_that_changes(stage: Stage) -> None:
    first = await stage.say("李", "officers", "/report")
    card = f"key:{first[0].key}"
    for said in ("健康讲座", "昨天", "62"):
        (answer,) = await stage.say("李", "officers", said)
        assert answer.outgoing.edits == card
    final = await stage.say("李", "officers", "确认")
    assert near(final, "officers").outgoing.edits == card


async def test_a_card_that_could_not_be_changed_is_followed_by_a_new_one(stage: Stage) -> None:
    heard = await tap(stage, "李", "officers", await stage.say("李", "officers", "/report"), "讲座")
    assert heard[0].outgoing.edits == "card"
    await stage.lose(heard[0])
    (fresh,) = await stage.say("李", "officers", "昨天")
    assert not fresh.outgoing.edits
    (answer,) = await stage.say("李", "officers", "62")
    assert answer.outgoing.edits == f"key:{fresh.key}"
    await stage.lose(fresh)
    (whole,) = await stage.say("李", "officers", "", photos=["p1"])
    assert not whole.outgoing.edits
    (more,) = await stage.say("李", "officers", "", photos=["p2"])
    assert more.outgoing.edits == f"key:{whole.key}"
    await stage.lose(whole)
    final = near(await stage.say("李", "officers", "确认"), "officers")
    assert not final.outgoing.edits
    assert final.text.startswith("已上报")


async def test_talk_among_people_does_not_disturb_a_read_back_in_a_group(stage: Stage) -> None:
    await stage.say("李", "officers", LINE)
    assert await stage.say("李", "officers", "老王你那边怎么样") == []
    assert await stage.say("路人", "officers", "确认") == []
    assert "65 人" in (await stage.say("李", "officers", "人数65人", reply_to="m0"))[0].text


async def test_where_nothing_can_be_edited_every_step_is_a_message(stage: Stage) -> None:
    stage.capabilities = Capabilities(sees_all=True, private_chats=True)
    stage.__post_init__()
    heard = await stage.say("李", "officers", "/report 健康讲座 今天")
    heard = await stage.say("李", "officers", "62")
    heard = await stage.say("李", "officers", "确认")
    assert not any(one.outgoing.edits for one in heard)
    assert "已上报" in near(heard, "officers").text
    assert len(await records(stage)) == 1


@pytest.mark.parametrize("how", ["/cancel", "取消", "button", "/取消"])
async def test_cancel(stage: Stage, how: str) -> None:
    heard = await stage.say("李", "~", LINE)
    heard = await tap(stage, "李", "~", heard, "取消") if how == "button" else await stage.say("李", "~", how)
    assert heard[0].text == "没有上报，已取消。"
    async with stage.database.read() as db:
        assert (await db.execute(select(conversations))).all() == []
    assert await records(stage) == []


async def test_cancel_with_nothing_open(stage: Stage) -> None:
    assert (await stage.say("李", "~", "/cancel"))[0].text == "现在没有要取消的事。"
    assert await stage.say("路人", "officers", "/cancel") == []


async def test_a_draft_that_is_over_says_so(stage: Stage) -> None:
    heard = await stage.say("李", "~", LINE)
    await tap(stage, "李", "~", heard, "确认上报")
    again = await tap(stage, "李", "~", heard, "确认上报")
    assert "已经结束" in again[0].text
    assert len(await records(stage)) == 1


async def test_an_open_draft_can_be_gone_on_with(stage: Stage) -> None:
    await stage.say("李", "~", LINE)
    heard = await stage.say("李", "~", "/report 航天展览 昨天")
    assert "没报完" in heard[0].text
    assert "健康讲座" in heard[0].text
    heard = await tap(stage, "李", "~", heard, "接着报")
    assert "健康讲座" in heard[0].text
    await tap(stage, "李", "~", heard, "确认上报")
    assert (await record(stage)).title == "健康讲座"


async def test_or_started_over_with_what_was_just_said(stage: Stage) -> None:
    await stage.say("李", "~", LINE)
    heard = await stage.say("李", "~", "/report 航天展览 昨天")
    heard = await tap(stage, "李", "~", heard, "重新报")
    assert "航天展览" in heard[0].text
    assert "多少人" in heard[0].text
    await stage.say("李", "~", "90")
    await stage.say("李", "~", "确认")
    assert ((await record(stage)).title, (await record(stage)).headcount) == ("航天展览", 90)


async def test_an_empty_draft_is_just_begun_again(stage: Stage) -> None:
    await stage.say("李", "~", "/report")
    assert "请核对" in (await stage.say("李", "~", LINE))[0].text


async def test_a_restart_in_the_middle_loses_nothing(stage: Stage) -> None:
    await stage.say("李", "~", "/report 健康讲座")
    stage.__post_init__()  # a new dispatcher that remembers nothing
    await stage.say("李", "~", "昨天")
    stage.__post_init__()
    heard = await stage.say("李", "~", "62")
    stage.__post_init__()
    await tap(stage, "李", "~", heard, "确认上报")
    assert ((await record(stage)).title, (await record(stage)).headcount) == ("健康讲座", 62)


async def test_the_same_press_delivered_twice_is_one_event(stage: Stage) -> None:
    heard = await stage.say("李", "~", LINE)
    press = stage.message("李", "~", button=heard[0].buttons["确认上报"], message="card")
    await stage.hear(press, press)
    await stage.hear(press)
    assert len(await records(stage)) == 1


async def test_the_same_event_is_asked_about_and_merged(stage: Stage) -> None:
    await stage.say("李", "~", LINE)
    await stage.say("李", "~", "确认")
    await stage.say("李", "~", "/report 健康 讲座！ 66人 今天")
    heard = await stage.say("李", "~", "确认")
    assert "是同一场吗" in heard[0].text
    heard = await tap(stage, "李", "~", heard, "是同一场")
    assert near(heard, "~李").text.startswith("已并到原来那一场")
    event = await record(stage)
    assert (event.title, event.headcount, event.part) == ("健康讲座", 66, "afternoon")
    async with stage.database.read() as db:
        assert len((await db.execute(select(corrections))).all()) == 1


async def test_or_kept_apart(stage: Stage) -> None:
    await stage.say("李", "~", LINE)
    await stage.say("李", "~", "确认")
    await stage.say("李", "~", LINE)
    heard = await stage.say("李", "~", "确认")
    await tap(stage, "李", "~", heard, "不是，另一场")
    assert len(await records(stage)) == 2


async def test_another_day_or_a_withdrawn_one_is_not_the_same(stage: Stage) -> None:
    await stage.say("李", "~", LINE)
    heard = await stage.say("李", "~", "确认")
    heard = await tap(stage, "李", "~", heard, "撤回")
    assert "撤回这场活动吗" in heard[0].text
    heard = await tap(stage, "李", "~", heard, "确定撤回")
    assert near(heard, "~李").text.startswith("已撤回")
    await stage.say("李", "~", LINE)
    await stage.say("李", "~", "确认")
    assert [one.state for one in await records(stage)] == ["withdrawn", "reported"]


@pytest.mark.parametrize(
    ("who", "part"),
    [
        ("路人", "还不是科普信息员"),
        ("新", "等协调员确认"),
        ("赵", "要替信息员补报"),
        ("王", "第一小学还没有登记科普中国e站"),
    ],
)
async def test_who_cannot_report_gets_one_helpful_sentence(stage: Stage, who: str, part: str) -> None:
    await stage.officer("新", stage.village, PostState.PENDING)
    (answer,) = await stage.say(who, "officers", LINE)
    assert part in answer.text
    assert "\n" not in answer.text
    assert await records(stage) == []


async def test_a_coordinator_reports_for_an_officer_and_it_is_marked(stage: Stage) -> None:
    heard = await stage.say("赵", "~", "/for 李 /report 健康讲座 昨天")
    assert heard[0].text.startswith("替李上报活动")
    await stage.say("赵", "~", "62")
    heard = await stage.say("赵", "~", "确认")
    event = await record(stage)
    assert (event.post_id, event.entered_by) == (stage.posts["李"], stage.persons["赵"])
    assert "由赵代报" in near(heard, "coordinators").text


async def test_the_group_of_a_unit_knows_the_station(stage: Stage) -> None:
    """Somebody with posts in two units, in the group of one of them."""
    async with stage.database.write() as db:
        await places.add_station(db, stage.school.id, "第一小学e站", date(2026, 1, 1))
    await stage.officer("李", stage.school)
    await stage.group("school", GroupKind.OFFICERS, stage.county, stage.school)
    heard = await stage.say("李", "school", LINE)
    assert "第一小学e站" in heard[0].text
    heard = await stage.say("李", "~", LINE)
    assert "没报完" not in heard[0].text
    assert sorted(heard[0].buttons) == sorted(["槐树村e站", "第一小学e站", "取消"])


async def test_the_reminders_button_starts_it_in_a_message_of_its_own(stage: Stage) -> None:
    (answer,) = await stage.press("李", "officers", f"rep:start:{stage.station.id}", "reminder")
    assert not answer.outgoing.edits
    assert "什么活动" in answer.text


async def test_who_reported_is_in_the_audit(stage: Stage) -> None:
    await stage.say("李", "~", LINE)
    await stage.say("李", "~", "确认")
    async with stage.database.read() as db:
        found = (await db.execute(select(audit.c.act, audit.c.subject, audit.c.person_id))).all()
    assert ("event.report", f"event:{(await record(stage)).id}", stage.persons["李"]) in [tuple(row) for row in found]


async def test_in_english(stage: Stage) -> None:
    await stage.say("李", "~", "/lang en")
    heard = await stage.say("李", "~", "/report Health lecture 62 people yesterday afternoon")
    assert "Sun 22 November 2026, afternoon" in heard[0].text
    assert "62 people" in heard[0].text


@pytest.mark.parametrize(
    "data", ["rep", "rep:ok", "rep:s:x:y:z", "rep:start", "rep:start:99", "ev:fix:1", "ev", "evd:ok:1:0", "evd"]
)
async def test_broken_buttons_do_no_harm(stage: Stage, data: str) -> None:
    assert len(await stage.press("赵", "coordinators", data)) == 1
    assert await records(stage) == []


@pytest.mark.parametrize("sees_all", [True, False])
async def test_where_only_replies_reach_the_bot_it_says_so(stage: Stage, sees_all: bool) -> None:
    stage.capabilities = replace(stage.capabilities, sees_all=sees_all)
    stage.__post_init__()
    (group,) = await stage.say("李", "officers", "/report")
    (private,) = await stage.say("李", "~", "/report")
    assert ("请回复这条消息" in group.text) is not sees_all
    assert "请回复这条消息" not in private.text


async def test_two_officers_confirming_the_same_event_at_once(stage: Stage) -> None:
    """In two workers; one of them is asked whether it is the same."""
    await stage.officer("孙", stage.village)
    for who in ("李", "孙"):
        await stage.say(who, "~", LINE)
    other = Stage(stage.database, stage.clock)
    both = (stage.message("李", "~", "确认"), stage.message("孙", "~", "确认"))
    await asyncio.gather(stage.dispatcher.handle([both[0]]), other.dispatcher.handle([both[1]]))
    heard = await stage.heard()
    assert len(await records(stage)) == 1
    assert sum("是同一场吗" in one.text for one in heard) == 1
