"""A forum group on Telegram: what the bot says of itself goes to the topic where /bind was said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from kpbot.clock import MovableClock
from kpbot.domain.people import GroupKind
from kpbot.services import tally
from kpbot.services.codes import CodeKind, make_code
from kpbot.storage import tables
from tests.fakes.bot_api.county import LI, OFFICERS, WANG, ZHAO, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.bot_api.world import Message

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00
FORUM, NEWS, TALK = -1001500000099, 42, 43


@pytest.fixture
async def county(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    clock.move_to(FRIDAY - timedelta(minutes=1))
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path).build()
        made.api.methods.threads |= {(chat, thread) for chat in (FORUM, OFFICERS) for thread in (NEWS, TALK)}
        yield made
        await made.app.database.close()


def inside(thread: int) -> dict[str, Any]:
    return {"message_thread_id": thread, "is_topic_message": True} if thread else {}


async def bound(county: County, thread: int) -> Message:
    """The coordinator binds a new forum; returns the answer."""
    async with county.app.database.write() as db:
        now = county.clock.now()
        code = await make_code(db, CodeKind.GROUP, county.county, None, GroupKind.OFFICERS, None, now)
    county.api.world.chat(FORUM, "论坛")
    county.api.world.says(LI, FORUM, "/help", **inside(TALK))  # where it was heard first means nothing
    county.api.world.says(ZHAO, FORUM, f"/bind {code}", **inside(thread))
    await county.people_did()
    return await county.said(FORUM, "绑定好了")


async def said_in(county: County, user: int, thread: int, text: str, answer: str) -> Message:
    said = county.api.world.says(user, OFFICERS, text, **inside(thread))["message"]["message_id"]
    await county.people_did()

    def answers() -> list[Message]:
        return [message for message in county.api.messages(OFFICERS) if message.reply_to == said]

    await county.api.until(answers)
    (found,) = answers()
    assert answer in found.text
    return found


async def thread_of(county: County, chat: int) -> str:
    (found,) = [row.thread for row in await county.rows(tables.groups) if row.chat == str(chat)]
    return str(found)


def in_vain(row: Any) -> bool:
    return bool(row.key.startswith("tally:") and row.state == "failed")


async def tallied(county: County) -> None:
    """The count under the push was tried to be changed, in vain."""
    async with asyncio.timeout(20):
        while not any(map(in_vain, await county.rows(tables.outbox))):  # noqa: ASYNC110  # nobody tells when it is marked
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("thread", [NEWS, 0])
async def test_pushes_go_where_the_group_was_bound(county: County, thread: int) -> None:
    async with county.running():
        answer = await bound(county, thread)
        assert (answer.thread, "话题" in answer.text) == (thread or None, bool(thread))
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(FORUM, "11月23日")
        assert push.thread == (thread or None)
        assert (await county.said(OFFICERS, "11月23日")).thread is None
        assert "1/3" in (await county.toast(await county.press(LI, push, "已分享 1")))["text"]


async def test_bind_said_elsewhere_moves_it_and_by_whom_it_may_be_said(county: County) -> None:
    async with county.running():
        assert (await said_in(county, WANG, TALK, "/bind", "青禾县")).thread == TALK
        assert await thread_of(county, OFFICERS) == "", "an officer of a unit has no say in the county's group"
        for thread in (NEWS, TALK):
            await said_in(county, ZHAO, thread, "/bind", "都发到这里")
            assert await thread_of(county, OFFICERS) == str(thread)
        assert (await said_in(county, ZHAO, TALK, "/bind", "要改绑")).thread == TALK
        await county.push(FRIDAY, MONDAY_PUSH)
        assert (await county.said(OFFICERS, "11月23日")).thread == TALK
        await said_in(county, ZHAO, 0, "/bind", "都发到这里")
        assert await thread_of(county, OFFICERS) == ""


async def test_general_is_no_topic_even_where_telegram_numbers_it(county: County) -> None:
    async with county.running():
        await said_in(county, ZHAO, NEWS, "/bind", "都发到这里")
        answer = await said_in(county, ZHAO, 1, "/bind", "都发到这里")
        assert (answer.thread, await thread_of(county, OFFICERS)) == (None, "")


@pytest.mark.parametrize("how", ["deleted", "closed"])
async def test_where_the_topic_is_gone_general_gets_it(county: County, how: str) -> None:
    async with county.running():
        await said_in(county, ZHAO, NEWS, "/bind", "都发到这里")
        if how == "deleted":
            county.api.methods.threads.discard((OFFICERS, NEWS))
        else:
            county.api.methods.closed.add((OFFICERS, NEWS))
        with capture_logs():
            await county.push(FRIDAY, MONDAY_PUSH)
            push = await county.said(OFFICERS, "11月23日")
        assert push.thread is None
        assert "1/3" in (await county.toast(await county.press(LI, push, "已分享 1")))["text"]


async def test_an_edit_of_what_went_with_its_topic_fails_quietly_and_alone(county: County) -> None:
    async with county.running():
        await said_in(county, ZHAO, NEWS, "/bind", "都发到这里")
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        await county.toast(await county.press(LI, push, "已分享 1"))
        del county.api.world.messages[(OFFICERS, push.id)]  # Telegram deletes a topic with all its messages
        county.api.methods.threads.discard((OFFICERS, NEWS))
        with capture_logs() as logged:
            county.clock.move_to(county.clock.now() + timedelta(minutes=2))
            async with county.app.database.write() as db:
                can = county.app.work.capabilities
                await tally.tally(db, county.settings, county.app.catalog, county.clock.now(), can)
            county.app.delivery.wake()
            await tallied(county)
        assert [line["event"] for line in logged if line["log_level"] == "warning"] == ["not sent"]
        assert (await said_in(county, ZHAO, 0, "/bind", "都发到这里")).thread is None
    states = {row.chat: row.state for row in await county.rows(tables.groups)}
    assert states[str(OFFICERS)] == "active"
