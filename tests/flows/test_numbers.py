"""Everything by text alone: choices are numbers, and a number in reply is the press of that button."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from kpbot.clock import MovableClock
from kpbot.domain.menus import numbered
from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.services import reminders, spot_checks
from kpbot.services.codes import CodeKind, make_code
from kpbot.services.plain_letter import plain_text
from kpbot.storage import menus, people, places
from kpbot.storage.database import Database
from kpbot.storage.tables import editions, events, upkeeps
from kpbot.storage.tables import menus as table
from kpbot.storage.tables import shares as shares_table
from tests.fakes.stage import PLATFORM, Heard, Stage

PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
DAY = date(2026, 11, 23)
BARE = Capabilities(photos=True, private_chats=True)
SIX = Capabilities(photos=True, private_chats=True, buttons=True, most_buttons=6)
SAYS_ALL = Capabilities(photos=True, private_chats=True, sees_all=True)


@dataclass
class Town:
    """A stage where nobody presses anything: `choose` says the number that a choice has in the last message that showed
    any; or presses, where the platform shows buttons."""

    stage: Stage
    shown: dict[str, Outgoing] = field(default_factory=dict)

    async def say(self, who: str, chat: str, text: str = "", **rest: object) -> list[Heard]:
        return await self.see(await self.stage.say(who, chat, text, **rest))  # type: ignore[arg-type]

    async def see(self, heard: list[Heard]) -> list[Heard]:
        """It is delivered, and people look at it."""
        for one in heard:
            if one.outgoing.buttons:
                self.shown[one.chat] = one.outgoing
        await self.stage.deliver()
        return heard

    async def choose(self, who: str, chat: str, label: str) -> list[Heard]:
        said = self.shown[f"~{who}" if chat == "~" else chat]
        choices = numbered(said, self.stage.capabilities)
        if not choices:
            data = next(b.data for row in said.buttons for b in row if b.label.endswith(label))
            return await self.see(await self.stage.press(who, chat, data))
        number = next(n for n, button in enumerate(choices, 1) if button.label.endswith(label))
        assert f"{number}  " in plain_text(said, self.stage.capabilities, "zh-CN"), "it is said what to say"
        return await self.say(who, chat, str(number))

    async def through(self, who: str, said: str, *labels: str) -> list[Heard]:
        """In private: a command, and one choice after the other; what the last brought."""
        heard = await self.say(who, "~", said)
        for label in labels:
            heard = await self.choose(who, "~", label)
        return heard

    async def pushed(self) -> Heard:
        await self.stage.stock()
        found = await self.see(await self.stage.push(PUSH))
        return next(one for one in found if one.chat == "officers")

    async def shared(self, who: str = "李") -> int:
        async with self.stage.database.read() as db:
            stands = (shares_table.c.post_id == self.stage.posts[who], shares_table.c.withdrawn_at.is_(None))
            return int((await db.execute(select(func.count()).select_from(shares_table).where(*stands))).scalar_one())

    async def count(self, what: object) -> int:
        async with self.stage.database.read() as db:
            return int((await db.execute(select(func.count()).select_from(what))).scalar_one())  # type: ignore[arg-type]


@pytest.fixture(params=[BARE, SIX], ids=["no-buttons", "six-buttons"])
async def town(request: pytest.FixtureRequest, database: Database, clock: MovableClock) -> Town:
    return Town(await Stage(database, clock, capabilities=request.param).build())


@pytest.fixture
async def bare(database: Database, clock: MovableClock) -> Town:
    return Town(await Stage(database, clock, capabilities=BARE).build())


@pytest.mark.parametrize("said", ["2", "２", "②", "二", "2.", " 2 。", "2️⃣", "(2)"])
async def test_a_number_is_the_press(bare: Town, said: str) -> None:
    await bare.pushed()
    (heard,) = await bare.say("李", "officers", said)
    assert heard.text == "已记 1/3（微信群）"
    assert heard.outgoing.aside
    assert not heard.outgoing.reply_to, "as a press is answered"


async def test_all_choices_of_the_push(town: Town) -> None:
    await town.pushed()
    assert (await town.choose("李", "officers", "三条都分享了"))[0].text.startswith("已记 3/3")
    assert await town.shared() == 3
    sent = await town.choose("李", "officers", "复制文字")
    assert [one.chat for one in sent] == ["~李"] * 3 + ["officers"]
    await town.choose("王", "officers", "改转发去向")
    await town.choose("王", "~", "微博")
    assert (await town.choose("王", "officers", "已分享 1"))[0].text == "已记 1/3（微博）"


@pytest.mark.parametrize(("said", "shared"), [("1 3", 2), ("123", 3), ("已分享 1 3", 2), ("13", 2), ("全部", 3)])
async def test_several_numbers_stay_shares(bare: Town, said: str, shared: int) -> None:
    await bare.pushed()
    await bare.say("李", "officers", said)
    assert await bare.shared() == shared


async def test_others_count_among_themselves(bare: Town) -> None:
    await bare.pushed()
    assert await bare.say("路人", "officers", "2") == []
    assert await bare.say("路人", "officers", "9") == []
    assert await bare.say("李", "officers", "9") == [], "beyond the choices nothing in groups"
    assert await bare.shared() == 0


async def test_beyond_the_choices_in_private(bare: Town) -> None:
    await bare.pushed()
    await bare.say("李", "~", "/to")
    (heard,) = await bare.say("李", "~", "99")
    assert "1 到" in heard.text
    assert (await bare.choose("李", "~", "微博"))[0].text, "the choices stay"


async def test_what_was_said_later_ends_the_choices(bare: Town) -> None:
    await bare.pushed()
    await bare.say("李", "~", "/to")
    await bare.say("李", "~", "/help")
    (heard,) = await bare.say("李", "~", "2")
    assert heard.text.startswith("已记 1/3"), "the second of the three, not the second destination"


async def test_a_day_ends_the_choices(bare: Town) -> None:
    await bare.pushed()
    await bare.say("李", "~", "/to")
    bare.stage.clock.move_to(PUSH + timedelta(hours=24, minutes=1))
    heard = await bare.say("李", "~", "4")
    assert all("都记为" not in one.text for one in heard), [one.text for one in heard]
    async with bare.stage.database.write() as db:
        await menus.purge(db, bare.stage.clock.now() - timedelta(hours=24))
    assert await bare.count(table) == 0


async def test_a_report_in_taps_and_words(town: Town) -> None:
    await town.say("李", "~", "/report")
    await town.choose("李", "~", "讲座")
    (asked,) = await town.choose("李", "~", "昨天")
    assert "多少人" in asked.text
    (card,) = await town.say("李", "~", "1")
    assert "1 人" in card.text, "how many came, and no choice"
    await town.choose("李", "~", "改一改")
    await town.choose("李", "~", "改人数")
    await town.say("李", "~", "62")
    done, _ = await town.choose("李", "~", "确认上报")
    assert "62" in done.text
    assert await town.count(events) == 1
    (again,) = await town.choose("李", "~", "改正")
    assert again.outgoing.buttons


async def test_a_report_in_a_group_beside_the_days_push(database: Database, clock: MovableClock) -> None:
    town = Town(await Stage(database, clock, capabilities=SAYS_ALL).build())
    await town.pushed()
    await town.say("李", "officers", "/report 健康讲座 昨天")
    await town.say("王", "officers", "1 2")
    (card,) = await town.say("李", "officers", "3")
    assert "3 人" in card.text, "the answer to what the bot asked, not the third item"
    await town.choose("李", "officers", "就是这样")
    assert (await town.count(events), await town.shared(), await town.shared("王")) == (1, 0, 2)


async def test_a_number_that_comes_together_with_what_it_belongs_to(bare: Town) -> None:
    await bare.pushed()
    stage = bare.stage
    heard = await stage.hear(stage.message("李", "~", "/report 健康讲座 昨天"), stage.message("李", "~", "3"))
    assert "3 人" in heard[-1].text
    async with stage.database.write() as db:
        await menus.remember(
            db, [menus.Shown((PLATFORM, "officers", ""), ("share:1:all",))], PUSH - timedelta(minutes=1)
        )
    both = [stage.message("李", "officers", text) for text in ("/report 健康讲座 昨天", "1")]
    heard = await stage.hear(*both)
    assert "1 人" in heard[-1].text, "what was shown before the question is not what is answered"


async def test_somebody_elses_choices_are_theirs(bare: Town) -> None:
    await bare.say("李", "officers", "/report 健康讲座 62人 昨天")
    (refused,) = await bare.choose("王", "officers", "确认上报")
    assert "李" in refused.text
    assert await bare.count(events) == 0
    await bare.choose("李", "officers", "确认上报")
    assert await bare.count(events) == 1


async def test_a_board_and_its_reminder(town: Town) -> None:
    async with town.stage.database.write() as db:
        for name in ("东栏", "西栏"):
            await places.add_facility(db, town.stage.village.id, "board", name, date(2026, 1, 1))
    town.stage.clock.move_to(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    async with town.stage.database.write() as db:
        await reminders.remind(db, town.stage.settings, town.stage.clock.now(), "Asia/Shanghai")
    (reminder,) = [one for one in await town.see(await town.stage.heard()) if one.chat == "~李"]
    assert "东栏" in reminder.text
    await town.choose("李", "~", "1. 已更换")
    await town.choose("李", "~", "2. 三天后再提醒")
    assert await town.count(upkeeps) == 1
    await town.say("李", "~", "/board")
    await town.choose("李", "~", "西栏")
    await town.choose("李", "~", "改日期")
    await town.choose("李", "~", "昨天")
    assert await town.count(upkeeps) == 2


async def test_the_desk(town: Town) -> None:
    await town.stage.stock()
    await town.see(await town.stage.prepare(datetime(2026, 11, 23, 7, 30, tzinfo=UTC)))
    before = [card.title for card in town.shown["coordinators"].cards]
    await town.choose("赵", "coordinators", "换第2条")
    after = [card.title for card in town.shown["coordinators"].cards]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]
    await town.choose("赵", "coordinators", "批准")
    async with town.stage.database.read() as db:
        assert (await db.execute(select(editions.c.state))).scalars().all() == ["approved"]


async def test_joining_and_the_word_for_it(town: Town) -> None:
    async with town.stage.database.write() as db:
        code = await make_code(db, CodeKind.UNIT, town.stage.county, town.stage.village, None, None, PUSH)
    await town.say("孙", "~", f"/join {code}")
    await town.choose("孙", "~", "同意")
    await town.say("孙", "~", "孙小梅")
    await town.choose("赵", "coordinators", "确认")
    await town.say("孙", "~", "/leave")
    await town.choose("孙", "~", "不卸任")
    async with town.stage.database.read() as db:
        (_, person) = (await people.load_accounts(db, [(PLATFORM, "孙")]))[PLATFORM, "孙"]
        (post,) = await people.live_posts(db, [person.id])
    assert (person.name, post.role, post.state) == ("孙小梅", PostRole.OFFICER, PostState.ACTIVE)


async def test_handing_over(town: Town) -> None:
    await town.say("赵", "~", "/handover 槐树村")
    heard = await town.choose("赵", "~", "从李手里交接")
    assert {one.chat for one in heard} == {"~李", "~赵"}


async def test_binding_a_group_that_is_bound(town: Town) -> None:
    async with town.stage.database.write() as db:
        code = await make_code(
            db, CodeKind.GROUP, town.stage.county, town.stage.village, GroupKind.OFFICERS, None, PUSH
        )
    await town.say("赵", "public", f"/bind {code}")
    heard = await town.choose("赵", "public", "改绑")
    assert heard


async def test_codes(town: Town) -> None:
    async with town.stage.database.write() as db:
        await make_code(db, CodeKind.UNIT, town.stage.county, town.stage.village, None, None, PUSH)
    await town.say("赵", "~", "/code")
    heard = await town.choose("赵", "~", "作废第 1 个")
    assert heard


async def test_what_one_shared_oneself(town: Town) -> None:
    await town.pushed()
    await town.say("李", "officers", "1 2")
    await town.say("李", "~", "/me")
    title = town.shown["~李"].buttons[0][0].label
    await town.choose("李", "~", title)
    await town.choose("李", "~", "撤回这条")
    assert await town.shared() == 1


async def test_spot_checks_one_after_the_other(town: Town) -> None:
    await town.pushed()
    await town.say("李", "officers", "1 2")
    await town.say("王", "officers", "1")
    monday = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)
    town.stage.clock.move_to(monday)
    async with town.stage.database.write() as db:
        await spot_checks.ask(db, town.stage.settings, "Asia/Shanghai", monday, town.stage.platforms)
    await town.see(await town.stage.heard())
    assert (await town.choose("赵", "coordinators", "1 看到了"))[0].text.startswith("第 1 条记下了")
    assert (await town.choose("赵", "coordinators", "2 没看到"))[0].text.startswith("第 2 条记下了")


async def test_giving_up_ones_account(town: Town) -> None:
    await town.say("李", "~", "/forgetme")
    await town.choose("李", "~", "确定注销")
    async with town.stage.database.read() as db:
        assert not await people.load_accounts(db, [(PLATFORM, "李")])
        found = select(func.count()).select_from(table).where(table.c.chat == "~李")
        assert (await db.execute(found)).scalar_one() == 0


async def test_the_digest_and_what_it_leads_to(town: Town) -> None:
    stage = town.stage
    await stage.officer("钱", stage.school, PostState.PENDING)
    await town.say("赵", "~", "/digest")
    await town.choose("赵", "~", "看待确认的人")
    await town.choose("赵", "~", "确认 钱")
    async with stage.database.read() as db:
        (post,) = await people.live_posts(db, [stage.persons["钱"]])
    assert post.state is PostState.ACTIVE


async def test_an_item_is_recalled(town: Town) -> None:
    title = (await town.pushed()).outgoing.cards[1].title
    await town.say("赵", "coordinators", "/recall")
    await town.choose("赵", "coordinators", title)
    heard = await town.choose("赵", "coordinators", "确定撤回")
    assert [one for one in heard if one.chat == "officers" and title in one.text]


async def test_leave_language_and_on_behalf(town: Town) -> None:
    await town.through("李", "/away", "3 天")
    await town.through("李", "/away", "结束")
    await town.through("李", "/lang", "English")
    await town.through("李", "/away")
    assert "Reply with a number" in plain_text(town.shown["~李"], BARE, "zh-CN"), "in the reader's language"
    await town.pushed()
    await town.say("赵", "~", "/for 李 /share 1 2")
    assert await town.shared() == 2


async def test_an_event_is_sent_back_with_a_word(town: Town) -> None:
    await town.through("李", "/report 健康讲座 62人 昨天", "确认上报")
    await town.choose("赵", "coordinators", "退回")
    await town.choose("赵", "coordinators", "不退了")
    await town.choose("赵", "coordinators", "退回")
    await town.say("赵", "coordinators", "请补两张照片")
    async with town.stage.database.read() as db:
        assert (await db.execute(select(events.c.state))).scalars().all() == ["returned"]


async def test_an_officer_hands_over_and_leaves(town: Town) -> None:
    await town.through("李", "/handover")
    heard = await town.choose("赵", "coordinators", "发交接码")
    assert any("/join" in one.text for one in heard)
    await town.through("王", "/leave", "确定卸任")
    async with town.stage.database.read() as db:
        assert await people.live_posts(db, [town.stage.persons["王"]]) == []


async def test_a_reply_to_another_message_is_no_choice_of_the_last(bare: Town) -> None:
    await bare.pushed()
    await bare.say("李", "officers", "2", reply_to="somebody's")
    assert await bare.shared() == 1, "a share by its number, as ever"
    await bare.say("李", "~", "/to")
    await bare.say("李", "~", "3", reply_to="another")
    assert await bare.shared() == 2


@pytest.mark.parametrize("shown", [True, False])
async def test_in_place_only_where_it_was_shown(database: Database, clock: MovableClock, *, shown: bool) -> None:
    """Where messages can be changed the number changes the one that shows the choices; made-up presses change none."""
    can = Capabilities(private_chats=True, buttons=True, most_buttons=4, edits=True)
    town = Town(await Stage(database, clock, capabilities=can).build())
    await town.pushed()
    await town.say("李", "~", "/to")
    if shown:
        (heard,) = await town.choose("李", "~", "微博")
        assert heard.outgoing.edits.startswith("sent:reply:")
        (other,) = await town.say("李", "~", "2")
        assert other.text.startswith("已记"), "what was changed shows no choices any more"
    else:
        (heard,) = await town.stage.forge("李", "~", "to:weibo", "sent:push")
        assert not heard.outgoing.edits


async def test_what_waits_for_approval_is_shown_again_when_other_words_came_after_it(town: Town) -> None:
    await town.stage.stock()
    await town.see(await town.stage.prepare(datetime(2026, 11, 23, 7, 30, tzinfo=UTC)))
    await town.say("赵", "coordinators", "/help")
    await town.say("赵", "coordinators", "/digest")
    await town.choose("赵", "coordinators", "看等批准的三条")
    await town.choose("赵", "coordinators", "批准")
    async with town.stage.database.read() as db:
        assert (await db.execute(select(editions.c.state))).scalars().all() == ["approved"]
    (nothing,) = await town.say("赵", "~", "/approve")
    assert "没有等您批准" in nothing.text
    (refused,) = await town.say("李", "~", "/approve")
    assert "协调员" in refused.text
