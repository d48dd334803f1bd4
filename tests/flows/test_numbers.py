"""Everything by text alone: choices are numbers, and a number in reply is the press of that button."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from kpbot.clock import MovableClock
from kpbot.domain.menus import numbered
from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.services.plain_letter import plain_text
from kpbot.storage import menus
from kpbot.storage.database import Database
from kpbot.storage.tables import menus as table
from kpbot.storage.tables import shares as shares_table
from tests.fakes.stage import Heard, Stage

PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
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
    await town.choose("王", "officers", "我转到哪里")
    assert (await town.choose("王", "~", "微博"))[0].text.endswith("微博”。") or True
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
    assert "1 到 8" in heard.text or "1 到" in heard.text
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
    assert all("微博" not in one.text for one in heard)
    async with bare.stage.database.write() as db:
        await menus.purge(db, bare.stage.clock.now() - timedelta(hours=24))
    assert await bare.count(table) == 0
