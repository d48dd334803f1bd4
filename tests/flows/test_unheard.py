"""Groups where the bot hears nobody, and platforms where messages cannot be changed: nothing is asked there that nobody
can answer, and a correction comes as a message of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from kpbot.clock import MovableClock
from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.services import pushes, tally
from kpbot.services.rhythm import Beat
from kpbot.storage.database import Database
from kpbot.storage.tables import groups, outbox
from kpbot.storage.tables import pushes as pushes_table
from tests.fakes.stage import PLATFORM, Heard, Stage

PUSH = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
TALKS = Capabilities(private_chats=True)
DEAF = Capabilities(hears=False)
ALL = {PLATFORM: TALKS, "mute": DEAF}


@pytest.fixture
async def town(database: Database, clock: MovableClock) -> Stage:
    """The officers' group is on a platform where they are not heard; people talk elsewhere, by text alone."""
    stage = await Stage(database, clock, capabilities=TALKS).build()
    stage.dispatcher._capabilities = ALL
    await stage.stock()
    async with database.write() as db:
        await db.execute(update(groups).where(groups.c.chat == "officers").values(platform="mute"))
    return stage


async def push(stage: Stage, platforms: dict[str, Capabilities]) -> dict[str, Heard]:
    stage.clock.move_to(PUSH)
    async with stage.database.write() as db:
        beat = Beat("Asia/Shanghai", "09:00")
        await pushes.push(db, stage.settings, stage.catalog, beat, PUSH, PUSH, platforms)
    return {one.chat: one for one in await stage.heard()}


async def recall(stage: Stage, title: str) -> list[Heard]:
    (asked,) = await stage.say("赵", "~", "/recall")
    (sure,) = await stage.press("赵", "~", asked.buttons[title])
    return await stage.press("赵", "~", sure.buttons["确定撤回"])


async def states(stage: Stage) -> dict[str, str]:
    async with stage.database.read() as db:
        return {row.key: row.state for row in await db.execute(select(outbox.c.key, outbox.c.state))}


async def test_no_buttons_and_where_to_record_it(town: Stage) -> None:
    heard = await push(town, ALL)
    said = heard["officers"].outgoing
    assert said.buttons == ()
    assert "私聊" in said.footer
    assert heard["public"].outgoing.footer == "觉得有用，欢迎转给家人和朋友。"


async def test_nowhere_to_record_it(town: Stage) -> None:
    heard = await push(town, {"mute": DEAF})
    assert heard["officers"].outgoing.footer == "觉得有用，欢迎转给家人和朋友。", "nobody is sent where nothing is"


@pytest.mark.parametrize("edits", [False, True])
async def test_the_number_of_sharers_only_where_messages_can_be_changed(town: Stage, *, edits: bool) -> None:
    platforms = ALL | {"mute": Capabilities(edits=edits, buttons=edits)}
    await push(town, platforms)
    await town.deliver()
    async with town.database.write() as db:
        await db.execute(update(pushes_table).values(sharers=2))
        await tally.tally(db, town.settings, town.catalog, town.clock.now(), platforms)
    found = [one for one in await town.heard() if one.chat == "officers"]
    assert [bool(one.outgoing.edits) for one in found] == ([True] if edits else [])
    async with town.database.write() as db:
        await tally.tally(db, town.settings, town.catalog, town.clock.now(), platforms)
    assert await town.heard() == [], "it is not looked at again every minute"


async def test_a_preview_that_cannot_be_changed_is_left_as_it_is(town: Stage) -> None:
    await town.prepare(datetime(2026, 11, 22, 7, 30, tzinfo=UTC))
    await town.deliver()
    await push(town, ALL)
    async with town.database.read() as db:
        payloads = (await db.execute(select(outbox.c.payload).where(outbox.c.payload.is_not(None)))).scalars()
        assert not [raw for raw in payloads if Outgoing.from_json(raw).edits]


async def test_a_correction_comes_as_a_message_of_its_own(town: Stage) -> None:
    title = (await push(town, ALL))["officers"].outgoing.cards[0].title
    await town.deliver()
    heard = await recall(town, title)
    assert all(not one.outgoing.edits for one in heard)
    (notice,) = [one for one in heard if one.chat == "officers"]
    assert title in notice.text


@pytest.mark.parametrize("state", ["due", "waiting"])
async def test_what_was_not_sent_yet_goes_without_the_recalled_item(town: Stage, state: str) -> None:
    pushed = (await push(town, ALL))["officers"]
    title = pushed.outgoing.cards[0].title
    async with town.database.write() as db:
        await db.execute(update(outbox).values(state=state))
    heard = await recall(town, title)
    assert [one for one in heard if one.chat in ("officers", "public")] == [], "nothing to correct"
    async with town.database.read() as db:
        query = select(outbox.c.payload, outbox.c.state).where(outbox.c.key == pushed.key)
        row = (await db.execute(query)).one()
    first = Outgoing.from_json(row.payload).cards[0]
    assert (row.state, "撤回" in first.summary) == (state, True)


@pytest.mark.parametrize(
    ("state", "doubted"), [("failed", False), ("expired", False), ("sending", False), ("due", True)]
)
async def test_what_never_arrived_needs_no_correction_what_may_have_does(
    town: Stage, state: str, *, doubted: bool
) -> None:
    title = (await push(town, ALL))["officers"].outgoing.cards[0].title
    async with town.database.write() as db:
        await db.execute(update(outbox).values(state=state, doubted=doubted))
    heard = await recall(town, title)
    told = [one for one in heard if one.chat == "officers"]
    assert bool(told) == (state in ("sending", "due"))
