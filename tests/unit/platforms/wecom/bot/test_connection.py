"""The one connection: however it ends it is opened again, unless the login is refused or another one took over."""

from __future__ import annotations

import asyncio
import json

import pytest
from structlog.testing import capture_logs

from kpbot.domain.messages import Outgoing
from kpbot.platforms.wecom.bot.connection import ASIDE, LONGEST_WAIT
from kpbot.platforms.wecom.bot.limits import ACK, BEAT
from kpbot.platforms.wecom.bot.refusals import NOT_SUBSCRIBED
from kpbot.platforms.wecom.bot.standing import FACT
from kpbot.ports import ACCOUNT_REFUSED, SendError
from kpbot.storage import facts
from tests.fakes.wecom.bot_harness import GROUP, IN_GROUP, LI, Harness
from tests.fakes.wecom.bot_server import BOT, SECRET
from tests.fakes.wecom.bot_wire import BAD_LOGIN, LIMIT


async def state(harness: Harness) -> str:
    async with harness.database.read() as db:
        return str(json.loads(await facts.get(db, FACT) or "{}").get("state"))


async def works(harness: Harness, text: str) -> None:
    """Both ways."""
    before = len(harness.taken)
    await harness.server.tell(harness.server.text(LI, GROUP, text))
    assert (await harness.heard(before + 1))[-1].text == text
    await harness.bot.send(IN_GROUP, Outgoing(text=text))
    assert harness.server.in_chat(GROUP)[-1].words == text


async def test_it_logs_in_and_pings(harness: Harness) -> None:
    async with harness.running():
        assert harness.server.logins == [{"bot_id": BOT, "secret": SECRET}]
        for pings in (2, 3, 4, 5):
            await harness.naps.wake(lambda seconds: seconds == BEAT)
            await harness.server.until(lambda pings=pings: harness.server.pings == pings)  # type: ignore[misc]
        await works(harness, "今日")
        assert len(harness.server.logins) == 1
        assert await state(harness) == "connected"


@pytest.mark.parametrize("code", [1000, 1001, 1011, 3000])
async def test_a_close_is_followed_by_a_new_connection(harness: Harness, code: int) -> None:
    async with harness.running():
        await works(harness, "一")
        with capture_logs() as logs:
            await harness.server.hang_up(code)
            assert 0.5 <= await harness.retry() <= 1
            await harness.in_again()
        assert f"closed with {code}" in [line.get("reason") for line in logs]
        await works(harness, "二")


async def test_a_broken_network_is_met_with_a_new_connection(harness: Harness) -> None:
    async with harness.running():
        await harness.server.break_off()
        await harness.retry()
        await harness.in_again()
        await works(harness, "二")


async def test_a_server_that_is_away_is_tried_for_ever_with_longer_and_longer_waits(harness: Harness) -> None:
    async with harness.running():
        await harness.server.close()
        waits = [await harness.retry() for _ in range(12)]
        assert waits == sorted(waits, key=lambda wait: min(wait, LONGEST_WAIT / 2))
        assert all(min(2**n, 60) / 2 <= wait <= min(2**n, 60) for n, wait in enumerate(waits))
        assert await state(harness) == "lost"
        await harness.server.open()
        await harness.retry()
        await harness.in_again()
        await works(harness, "回来了")


async def test_a_server_that_closes_right_after_the_login_is_not_run_into(harness: Harness) -> None:
    async with harness.running():
        waits = []
        for _ in range(5):
            await harness.server.hang_up(1000)
            await harness.naps.until_asleep(lambda seconds: seconds not in (BEAT, ACK))
            assert await state(harness) == "lost"
            waits.append(await harness.retry())
            await harness.in_again()
        assert waits[-1] >= 8


async def test_two_missed_pongs_are_the_end_of_a_connection(harness: Harness) -> None:
    async with harness.running():
        await works(harness, "一")  # so that the first pong was heard
        harness.server.mute = True
        for pings in (2, 3):
            await harness.naps.wake(lambda seconds: seconds == BEAT)
            await harness.server.until(lambda pings=pings: harness.server.pings == pings)  # type: ignore[misc]
        assert len(harness.server.logins) == 1
        await harness.naps.wake(lambda seconds: seconds == BEAT)
        harness.server.mute = False
        await harness.retry()
        await harness.in_again()
        assert len(harness.server.logins) == 2


