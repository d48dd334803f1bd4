"""The bot in a group: greeted, bound, paused, renamed, moved, thrown out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kpbot.domain.messages import Chat, Happening, Outgoing
from kpbot.domain.people import Group, GroupKind, GroupState, PostState
from kpbot.domain.places import Region, Unit
from kpbot.services.codes import CodeKind, make_code
from kpbot.storage import audit, groups, outbox
from kpbot.storage.tables import outbox as outbox_table
from tests.fakes.stage import PLATFORM, Stage


async def group_code(stage: Stage, kind: GroupKind, region: Region | None = None, unit: Unit | None = None) -> str:
    async with stage.database.write() as db:
        where = region or stage.county
        return await make_code(db, CodeKind.GROUP, where, unit, kind, None, stage.clock.now())


async def known(stage: Stage, chat: str) -> Group:
    async with stage.database.read() as db:
        return (await groups.load(db, [(PLATFORM, chat)]))[(PLATFORM, chat)]


async def test_added_and_greeted_once(stage: Stage) -> None:
    heard = await stage.happen(Happening.ADDED, "new", "李", title="村民群\u202e")
    assert len(heard) == 1
    for words in ("不保存", "三条", "/bind"):
        assert words in heard[0].text
    group = await known(stage, "new")
    assert (group.title, group.kind, group.state) == ("村民群", None, GroupState.ACTIVE)


async def test_a_command_in_an_unheard_of_group_notes_it(stage: Stage) -> None:
    assert await stage.say("路人", "unheard", "大家好") == []
    async with stage.database.read() as db:
        assert not await groups.load(db, [(PLATFORM, "unheard")])
    await stage.say("路人", "unheard", "/help", chat_title="群二")
    assert (await known(stage, "unheard")).title == "群二"


async def test_bound_by_an_officer_of_the_unit(stage: Stage) -> None:
    await stage.happen(Happening.ADDED, "new")
    code = await group_code(stage, GroupKind.OFFICERS, unit=stage.village)
    refused = await stage.say("王", "new", f"/bind {code}")  # officer of the school
    assert "那个单位的科普信息员" in refused[0].text
    assert "槐树村" in (await stage.say("李", "new", f"/bind {code}"))[0].text
    group = await known(stage, "new")
    assert (group.kind, group.unit_id, group.region_id) == (GroupKind.OFFICERS, stage.village.id, stage.county.id)
    assert "用过" in (await stage.say("李", "other", f"/bind {code}"))[0].text


@pytest.mark.parametrize("kind", [kind for kind in GroupKind if kind is not GroupKind.PRIVATE])
async def test_bound_by_a_coordinator(stage: Stage, kind: GroupKind) -> None:
    await stage.happen(Happening.ADDED, "new")
    heard = await stage.say("赵", "new", f"/bind {await group_code(stage, kind)}")
    assert "青禾县" in heard[0].text
    group = await known(stage, "new")
    assert (group.kind, group.region_id, group.unit_id) == (kind, stage.county.id, None)


@pytest.mark.parametrize(
    ("who", "words"),
    [("路人", "科普信息员或者本地区协调员"), ("李", "那里的协调员"), ("赵", "")],
)
async def test_who_may_bind_a_countys_group(stage: Stage, who: str, words: str) -> None:
    await stage.happen(Happening.ADDED, "new")
    code = await group_code(stage, GroupKind.OFFICERS)
    assert words in (await stage.say(who, "new", f"/bind {code}"))[0].text
    assert ((await known(stage, "new")).kind is None) is bool(words)


async def test_a_coordinator_binds_nothing_beyond_the_region(stage: Stage) -> None:
    await stage.happen(Happening.ADDED, "new")
    code = await group_code(stage, GroupKind.COORDINATORS, stage.city)
    assert "那里的协调员" in (await stage.say("赵", "new", f"/bind {code}"))[0].text
    assert (await known(stage, "new")).kind is None


async def test_rebinding_is_asked_first_and_only_of_who_may(stage: Stage) -> None:
    code = await group_code(stage, GroupKind.PUBLIC)
    asked = (await stage.say("赵", "officers", f"/bind {code}"))[0]
    assert (await known(stage, "officers")).kind is GroupKind.OFFICERS
    over = asked.buttons["改绑"]
    assert "协调员" in (await stage.press("路人", "officers", over))[0].text
    assert (await known(stage, "officers")).kind is GroupKind.OFFICERS
    assert "没有改动" in (await stage.press("赵", "officers", asked.buttons["不改"]))[0].text
    await stage.press("赵", "officers", over)
    assert (await known(stage, "officers")).kind is GroupKind.PUBLIC
    assert "用过" in (await stage.press("赵", "officers", over))[0].text


async def test_a_group_of_another_place_is_not_taken_over(stage: Stage) -> None:
    """An officer's own code does not take the county's coordinators' group."""
    code = await group_code(stage, GroupKind.OFFICERS, unit=stage.village)
    heard = await stage.say("李", "coordinators", f"/bind {code}")
    assert "协调员" in heard[0].text
    assert not heard[0].buttons
    assert (await known(stage, "coordinators")).kind is GroupKind.COORDINATORS


