"""The role table at work: codes, registering, acting for others, help, the faceless."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from handlers import ROUTES
from kpbot.domain.messages import Sender
from kpbot.domain.people import PostState
from kpbot.domain.places import Level, Region, Unit, UnitKind
from kpbot.services.routing import Routes
from kpbot.storage import audit, leaves, people, places
from kpbot.storage.tables import events
from tests.fakes.stage import Heard, Stage


def whole(heard: list[Heard]) -> str:
    return "\n".join(h.text for h in heard)


async def neighbour(stage: Stage) -> tuple[Region, Unit]:
    """A county that 赵 does not coordinate, with an officer 周."""
    async with stage.database.write() as db:
        county = await places.add_region(db, "白石县", Level.COUNTY, stage.city)
        unit = await places.add_unit(db, county, "柳树村", UnitKind.VILLAGE)
    await stage.officer("周", unit)
    return county, unit


async def test_a_coordinator_prints_lists_and_revokes_unit_codes(stage: Stage) -> None:
    text = whole(await stage.say("赵", "~", "/code unit 青禾县/槐树村"))
    code = text.split("/join ")[1].split()[0]
    listed = (await stage.say("赵", "~", "/code"))[0]
    assert "槐树村" in listed.text
    assert code not in listed.text
    for who in ("李", "路人"):
        assert "协调员" in whole(await stage.press(who, "~", listed.buttons["作废第 1 个"]))
    assert "同意" in (await stage.say("孙", "~", f"/join {code}"))[0].buttons
    assert "已作废" in whole(await stage.press("赵", "~", listed.buttons["作废第 1 个"]))
    assert "已经作废" in whole(await stage.press("赵", "~", listed.buttons["作废第 1 个"]))
    assert "作废" in whole(await stage.say("孙", "~", f"/join {code}"))
    async with stage.database.read() as db:
        acts = [entry.act for entry in await audit.of_person(db, stage.persons["赵"])]
    assert acts == ["code.revoke", "code.make"]


@pytest.mark.parametrize(
    "said", ["/code 单位 槐树", "/印码 unit 演示市/青禾县/槐树村", "code unit 槐树村", "印码 槐树村"]
)
async def test_places_are_understood(stage: Stage, said: str) -> None:
    assert "槐树村的单位码" in whole(await stage.say("赵", "~", said))


@pytest.mark.parametrize(
    ("who", "chat", "said", "words"),
    [
        ("李", "~", "/code unit 槐树村", "协调员来办"),
        ("路人", "~", "/code unit 槐树村", "协调员来办"),
        ("赵", "~", "/code coordinator 青禾县", "系统管理员"),
        ("赵", "coordinators", "/code unit 槐树村", "私聊"),
        ("赵", "~", "/code unit 柳树村", "没有找到"),
        ("赵", "~", "/code unit", "还差单位的名字"),
        ("赵", "~", "/code group nonsense 青禾县", "还差群的种类"),
        ("赵", "~", "/code 群", "还差群的种类"),
        ("赵", "~", "/code 公众群", "还差群所在的"),
        ("赵", "~", "印码 青禾县", "青禾县是一个地区"),
        ("赵", "~", "印码 柳树村", "没有找到“柳树村”"),
    ],
)
async def test_codes_refused(stage: Stage, who: str, chat: str, said: str, words: str) -> None:
    await neighbour(stage)
    text = whole(await stage.say(who, chat, said))
    assert words in text
    assert "/join" not in text or "单位码" in text.split("/join")[0]


async def test_codes_for_groups_of_officers_and_of_the_public_but_not_of_coordinators(stage: Stage) -> None:
    for kind in ("officers", "公众群"):
        assert "/bind " in whole(await stage.say("赵", "~", f"/code group {kind} 青禾县"))
    assert "青禾县 公众群" in whole(await stage.say("赵", "~", "印码 公众群 青禾县"))
    assert "槐树村 信息员群" in whole(await stage.say("赵", "~", "/code 群 信息员群 槐树村"))
    assert "系统管理员" in whole(await stage.say("赵", "~", "/code group coordinators 青禾县"))


async def test_a_name_that_fits_several_places_is_asked_back(stage: Stage) -> None:
    async with stage.database.write() as db:
        await places.add_unit(db, stage.county, "杨树村", UnitKind.VILLAGE)
    text = whole(await stage.say("赵", "~", "/code unit 树村"))
    assert "演示市/青禾县/槐树村" in text
    assert "演示市/青禾县/杨树村" in text
    assert "/join" not in text


async def test_stations_and_facilities(stage: Stage) -> None:
    assert "已登记" in whole(await stage.say("赵", "~", "/station 第一小学 一小科普e站"))
    assert "已经有" in whole(await stage.say("赵", "~", "/station 第一小学 一小科普e站"))
    assert "一小科普e站" in whole(await stage.say("赵", "~", "/station"))
    assert "已登记" in whole(await stage.say("赵", "~", "/facility 槐树村 宣传栏 村口宣传栏"))
    assert "已登记" in whole(await stage.say("赵", "~", "/facility 槐树村 大屏"))
    assert "太长" in whole(await stage.say("赵", "~", f"/facility 槐树村 board {'栏' * 41}"))
    async with stage.database.read() as db:
        found = await places.facilities_of(db, [stage.village.id])
        assert {(f.kind, f.name) for f in found} == {("board", "村口宣传栏"), ("screen", "大屏")}
        acts = [entry.act for entry in await audit.of_person(db, stage.persons["赵"])]
    assert sorted(acts) == ["facility.add", "facility.add", "station.add"]


@pytest.mark.parametrize("said", ["/station 槐树村 新站", "/facility 槐树村 宣传栏 新栏"])
async def test_who_may_register(stage: Stage, said: str) -> None:
    await neighbour(stage)
    for who in ("李", "路人", "周"):
        assert "协调员来办" in whole(await stage.say(who, "~", said))
    assert "没有找到" in whole(await stage.say("赵", "~", said.replace("槐树村", "柳树村")))


async def test_acting_for_an_officer(stage: Stage) -> None:
    assert "11月23日 到 11月25日" in whole(await stage.say("赵", "coordinators", "/for 李 /away 3天"))
    async with stage.database.read() as db:
        assert (await leaves.of_posts(db, list(stage.posts.values()))).keys() == {stage.posts["李"]}
        acts = [(entry.act, entry.subject) for entry in await audit.of_person(db, stage.persons["赵"])]
    assert ("behalf.away", f"post:{stage.posts['李']}") in acts


async def test_a_talk_begun_for_an_officer_stays_theirs(stage: Stage) -> None:
    read_back = (await stage.say("赵", "~", "/for 李 /report 健康讲座 62人 今天"))[-1]
    await stage.press("赵", "~", read_back.buttons["确认上报"])
    async with stage.database.read() as db:
        row = (await db.execute(select(events))).one()
    assert (row.post_id, row.entered_by, row.headcount) == (stage.posts["李"], stage.persons["赵"], 62)


async def test_a_talk_for_an_officer_ends_with_the_coordinators_post(stage: Stage) -> None:
    read_back = (await stage.say("赵", "~", "/for 李 /report 健康讲座 62人 今天"))[-1]
    async with stage.database.write() as db:
        await people.update_post(db, stage.posts["赵"], state=PostState.ENDED)
    assert "失效" in whole(await stage.press("赵", "~", read_back.buttons["确认上报"]))
    async with stage.database.read() as db:
        assert (await db.execute(select(events))).all() == []


async def test_acting_by_the_units_name_and_without_slash(stage: Stage) -> None:
    assert "11月23日 到 11月25日" in whole(await stage.say("赵", "~", "/代办 槐树村 请假 3天"))


async def test_which_of_two_is_asked(stage: Stage) -> None:
    await stage.officer("李四", stage.school)
    await stage.officer("李五", stage.village)
    asked = (await stage.say("赵", "~", "/for 李 /away 3天"))[0]
    assert "11月23日 到 11月25日" in asked.text  # 李 is one's whole name
    asked = (await stage.say("赵", "~", "/for 第一小学 /away 3天"))[0]
    heard = await stage.press("赵", "~", asked.buttons["李四 · 第一小学"])
    assert "11月23日 到 11月25日" in whole(heard)
    async with stage.database.read() as db:
        assert stage.posts["李四"] in await leaves.of_posts(db, list(stage.posts.values()))
    assert "过期" in whole(await stage.press("赵", "~", asked.buttons["李四 · 第一小学"]))


@pytest.mark.parametrize(
    ("who", "said", "words"),
    [
        ("李", "/for 王 /away 3天", "协调员"),
        ("路人", "/for 王 /away 3天", "协调员"),
        ("赵", "/for 周 /away 3天", "没有找到"),
        ("赵", "/for 李 /forgetme", "不能代办"),
        ("赵", "/for 李 /for 王 /away 3天", "不能代办"),
        ("赵", "/for 李 /leave", "不能代办"),
        ("赵", "/for 李 /mydata", "不能代办"),
        ("赵", "/for 李", "代办"),
        ("赵", "/for", "代办"),
    ],
)
async def test_what_nobody_does_for_another(stage: Stage, who: str, said: str, words: str) -> None:
    await neighbour(stage)
    assert words in whole(await stage.say(who, "~", said))
    async with stage.database.read() as db:
        assert not await leaves.of_posts(db, list(stage.posts.values()))


async def test_a_forged_button_acts_for_nobody_elsewhere(stage: Stage) -> None:
    await neighbour(stage)
    await stage.officer("李四", stage.school)
    await stage.say("赵", "~", "/for 第一小学 /away 3天")
    assert "不在您负责的地区" in whole(await stage.press("赵", "~", f"for:{stage.posts['周']}"))


async def test_the_faceless_do_nothing(stage: Stage) -> None:
    for text in ("/bind ABCD2345", "/pause", "/code unit 槐树村", "/for 李 /away 3天", "/leave", "/forgetme"):
        message = replace(stage.message("赵", "officers", text), sender=Sender("赵", "频道", faceless=True))
        assert "匿名" in whole(await stage.hear(message))
    async with stage.database.read() as db:
        assert await audit.of_person(db, stage.persons["赵"]) == []


async def test_a_member_of_the_coordinators_group_is_nobody_for_that(stage: Stage) -> None:
    for text in ("/confirm", "/for 李 /away 3天", "/pause", "/station 槐树村 新站"):
        assert "协调员" in whole(await stage.say("路人", "coordinators", text))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("chat", ["~", "officers"])
@pytest.mark.parametrize("who", ["李", "赵", "王", "路人"])
async def test_help_names_commands_that_exist(stage: Stage, who: str, chat: str, lang: str) -> None:
    await stage.coordinator("王", stage.county)  # both
    await stage.say(who, "~", f"/lang {lang}")
    text = whole(await stage.say(who, chat, "/help"))
    routes = Routes(ROUTES)
    named = [word.split("/", 1)[1] for word in _words(text) if word.startswith("/")]
    assert named
    for name in named:
        assert routes.read_command(f"/{name}", private=False), name
    assert len(text.splitlines()) <= 10


def _words(text: str) -> list[str]:
    for mark in "，。、：；,;:()（）\n":
        text = text.replace(mark, " ")
    return [word.rstrip(".") for word in text.split()]


async def test_words_that_answer_a_talk_are_no_commands(stage: Stage) -> None:
    """A person called 今天 can say so when asked for a name."""
    code = whole(await stage.say("赵", "~", "/code unit 槐树村")).split("/join ")[1].split()[0]
    notice: Any = (await stage.say("孙", "~", f"/join {code}"))[0]
    await stage.press("孙", "~", notice.buttons["同意"])
    assert "已经交给协调员" in whole(await stage.say("孙", "~", "今天"))