async def test_a_login_without_an_answer_is_given_up_and_tried_again(harness: Harness) -> None:
    harness.server.deaf = True
    async with harness.running(logged_in=False):
        await harness.server.until(lambda: harness.server.frames == 1)
        await harness.naps.wake(lambda seconds: seconds == ACK)
        harness.server.deaf = False
        await harness.retry()
        await harness.in_again()


async def test_a_refused_login_is_said_and_not_tried_again(harness: Harness) -> None:
    harness.server.secret = "another"
    with capture_logs() as logs:
        async with harness.running(logged_in=False) as task, asyncio.timeout(20):
            await task
    (line,) = [line for line in logs if line["log_level"] == "error"]
    assert "wecom.aibot.secret" in line["event"]
    assert str(BAD_LOGIN) in line["event"]
    assert len(harness.server.logins) == 1
    assert SECRET not in str(logs)
    assert await state(harness) == "refused"
    with pytest.raises(SendError) as refused:
        await harness.bot.send(IN_GROUP, Outgoing(text="x"))
    assert refused.value.reason.startswith(ACCOUNT_REFUSED)
    assert refused.value.retry_after
    assert not refused.value.permanent


async def test_who_runs_it_again_with_a_good_secret_gets_in(harness: Harness) -> None:
    harness.server.secret = "another"
    async with harness.running(logged_in=False) as task, asyncio.timeout(20):
        await task
    harness.server.secret = SECRET
    async with harness.running():
        await works(harness, "好了")


async def test_a_login_that_is_put_off_is_tried_again(harness: Harness) -> None:
    harness.server.refuse("aibot_subscribe", LIMIT, -1)
    async with harness.running(logged_in=False):
        await harness.retry()
        await harness.retry()
        await harness.in_again()


@pytest.mark.parametrize("close", [True, False])
async def test_who_is_kicked_stands_aside_for_long_and_says_so(harness: Harness, close: bool) -> None:
    async with harness.running():
        with capture_logs() as logs:
            await harness.server.kick(close=close)
            assert await harness.retry() == ASIDE
            await harness.in_again()
        errors = [line["event"] for line in logs if line["log_level"] == "error"]
        assert len(errors) == 1
        assert "wecom.aibot.bot_id" in errors[0]
        assert await state(harness) == "connected"
        await works(harness, "又是我")


async def test_while_kicked_sends_wait_and_each_kick_waits_longer(harness: Harness) -> None:
    async with harness.running():
        for kicks in range(3):
            await harness.server.kick()
            await harness.naps.until_asleep(lambda seconds: seconds >= ASIDE)
            with pytest.raises(SendError) as refused:
                await harness.bot.send(IN_GROUP, Outgoing(text="x"))
            assert refused.value.reason.startswith(ACCOUNT_REFUSED)
            assert await harness.retry() == ASIDE * 2**kicks
            await harness.in_again()


async def test_a_server_that_forgot_us_gets_a_new_login(harness: Harness) -> None:
    async with harness.running():
        await harness.open_window(IN_GROUP)
        harness.server.forget()
        with pytest.raises(SendError) as refused:
            await harness.bot.send(IN_GROUP, Outgoing(text="x"))
        assert str(NOT_SUBSCRIBED) in refused.value.reason
        assert not refused.value.permanent
        await harness.retry()
        await harness.in_again()
        await works(harness, "又认识了")


async def test_what_is_no_frame_is_passed_over(harness: Harness) -> None:
    async with harness.running():
        for raw in ("", "no json", "[1]", "{}", '{"cmd": 5}', '{"headers": 3}', '{"cmd":"aibot_msg_callback"}'):
            await harness.server.send_raw(raw)
        await works(harness, "还在")


async def test_an_answer_that_never_comes_leaves_a_send_in_doubt(harness: Harness) -> None:
    async with harness.running():
        await harness.open_window(IN_GROUP)
        harness.server.deaf = True
        sending = asyncio.create_task(harness.bot.send(IN_GROUP, Outgoing(text="x")))
        await harness.naps.wake(lambda seconds: seconds == ACK)
        with pytest.raises(SendError) as doubtful:
            await sending
        assert doubtful.value.in_doubt


async def test_a_connection_that_breaks_before_the_answer_leaves_a_send_in_doubt(harness: Harness) -> None:
    async with harness.running():
        await harness.open_window(IN_GROUP)
        harness.server.deaf = True
        sending = asyncio.create_task(harness.bot.send(IN_GROUP, Outgoing(text="x")))
        await harness.naps.until_asleep(lambda seconds: seconds == ACK)
        await harness.server.break_off()
        with pytest.raises(SendError) as doubtful:
            await sending
        assert doubtful.value.in_doubt
