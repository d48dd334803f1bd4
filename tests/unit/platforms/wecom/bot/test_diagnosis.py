"""`kpbot check` reads what the owner of the connection noted, and connects to nobody."""

from __future__ import annotations

from datetime import timedelta

from structlog.testing import capture_logs

from kpbot.platforms.wecom.bot import WecomBot
from kpbot.platforms.wecom.bot.limits import BEAT
from kpbot.services.checking.finding import Level
from kpbot.settings import Settings
from tests.fakes.wecom.bot_harness import GROUP, LI, Harness

ALWAYS = ["wecom-bot-url"]  # the tests' server is none of WeCom's


async def found(harness: Harness, **other: str) -> list[tuple[str, Level]]:
    """By another process."""
    chosen = harness.bot._settings.wecom.aibot.model_dump() | other
    settings = Settings.model_validate({"wecom": {"aibot": chosen}})
    bot = WecomBot(settings, harness.database, harness.clock)
    return [(one.code, one.level) for one in await bot.findings() if one.code not in ALWAYS]


async def test_it_says_how_the_bot_stands_without_a_second_connection(harness: Harness) -> None:
    assert await found(harness) == [("wecom-bot-never", Level.NOTE)]
    with capture_logs():
        async with harness.running():
            assert await found(harness) == [("wecom-bot-connected", Level.FINE)]
            assert await found(harness, bot_id="another") == [("wecom-bot-never", Level.NOTE)]
            await harness.server.hang_up()
            await harness.naps.until_asleep(lambda seconds: seconds <= 1)
            assert await found(harness) == [("wecom-bot-lost", Level.BROKEN)]
            await harness.retry()
            await harness.in_again()
            await harness.server.kick()
            await harness.naps.until_asleep(lambda seconds: seconds >= 600)
            assert await found(harness) == [("wecom-bot-kicked", Level.BROKEN)]
            await harness.retry()
            await harness.in_again()
            assert len(harness.server.logins) == 3
        harness.server.secret = "another"
        async with harness.running(logged_in=False) as task:
            await task
    assert await found(harness) == [("wecom-bot-refused", Level.BROKEN)]


async def test_a_process_that_died_is_told_from_a_connection(harness: Harness) -> None:
    async with harness.running():
        for hours in range(1, 5):
            harness.clock.move_to(harness.clock.now() + timedelta(hours=1))
            await harness.server.tell(harness.server.text(LI, GROUP, "在吗"))
            await harness.heard(hours)  # by then what the server answered was heard
            await harness.naps.wake(lambda seconds: seconds == BEAT)
            await harness.server.until(lambda hours=hours: harness.server.pings == hours + 1)  # type: ignore[misc]
        assert await found(harness) == [("wecom-bot-connected", Level.FINE)]
    harness.clock.move_to(harness.clock.now() + timedelta(minutes=21))
    assert await found(harness) == [("wecom-bot-silent", Level.BROKEN)]


async def test_an_address_that_is_not_wecoms_is_mentioned(harness: Harness) -> None:
    assert [one.code for one in await harness.bot.findings() if one.code != "wecom-bot-never"] == ALWAYS
