"""A code, a consent, a name, a coordinator's tap."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kpbot.domain.messages import Incoming, Sender
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.domain.places import Unit
from kpbot.services.codes import CodeKind, make_code
from kpbot.storage import codes as stored_codes
from kpbot.storage import groups, people
from tests.fakes.stage import PLATFORM, Heard, Stage


async def unit_code(stage: Stage, unit: Unit | None = None) -> str:
    async with stage.database.write() as db:
        place = unit or stage.village
        return await make_code(db, CodeKind.UNIT, stage.county, place, None, None, stage.clock.now())


async def coordinator_code(stage: Stage) -> str:
    async with stage.database.write() as db:
        return await make_code(db, CodeKind.COORDINATOR, stage.county, None, None, None, stage.clock.now())


async def ask_to_join(stage: Stage, who: str, code: str, name: str = "") -> list[Heard]:
    """Up to the name; returns what was said then."""
    notice = (await stage.say(who, "~", f"/join {code}"))[-1]
    named = await stage.press(who, "~", notice.buttons["同意"])
    assert "怎么称呼" in named[0].text
    return await (stage.say(who, "~", name) if name else stage.press(who, "~", "join:name"))


def to(heard: list[Heard], chat: str) -> Heard:
    """The one message into a chat."""
    [found] = [h for h in heard if h.chat == chat]
    return found


async def posts_of(stage: Stage, who: str) -> list[tuple[str, PostRole, PostState]]:
    async with stage.database.read() as db:
        found = await people.load_accounts(db, [(PLATFORM, who)])
        if not found:
            return []
        person = found[(PLATFORM, who)][1]
        return [(person.name, post.role, post.state) for post in await people.live_posts(db, [person.id])]


async def test_from_code_to_confirmed(stage: Stage) -> None:
    code = await unit_code(stage)
    notice = (await stage.say("孙", "~", f"/join {code.lower()}"))[0]
    for words in ("青禾县/槐树村", "不保存", "手机号", "/mydata", "/forgetme", "协调员"):
        assert words in notice.text
    assert await posts_of(stage, "孙") == []  # nothing is kept before consent

    ask = (await stage.press("孙", "~", notice.buttons["同意"]))[0]
    assert ask.buttons == {"就用“孙”": "join:name"}
    heard = await stage.say("孙", "~", "孙小梅")
    waits, question = to(heard, "~孙"), to(heard, "coordinators")
    assert "孙小梅" in waits.text
    assert "协调员" in waits.text
    assert "孙小梅" in question.text
    assert "槐树村" in question.text
    assert await posts_of(stage, "孙") == [("孙小梅", PostRole.OFFICER, PostState.PENDING)]

    await stage.deliver()
    pressed = f"sent:{question.key}"
    heard = await stage.press("赵", "coordinators", question.buttons["确认"], message=pressed)
    assert "已经确认" in to(heard, "~孙").text
    done = to(heard, "coordinators")
    assert done.outgoing.edits == pressed
    assert "赵已确认" in done.text
    assert not done.buttons
    assert await posts_of(stage, "孙") == [("孙小梅", PostRole.OFFICER, PostState.ACTIVE)]


async def test_the_platforms_name_by_a_tap(stage: Stage) -> None:
    heard = await ask_to_join(stage, "孙", await unit_code(stage))
    assert "孙" in to(heard, "coordinators").text
    assert await posts_of(stage, "孙") == [("孙", PostRole.OFFICER, PostState.PENDING)]


async def test_without_consent_nothing_is_kept(stage: Stage) -> None:
    notice = (await stage.say("孙", "~", f"/join {await unit_code(stage)}"))[0]
    heard = await stage.press("孙", "~", notice.buttons["不同意"])
    assert "什么都没有保存" in heard[0].text
    assert await posts_of(stage, "孙") == []


async def test_second_thoughts_when_asked_for_a_name(stage: Stage) -> None:
    heard = await ask_to_join(stage, "孙", await unit_code(stage), "取消")
    assert "什么都没有保存" in heard[0].text
    assert "再发一次" in (await stage.press("孙", "~", "join:name"))[0].text
    assert await posts_of(stage, "孙") == []


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("13812345678", "号码"),
        ("李" * 21, "太长"),
        ("……", "没有字"),
        ("张三210781199001011234", "号码"),
        ("张210781", "号码"),
    ],
)
async def test_a_name_is_a_name(stage: Stage, name: str, answer: str) -> None:
    heard = await ask_to_join(stage, "孙", await unit_code(stage), name)
    assert answer in heard[0].text
    assert await posts_of(stage, "孙") == []
    await stage.say("孙", "~", "孙小梅")  # and then goes on
    assert await posts_of(stage, "孙") == [("孙小梅", PostRole.OFFICER, PostState.PENDING)]


async def test_names_are_cleaned_and_shown_as_text(stage: Stage) -> None:
    await ask_to_join(stage, "孙", await unit_code(stage), "<b>孙\u202e\x00'--😀</b>")
    assert [name for name, *_ in await posts_of(stage, "孙")] == ["<b>孙'--😀</b>"]


async def test_in_a_group_the_code_is_never_repeated(stage: Stage) -> None:
    code = await unit_code(stage)
    stranger = await stage.say("孙", "officers", f"/join {code}")
    assert [h.chat for h in stranger] == ["officers"]
    assert "私聊" in stranger[0].text
    known = await stage.say("赵", "officers", f"/join {code}")
    assert {h.chat for h in known} == {"officers", "~赵"}
    assert all(code not in h.text for h in stranger + known)


async def test_a_coordinators_code_works_at_once_and_once(stage: Stage) -> None:
    code = await coordinator_code(stage)
    heard = await ask_to_join(stage, "钱", code, "钱老师")
    assert "协调员了" in heard[0].text
    assert await posts_of(stage, "钱") == [("钱老师", PostRole.COORDINATOR, PostState.ACTIVE)]
    again = await stage.say("孙", "~", f"/join {code}")
    assert "用过" in again[0].text
    assert not again[0].buttons


async def test_two_with_one_single_use_code(stage: Stage) -> None:
    code = await coordinator_code(stage)
    for who in ("钱", "孙"):
        notice = (await stage.say(who, "~", f"/join {code}"))[0]
        await stage.press(who, "~", notice.buttons["同意"])
    both = await stage.hear(stage.message("钱", "~", "钱一"), stage.message("孙", "~", "孙二"))
    assert ["协调员了" in h.text for h in both] == [True, False]
    assert await posts_of(stage, "孙") == []


async def test_twice_two_units_and_a_post_held_already(stage: Stage) -> None:
    code = await unit_code(stage)
    await ask_to_join(stage, "孙", code, "孙小梅")
    waits = await stage.say("孙", "~", f"/join {code}")
    assert "等协调员确认" in waits[0].text
    assert not waits[0].buttons
    already = await stage.say("李", "~", f"/join {code}")
    assert "已经在" in already[0].text

    also = (await stage.say("孙", "~", f"/join {await unit_code(stage, stage.school)}"))[0]
    assert "第一小学" in also.text
    assert "同意" not in also.buttons  # consented once
    heard = await stage.press("孙", "~", also.buttons["要"])
    assert any(h.chat == "coordinators" for h in heard)
    assert len(await posts_of(stage, "孙")) == 2
    pressed_again = await stage.press("孙", "~", also.buttons["要"])
    assert "等协调员确认" in pressed_again[0].text
    assert len(await posts_of(stage, "孙")) == 2


async def test_wrong_codes_make_one_wait(stage: Stage) -> None:
    good = await unit_code(stage)
    for _ in range(5):
        assert "没有这个码" in (await stage.say("孙", "~", "/join ABCD2345"))[0].text
    for text in ("/join ABCD2345", f"/join {good}"):
        assert "再试" in (await stage.say("孙", "~", text))[0].text
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=61))
    assert "同意" in (await stage.say("孙", "~", f"/join {good}"))[0].buttons


async def test_wrong_codes_in_one_batch_count_too(stage: Stage) -> None:
    heard = await stage.hear(*(stage.message("孙", "~", "/join ABCD2345") for _ in range(7)))
    assert ["没有这个码" in h.text for h in heard] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("after", "revoked", "answer"), [(timedelta(days=31), False, "过期"), (timedelta(), True, "作废")]
)
async def test_codes_end(stage: Stage, after: timedelta, revoked: bool, answer: str) -> None:
    code = await unit_code(stage)
    notice = (await stage.say("孙", "~", f"/join {code}"))[0]
    if revoked:
        short = notice.buttons["同意"].removeprefix("join:yes:")
        async with stage.database.write() as db:
            found = await stored_codes.find(db, short)
            assert found
            assert await stored_codes.revoke(db, found.digest, stage.clock.now())
    stage.clock.move_to(stage.clock.now() + after)
    assert answer in (await stage.say("孙", "~", f"/join {code}"))[0].text
    assert answer in (await stage.press("孙", "~", notice.buttons["同意"]))[0].text
    assert await posts_of(stage, "孙") == []


async def test_a_group_code_is_no_way_in_for_people(stage: Stage) -> None:
    async with stage.database.write() as db:
        code = await make_code(db, CodeKind.GROUP, stage.county, None, GroupKind.OFFICERS, None, stage.clock.now())
    assert "/bind" in (await stage.say("孙", "~", f"/join {code}"))[0].text


@pytest.mark.parametrize("who", ["李", "孙"])
async def test_only_coordinators_confirm(stage: Stage, who: str) -> None:
    question = to(await ask_to_join(stage, "钱", await unit_code(stage), "钱小花"), "coordinators")
    heard = await stage.press(who, "coordinators", question.buttons["确认"])
    assert "协调员来办" in heard[0].text
    assert (await posts_of(stage, "钱"))[0][2] is PostState.PENDING


async def test_the_second_word_hears_of_the_first(stage: Stage) -> None:
    await stage.coordinator("吴", stage.city)
    question = to(await ask_to_join(stage, "孙", await unit_code(stage), "孙小梅"), "coordinators")
    refused = await stage.press("吴", "coordinators", question.buttons["拒绝"])
    assert any(h.chat == "~孙" and "没有通过" in h.text for h in refused)
    late = await stage.press("赵", "coordinators", question.buttons["确认"])
    assert "吴已经拒绝过" in late[0].text
    assert await posts_of(stage, "孙") == []


async def test_who_waits_is_listed_and_every_question_is_updated(stage: Stage) -> None:
    question = to(await ask_to_join(stage, "孙", await unit_code(stage), "孙小梅"), "coordinators")
    listed = (await stage.say("赵", "~", "/confirm"))[0]
    assert "孙小梅" in listed.text
    heard = await stage.press("赵", "~", listed.buttons["确认 孙小梅"])
    edits = {h.chat: h.outgoing.edits for h in heard}
    assert edits["coordinators"] == f"key:{question.key}"
    assert (await stage.say("赵", "~", "/confirm"))[0].text.startswith("现在没有人")


async def test_without_a_coordinators_group_the_coordinator_is_asked_in_private(stage: Stage) -> None:
    async with stage.database.write() as db:
        await groups.update_group(db, stage.groups["coordinators"], state="gone")
    heard = await ask_to_join(stage, "孙", await unit_code(stage), "孙小梅")
    assert "确认" in to(heard, "~赵").buttons


async def test_nobody_there_to_confirm_is_said(stage: Stage) -> None:
    async with stage.database.write() as db:
        await groups.update_group(db, stage.groups["coordinators"], state="gone")
        await people.update_post(db, stage.posts["赵"], state=PostState.ENDED)
    heard = await ask_to_join(stage, "孙", await unit_code(stage), "孙小梅")
    assert len(heard) == 1
    assert "找不到" in heard[0].text


async def test_the_faceless_get_nowhere(stage: Stage) -> None:
    message = stage.message("孙", "officers", f"/join {await unit_code(stage)}")
    heard = await stage.hear(_faceless(message))
    assert "匿名" in heard[0].text
    question = to(await ask_to_join(stage, "钱", await unit_code(stage), "钱小花"), "coordinators")
    press = stage.message("赵", "coordinators", button=question.buttons["确认"])
    assert "匿名" in (await stage.hear(_faceless(press)))[0].text
    assert (await posts_of(stage, "钱"))[0][2] is PostState.PENDING


def _faceless(message: Incoming) -> Incoming:
    return replace(message, sender=Sender("赵", "赵", faceless=True))