async def test_codes_of_other_kinds_and_places_of_use(stage: Stage) -> None:
    async with stage.database.write() as db:
        unit = await make_code(db, CodeKind.UNIT, stage.county, stage.village, None, None, stage.clock.now())
    assert "私聊" in (await stage.say("赵", "officers", f"/bind {unit}"))[0].text
    assert "群里" in (await stage.say("赵", "~", "/bind ABCD2345"))[0].text
    code = await group_code(stage, GroupKind.OFFICERS)
    stage.clock.move_to(stage.clock.now() + timedelta(days=8))
    assert "过期" in (await stage.say("赵", "officers", f"/bind {code}"))[0].text


async def test_trying_codes_ends_soon(stage: Stage) -> None:
    for _ in range(5):
        assert "没有这个码" in (await stage.say("李", "officers", "/bind ABCD2345"))[0].text
    assert "再试" in (await stage.say("李", "officers", "/bind ABCD2345"))[0].text
    assert "没有这个码" in (await stage.say("赵", "officers", "/bind ABCD2345"))[0].text


async def test_thrown_out_what_was_owed_fails_and_the_coordinators_hear(stage: Stage) -> None:
    now = stage.clock.now()
    owed = outbox.Owed(
        "push:1", Chat(PLATFORM, "officers"), Outgoing("三条"), outbox.Priority.PUSH, now, now + timedelta(hours=1)
    )
    async with stage.database.write() as db:
        await outbox.owe(db, [owed])
    await stage.heard()
    heard = await stage.happen(Happening.REMOVED, "officers")
    assert [h.chat for h in heard] == ["coordinators"]
    assert "officers" in heard[0].text
    assert (await known(stage, "officers")).state is GroupState.GONE
    async with stage.database.read() as db:
        state = await db.execute(select(outbox_table.c.state).where(outbox_table.c.key == "push:1"))
        assert state.scalar_one() == outbox.State.FAILED

    back = await stage.happen(Happening.ADDED, "officers")
    assert "青禾县" in back[0].text
    assert (await known(stage, "officers")).state is GroupState.ACTIVE


async def test_a_person_who_blocks_the_bot_is_not_written_to(stage: Stage) -> None:
    await stage.happen(Happening.REMOVED, "~", "李")
    heard = await stage.say("李", "officers", "/mydata")
    assert [h.chat for h in heard] == ["officers"]
    await stage.happen(Happening.STARTED, "~", "李")
    assert (await stage.say("李", "~", "/help"))[0].chat == "~李"


