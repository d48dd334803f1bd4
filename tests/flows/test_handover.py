"""Leave, the end of a post, and its passing on."""

from datetime import date

import pytest

from kpbot.domain.people import Post, PostState
from kpbot.storage import leaves, people
from tests.fakes.stage import Heard, Stage


async def post_of(stage: Stage, who: str) -> Post:
    async with stage.database.read() as db:
        post = await people.post(db, stage.posts[who])
    assert post
    return post


async def leaves_of(stage: Stage, who: str) -> list[tuple[date, date]]:
    post_id = stage.posts[who]
    async with stage.database.read() as db:
        return (await leaves.of_posts(db, [post_id])).get(post_id, [])


def to(heard: list[Heard], chat: str) -> Heard:
    [found] = [h for h in heard if h.chat == chat]
    return found


async def successor_joins(stage: Stage, who: str, told: str) -> None:
    """`told` is a message with a code in it."""
    code = told.split("/join ")[1].split(maxsplit=1)[0]
    notice = (await stage.say(who, "~", f"/join {code}"))[-1]
    await stage.press(who, "~", notice.buttons["同意"])
    question = to(await stage.press(who, "~", "join:name"), "coordinators")
    assert "接任" in question.text
    await stage.press("赵", "coordinators", question.buttons["确认"])


async def test_a_coordinator_hands_over(stage: Stage) -> None:
    asked = (await stage.say("赵", "~", "/handover 槐树村"))[0]
    heard = await stage.press("赵", "~", asked.buttons["从李手里交接"])
    assert to(heard, "~李").text.split("/join ")[1][:9] == to(heard, "~赵").text.split("/join ")[1][:9]
    assert (await post_of(stage, "李")).state is PostState.ACTIVE  # until the successor is confirmed
    await successor_joins(stage, "孙", to(heard, "~赵").text)
    old = await post_of(stage, "李")
    assert (old.state, old.until) == (PostState.ENDED, date(2026, 11, 23))
    async with stage.database.read() as db:
        assert [post.unit_id for post in await people.holders(db, [stage.village.id])] == [stage.village.id]


async def test_an_officer_asks_and_a_coordinator_gives(stage: Stage) -> None:
    heard = await stage.say("李", "~", "/handover")
    question = to(heard, "coordinators")
    assert "协调员" in to(heard, "~李").text
    for who in ("李", "路人"):
        assert "协调员" in (await stage.press(who, "coordinators", question.buttons["发交接码"]))[0].text
    heard = await stage.press("赵", "coordinators", question.buttons["发交接码"])
    assert "/join" not in to(heard, "coordinators").text  # no code in a group
    await successor_joins(stage, "孙", to(heard, "~李").text)
    assert (await post_of(stage, "李")).state is PostState.ENDED
    assert "已经结束" in (await stage.press("赵", "coordinators", question.buttons["发交接码"]))[0].text


async def test_a_refused_successor_ends_nothing(stage: Stage) -> None:
    asked = (await stage.say("赵", "~", "/handover 槐树村"))[0]
    code = to(await stage.press("赵", "~", asked.buttons["从李手里交接"]), "~赵").text.split("/join ")[1].split()[0]
    notice = (await stage.say("孙", "~", f"/join {code}"))[0]
    await stage.press("孙", "~", notice.buttons["同意"])
    question = to(await stage.press("孙", "~", "join:name"), "coordinators")
    await stage.press("赵", "coordinators", question.buttons["拒绝"])
    assert (await post_of(stage, "李")).state is PostState.ACTIVE


async def test_places_that_do_not_fit(stage: Stage) -> None:
    assert "没有找到" in (await stage.say("赵", "~", "/handover 北京市"))[0].text
    assert "哪个单位" in (await stage.say("赵", "~", "/handover"))[0].text
    await stage.press("赵", "~", f"leave:yes:{stage.posts['赵']}")
    assert "协调员来办" in (await stage.say("赵", "~", "/handover 槐树村"))[0].text


