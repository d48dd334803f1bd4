"""Delivery against a Bot API server that enforces its limits: whatever the machine's speed, none is exceeded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing, Window
from kpbot.platforms.telegram import Telegram
from kpbot.platforms.telegram.limits import CAPABILITIES, NAME
from kpbot.services.delivery import Delivery
from kpbot.settings import Settings
from kpbot.storage import outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority
from tests.fakes.bot_api.limits import Limits
from tests.fakes.bot_api.server import BotApi, bot_api, flood

# The proportions of the real ones; a test has no minute to spend.
ACCOUNT, GROUP = Window(20, 0.5), Window(3, 0.6)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api


@asynccontextmanager
async def delivering(api: BotApi, database: Database, clock: MovableClock) -> AsyncIterator[Delivery]:
    can = replace(CAPABILITIES, account_windows=(ACCOUNT,), chat_windows=(), group_windows=(GROUP,))
    settings = Settings.model_validate({"telegram": api.settings})
    telegram = Telegram(settings, database, clock, capabilities=can)
    delivery = Delivery(database, {NAME: telegram}, clock)
    task = asyncio.create_task(delivery.run())
    try:
        yield delivery
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await telegram.close()


async def owe(
    database: Database, clock: MovableClock, texts: list[str], chat: Callable[[int], int], priority: Priority
) -> None:
    """Each text to the chat of its number; negative ones are groups."""
    now = clock.now()
    owed = []
    for number, text in enumerate(texts):
        where = Chat(NAME, str(chat(number)), private=chat(number) > 0)
        owed.append(Owed(text, where, Outgoing(text=text), priority, now, now + timedelta(hours=1)))
    async with database.write() as db:
        await outbox.owe(db, owed)


def texts(api: BotApi, chat: int) -> list[str]:
    return [message.text for message in api.messages(chat)]


async def test_no_window_is_exceeded_and_nobody_is_left_out(
    api: BotApi, database: Database, clock: MovableClock
) -> None:
    limits = Limits(ACCOUNT, GROUP)
    api.rules.append(limits)
    pushes, chatter = [f"push {n}" for n in range(60)], [f"notice {n}" for n in range(9)]
    await owe(database, clock, pushes, lambda number: -100 - number, Priority.PUSH)
    await owe(database, clock, chatter, lambda number: -100, Priority.NOTICE)
    async with delivering(api, database, clock) as delivery:
        answers = [f"answer {n}" for n in range(25)]
        await owe(database, clock, answers, lambda number: 900 + number, Priority.ANSWER)
        delivery.wake()
        await api.until(lambda: len(api.world.messages) == 60 + 9 + 25, seconds=30)
    assert limits.violations == []
    assert [text for text in texts(api, -100) if text != "push 0"] == chatter
    assert [texts(api, -100 - n) for n in range(1, 60)] == [[text] for text in pushes[1:]]
    assert [texts(api, 900 + n) for n in range(25)] == [[text] for text in answers]


async def test_a_sender_that_ignored_the_windows_would_be_seen(
    api: BotApi, database: Database, clock: MovableClock
) -> None:
    limits = Limits(Window(2, 600.0), GROUP)
    api.rules.append(limits)
    await owe(database, clock, ["1", "2", "3"], lambda number: -100 - number, Priority.PUSH)
    async with delivering(api, database, clock):
        await api.until(lambda: limits.violations)


async def test_an_answer_goes_ahead_of_all_pushes_that_wait(
    api: BotApi, database: Database, clock: MovableClock
) -> None:
    api.rules.append(Limits(ACCOUNT, GROUP))
    await owe(database, clock, [f"push {n}" for n in range(400)], lambda number: -100 - number, Priority.PUSH)
    async with delivering(api, database, clock) as delivery:
        await api.until(lambda: len(api.world.messages) > 10)
        await owe(database, clock, ["answer"], lambda number: 7, Priority.ANSWER)
        delivery.wake()
        before = len(api.world.messages)
        await api.until(lambda: texts(api, 7))
        assert len(api.world.messages) - before <= ACCOUNT.count, "not after the pushes, of which hundreds wait"


async def test_one_groups_429_delays_that_group_only(api: BotApi, database: Database, clock: MovableClock) -> None:
    api.rules.append(lambda call: flood(3_600).reply if call.params.get("chat_id") == "-105" else None)
    await owe(database, clock, [f"push {n}" for n in range(12)], lambda number: -100 - number, Priority.PUSH)
    async with delivering(api, database, clock):
        await api.until(lambda: len(api.world.messages) == 11)
    refused = [call for call in api.calls_of("sendMessage") if call["chat_id"] == "-105"]
    assert len(refused) == 1, "asked once, and left alone"