@pytest.mark.parametrize("who", ["李", "赵", "路人"])
async def test_help_after_unknown_words_says_why_it_comes(stage: Stage, who: str) -> None:
    asked = (await stage.say(who, "~", "/help"))[0].text
    assert "没看懂" not in asked
    for words in ("天气怎么样", "/nosuch"):
        assert [h.text for h in await stage.say(who, "~", words)] == [f"没看懂这句话。\n{asked}"]
        assert await stage.say(who, "officers", words) == []
    await stage.say("李", "~", "/lang en")
    assert (await stage.say("李", "~", "what?"))[0].text.startswith("I did not understand that.\n")


async def test_renamed_and_moved(stage: Stage) -> None:
    await stage.happen(Happening.RENAMED, "officers", title="新名字")
    assert (await known(stage, "officers")).title == "新名字"
    before = await known(stage, "officers")
    await stage.hear(stage.message("", "officers", "supergroup", happening=Happening.MOVED))
    after = await known(stage, "supergroup")
    assert (after.id, after.kind) == (before.id, before.kind)


async def test_moved_to_where_the_bot_was_added_already(stage: Stage) -> None:
    await stage.happen(Happening.ADDED, "supergroup")
    await stage.hear(stage.message("", "officers", "supergroup", happening=Happening.MOVED))
    moved = await known(stage, "supergroup")
    assert (moved.kind, moved.region_id) == (GroupKind.OFFICERS, stage.county.id)
    assert (await known(stage, "officers")).state is GroupState.GONE


@pytest.mark.parametrize(
    ("who", "words"),
    [("赵", "协调员"), ("李", "/today"), ("孙", "等协调员确认"), ("路人", "/join")],
)
async def test_the_private_chat_opened(stage: Stage, who: str, words: str) -> None:
    await stage.officer("孙", stage.village, PostState.PENDING)
    heard = await stage.happen(Happening.STARTED, "~", who)
    assert len(heard) == 1
    assert words in heard[0].text or "/confirm" in heard[0].text


async def test_paused_by_who_may(stage: Stage) -> None:
    assert "协调员" in (await stage.say("李", "officers", "/pause"))[0].text
    assert (await known(stage, "officers")).state is GroupState.ACTIVE
    await stage.say("赵", "officers", "/暂停")
    assert (await known(stage, "officers")).state is GroupState.PAUSED
    assert "已经是暂停" in (await stage.say("赵", "officers", "/pause"))[0].text
    await stage.say("赵", "officers", "/resume")
    assert (await known(stage, "officers")).state is GroupState.ACTIVE
    async with stage.database.read() as db:
        acts = [entry.act for entry in await audit.of_person(db, stage.persons["赵"])]
    assert acts[:2] == ["group.resume", "group.pause"]


async def test_an_officer_pauses_the_group_of_the_own_unit(stage: Stage) -> None:
    await stage.group("village", GroupKind.OFFICERS, stage.county, stage.village)
    assert "协调员" in (await stage.say("王", "village", "/pause"))[0].text
    assert (await known(stage, "village")).state is GroupState.ACTIVE
    await stage.say("李", "village", "/pause")
    assert (await known(stage, "village")).state is GroupState.PAUSED


async def test_languages_of_people_and_groups(stage: Stage) -> None:
    asked = (await stage.say("李", "~", "/lang"))[0]
    await stage.press("李", "~", asked.buttons["English"])
    assert "today's three items" in (await stage.say("李", "~", "/help"))[0].text
    await stage.say("李", "~", "/lang 中文")
    assert "今日三条" in (await stage.say("李", "~", "help"))[0].text

    assert "协调员来设" in (await stage.say("李", "officers", "/lang en"))[0].text
    assert "协调员来设" in (await stage.press("李", "officers", "lang:en"))[0].text
    await stage.say("赵", "officers", "/lang en")
    assert (await known(stage, "officers")).language == "en"
    assert "popular science" in (await stage.say("路人", "officers", "/help"))[0].text
    assert "没有保存" in (await stage.say("路人", "~", "/lang 中文"))[0].text