async def test_leaving_a_post(stage: Stage) -> None:
    assert [h.chat for h in await stage.say("李", "officers", "/leave")] == ["officers"]
    asked = (await stage.say("李", "~", "/leave"))[0]
    assert "槐树村" in asked.text
    assert "没有改动" in (await stage.press("李", "~", asked.buttons["不卸任"]))[0].text
    assert (await post_of(stage, "李")).state is PostState.ACTIVE
    heard = await stage.press("李", "~", asked.buttons["确定卸任"])
    assert "没有科普信息员" in to(heard, "coordinators").text
    assert (await post_of(stage, "李")).state is PostState.ENDED
    assert "过期" in (await stage.press("李", "~", asked.buttons["确定卸任"]))[0].text


async def test_nobody_ends_anothers_post(stage: Stage) -> None:
    asked = (await stage.say("李", "~", "/leave"))[0]
    await stage.press("王", "~", asked.buttons["确定卸任"])
    await stage.press("王", "~", f"leave:yes:{2**70}")
    assert (await post_of(stage, "李")).state is PostState.ACTIVE


async def test_which_of_two_posts(stage: Stage) -> None:
    await stage.officer("李", stage.school)
    asked = (await stage.say("李", "~", "/leave"))[0]
    sure = (await stage.press("李", "~", asked.buttons["青禾县/第一小学"]))[0]
    heard = await stage.press("李", "~", sure.buttons["确定卸任"])
    assert "别的科普信息员" in to(heard, "coordinators").text
    async with stage.database.read() as db:
        left = await people.live_posts(db, [stage.persons["李"]])
    assert [post.unit_id for post in left] == [stage.village.id]


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("/away 3天", date(2026, 11, 23), date(2026, 11, 25)),
        ("/请假 12月1日-12月5日", date(2026, 12, 1), date(2026, 12, 5)),
        ("请假 明天", date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
async def test_leave_of_some_days(stage: Stage, said: str, since: date, until: date) -> None:
    days = f"{since.month}月{since.day}日 到 {until.month}月{until.day}日 请假"
    assert days in (await stage.say("李", "~", said))[0].text
    assert await leaves_of(stage, "李") == [(since, until)]


async def test_leave_by_buttons_and_back(stage: Stage) -> None:
    asked = (await stage.say("李", "~", "/away"))[0]
    await stage.press("李", "~", asked.buttons["7 天"])
    assert await leaves_of(stage, "李") == [(date(2026, 11, 23), date(2026, 11, 29))]
    stage.clock.move_to(stage.clock.now().replace(day=25))
    again = (await stage.say("李", "~", "/away"))[0]
    await stage.press("李", "~", again.buttons["结束"])
    assert await leaves_of(stage, "李") == [(date(2026, 11, 23), date(2026, 11, 24))]
    assert "没有请假" in (await stage.say("李", "~", "/away 结束"))[0].text


@pytest.mark.parametrize(
    ("said", "words"),
    [("/away 很久", "没看懂"), ("/away 400天", "最多"), ("/away 10月1日-10月5日", "已经过去"), ("/away 0天", "没看懂")],
)
async def test_leave_that_cannot_be(stage: Stage, said: str, words: str) -> None:
    assert words in (await stage.say("李", "~", said))[0].text
    assert await leaves_of(stage, "李") == []


async def test_an_earlier_leave_is_not_forgotten(stage: Stage) -> None:
    await stage.say("李", "~", "/away 2天")
    stage.clock.move_to(stage.clock.now().replace(day=27))
    await stage.say("李", "~", "/away 12月1日-12月5日")
    assert await leaves_of(stage, "李") == [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 12, 1), date(2026, 12, 5)),
    ]
    mine = "".join(heard.text for heard in await stage.say("李", "~", "/mydata"))
    assert "请假 11月23日 到 11月24日" in mine
    assert "请假 12月1日 到 12月5日" in mine
    assert "12月1日 到 12月5日" in (await stage.say("李", "~", "/away"))[0].text


async def test_the_buttons_of_a_leave_are_ones_own(stage: Stage) -> None:
    """A press carries no name: a menu asked for on behalf of an officer would send the coordinator on leave."""
    heard = await stage.say("赵", "~", "/for 李 /away")
    assert not heard[0].buttons
    assert "/away 3天" in heard[0].text
    assert await stage.press("李", "officers", "away:7")
    assert await leaves_of(stage, "李") == []


async def test_no_buttons_for_everybody_in_a_group(stage: Stage) -> None:
    heard = await stage.say("李", "officers", "/away")
    assert not heard[0].buttons
    assert "没有岗位" in (await stage.say("路人", "officers", "/away 3天"))[0].text
