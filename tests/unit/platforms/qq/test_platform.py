"""Starting, and what `kpbot check` says."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind
from kpbot.platforms.qq.diagnosis import _callback
from kpbot.services.checking.finding import Level
from kpbot.storage import groups
from kpbot.storage.database import Database
from kpbot.texts import LANGUAGES, say
from tests.fakes.qq.bot import GROUP, Bot, made
from tests.fakes.qq.server import QqServer
from tests.fakes.qq.world import GRANTED


async def started(bot: Bot, until: Any) -> list[Any]:
    """What was logged until then."""
    with capture_logs() as logs:
        running = asyncio.create_task(bot.qq.run(bot.take))
        async with asyncio.timeout(20):
            while not until(logs):  # noqa: ASYNC110  # a log tells nobody
                await asyncio.sleep(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    return logs


async def test_of_an_account_that_is_taken_nothing_is_said(bot: Bot) -> None:
    assert await started(bot, lambda logs: bot.sleeps) == []
    assert bot.sleeps[0] == 600.0
    assert not bot.qq.refused


async def test_a_wrong_secret_is_named_once_and_tried_again(bot: Bot) -> None:
    bot.server.secret = "another"
    (log,) = await started(bot, lambda logs: len(bot.sleeps) >= 2)
    assert log["log_level"] == "error"
    assert "KPBOT_QQ__SECRET" in log["event"]
    assert bot.sleeps[:2] == [5.0, 10.0]
    assert bot.qq.refused


async def bind(bot: Bot, chat: Chat) -> None:
    async with bot.database.write() as db:
        await groups.add(db, chat, "", "zh-CN", bot.clock.now())
        known = (await groups.load(db, [(chat.platform, chat.id)]))[chat.platform, chat.id]
        await groups.update_group(db, known.id, kind=GroupKind.OFFICERS)


async def told(bot: Bot) -> dict[str, Level]:
    found = await bot.qq.findings()
    for one in found:
        for language in LANGUAGES:
            assert say(language, f"check-{one.code}", **one.values)
    return {one.code: one.level for one in found}


async def test_the_check_says_who_may_be_written_to(bot: Bot) -> None:
    bot.clock.move_to(datetime.now(UTC))
    bot.server.world.push["G1"] = GRANTED
    await bind(bot, GROUP)
    await bind(bot, Chat("qq", "G2"))
    assert await told(bot) == {"qq-account": Level.FINE, "qq-callback": Level.NOTE, "qq-push-unknown": Level.NOTE}
    await bot.brings(bot.server.world.happens("GROUP_MSG_RECEIVE", "G1"))
    await bot.brings(bot.server.world.happens("GROUP_MSG_REJECT", "G2"))
    found = {one.code: one.values for one in await bot.qq.findings()}
    assert found["qq-push"] == {"count": 1}
    assert found["qq-push-refused"] == {"count": 1, "names": "G2"}
    await told(bot)


async def test_the_check_says_what_is_wrong_with_the_account(bot: Bot) -> None:
    bot.clock.move_to(datetime.now(UTC))
    bot.server.stranger = True
    assert await told(bot) == {"qq-stranger": Level.BROKEN, "qq-callback": Level.NOTE}
    bot.server.stranger = False
    bot.server.expire()
    bot.server.secret = "another"
    assert await told(bot) == {"qq-secret": Level.BROKEN, "qq-callback": Level.NOTE}


@pytest.mark.parametrize("secret", ["", "another"], ids=["taken", "refused"])
@pytest.mark.parametrize("seconds", [-400, 400])
async def test_a_clock_that_is_off_would_refuse_what_comes(bot: Bot, seconds: int, secret: str) -> None:
    bot.clock.move_to(datetime.now(UTC) + timedelta(seconds=seconds))
    bot.server.secret = secret or bot.server.secret
    assert (await told(bot))["qq-clock"] is Level.BROKEN


async def test_the_check_says_that_nobody_answers(
    server: QqServer, database: Database, clock: MovableClock, tmp_path: Path
) -> None:
    clock.move_to(datetime.now(UTC))
    bot = await made(server, database, clock, tmp_path, api_root="http://127.0.0.1:9")
    try:
        assert await told(bot) == {"qq-away": Level.BROKEN, "qq-callback": Level.NOTE}
    finally:
        await bot.qq.close()


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("https://kp.example.org/x", Level.NOTE),
        ("https://kp.example.org:8443/x", Level.NOTE),
        ("https://kp.example.org:9443/x", Level.BROKEN),
        ("http://kp.example.org/x", Level.BROKEN),
        ("/x", Level.BROKEN),
    ],
)
def test_where_qq_can_call(address: str, level: Level) -> None:
    assert _callback(address).level is level


async def test_no_event_names_the_secret(bot: Bot) -> None:
    assert bot.server.settings["secret"] not in repr(bot.qq.__dict__)
