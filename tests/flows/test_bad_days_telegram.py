"""Telegram on its bad days: it fails, hangs, floods us with refusals, deletes a group, takes the token away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.domain.people import GroupState
from kpbot.platforms.telegram import Telegram, polling, wire
from kpbot.services import delivery
from kpbot.storage import outbox, tables
from kpbot.storage.outbox import Owed, Priority, State
from tests.fakes.bot_api.county import DESK, LI, OFFICERS, WANG, County
from tests.fakes.bot_api.server import HANG, RESET, RESET_AFTER, Call, Fault, bot_api, flood, status
from tests.fakes.bot_api.wire import Reply, refusal
from tests.fakes.outages import eventually

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TUESDAY_DIGEST = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
HOTEL = Reply(200, b"<html>Please log in to the hotel's network</html>")


@pytest.fixture(params=["polling"])
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, request.param).build()
        yield made
        await made.app.database.close()


both_ways = pytest.mark.parametrize("county", ["polling", "webhook"], indirect=True)


async def owe(county: County, chat: int, *texts: str, lasts: timedelta = timedelta(hours=24)) -> None:
    now = county.clock.now()
    async with county.app.database.write() as db:
        messages = [
            Owed(t, Chat("telegram", str(chat)), Outgoing(text=t), Priority.NOTICE, now, now + lasts) for t in texts
        ]
        await outbox.owe(db, messages)
    county.app.delivery.wake()


async def row(county: County, key: str) -> Any:
    return next(row for row in await county.rows(tables.outbox) if row.key == key)


async def settled(county: County, key: str, *states: State) -> Any:
    async with asyncio.timeout(20):
        while (found := await row(county, key)).state not in states:  # noqa: ASYNC110  # a row tells nobody
            await asyncio.sleep(0.01)
    return found


def texts(county: County, chat: int) -> list[str]:
    return [message.text for message in county.api.messages(chat)]


def only_in(chat: int, reply: Reply) -> Any:
    def rule(call: Call) -> Reply | None:
        return reply if call.method.startswith(("send", "edit")) and call.params.get("chat_id") == str(chat) else None

    return rule


# what is sent


@pytest.mark.parametrize(
    ("fault", "times", "doubted"),
    [
        (status(500), 1, False),
        (status(502), 1, False),
        (Fault(Reply(504, b"<html>Gateway Time-out</html>")), 1, False),
        (RESET, 1, True),
        (RESET_AFTER, 2, True),
        (Fault(HOTEL), 1, True),
        (Fault(HOTEL, done=True), 2, True),
    ],
)
async def test_a_send_that_fails_is_made_again_and_twice_only_in_doubt(
    county: County, fault: Fault, times: int, doubted: bool
) -> None:
    county.api.faults["sendMessage"] = [fault]
    async with county.running():
        with capture_logs() as logged:
            await owe(county, OFFICERS, "第一条", "第二条")
            await eventually(lambda: any(line["event"] == "not sent" for line in logged))
            county.clock.move_to(county.clock.now() + timedelta(seconds=20))
            county.app.delivery.wake()
            await settled(county, "第二条", State.SENT)
    assert texts(county, OFFICERS) == ["第一条"] * times + ["第二条"]
    found = await row(county, "第一条")
    assert (found.state, found.doubted, found.attempts) == (State.SENT, doubted, 2)


async def test_a_send_that_is_in_doubt_again_and_again_is_given_up_and_told(county: County) -> None:
    """At most once more, and coordinators hear that it may not have arrived."""
    county.api.rules.append(lambda call: HOTEL if call.params.get("chat_id") == str(OFFICERS) else None)
    async with county.running():
        with capture_logs():
            await owe(county, OFFICERS, "有疑问的一条")
            for _ in range(5):
                await county.app.delivery.drain()
                county.clock.move_to(county.clock.now() + timedelta(minutes=10))
        assert (await row(county, "有疑问的一条")).state == State.UNKNOWN
        assert len([p for p in county.api.calls_of("sendMessage") if p["chat_id"] == str(OFFICERS)]) == 2
        county.api.rules.clear()
        await next_digest(county)
        assert "1 条消息没能送达" in (await county.said(DESK, "科普简报")).text


async def next_digest(county: County) -> None:
    county.clock.move_to(TUESDAY_DIGEST + timedelta(seconds=1))
    await county.app.schedule.tick()


async def test_a_short_wait_is_honoured_and_an_absurd_one_holds_up_its_group_alone(county: County) -> None:
    async with county.running():
        county.api.faults["sendMessage"] = [flood(1)]
        with capture_logs():
            await owe(county, DESK, "请稍等")
            await eventually(lambda: len(county.api.calls_of("sendMessage")) == 1)
            await settled(county, "请稍等", State.DUE)
            county.clock.move_to(county.clock.now() + timedelta(seconds=2))
            county.app.delivery.wake()
            await county.said(DESK, "请稍等")
            county.api.rules.append(
                only_in(OFFICERS, refusal(429, "Too Many Requests: retry after 43837", retry_after=43_837))
            )
            await county.push(FRIDAY, MONDAY_PUSH)
            await owe(county, OFFICERS, "明天还有用", lasts=timedelta(days=2))
            await owe(county, DESK, "别的群照常")
            await county.said(DESK, "别的群照常")
            for _ in range(5):
                await county.app.delivery.drain()
                county.clock.move_to(county.clock.now() + timedelta(minutes=30))
        tried = [p for p in county.api.calls_of("sendMessage") if p["chat_id"] == str(OFFICERS)]
        assert len(tried) <= 2, "that group is left alone"
        county.api.rules.clear()
        county.clock.move_to(MONDAY_PUSH + timedelta(hours=16))
        await county.app.delivery.drain()
        await next_digest(county)
        assert "青禾县信息员" in (await county.said(DESK, "科普简报")).text, "coordinators see who got no push"


async def test_a_server_that_hangs_holds_up_nobody_else_and_no_stop(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SEND_SECONDS", 0.3)
    whole = county.api.methods.do_sendMessage
    hanging = asyncio.Event()

    async def hang(params: dict[str, Any]) -> object:
        if params["chat_id"] == str(OFFICERS):
            hanging.set()
            await asyncio.Event().wait()
        return await whole(params)

    county.api.methods.do_sendMessage = hang  # type: ignore[method-assign]
    async with county.running():
        with capture_logs():
            await owe(county, OFFICERS, "卡住的")
            await hanging.wait()
            await owe(county, DESK, "不卡的")
            await county.said(DESK, "不卡的")
            await eventually(lambda: not county.app.delivery._flying)  # given up after SEND_SECONDS
            found = await settled(county, "卡住的", State.DUE)
            assert found.doubted
            monkeypatch.setattr(delivery, "SEND_SECONDS", 40)
            hanging.clear()
            county.clock.move_to(county.clock.now() + timedelta(minutes=10))
            county.app.delivery.wake()
            await hanging.wait()
            before = asyncio.get_running_loop().time()
            await county.app.stop()
            assert asyncio.get_running_loop().time() - before < 9, "a supervisor has a patience of ten"
    assert (await row(county, "卡住的")).state in (State.UNKNOWN, State.DUE)


# what comes in


async def test_polls_that_fail_in_every_way_lose_nothing_and_take_nothing_twice(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "READ", 0.3 - wire.POLL_SECONDS)  # one that hangs is given up soon
    monkeypatch.setattr(polling, "FIRST_WAIT", 0.001)
    ways = [status(502), RESET, RESET_AFTER, HANG, Fault(HOTEL), Fault(HOTEL, done=True), flood(0), status(500)]
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        with capture_logs() as logged:
            for number, fault in enumerate(ways):
                county.api.faults["getUpdates"] = [fault]
                who, label = (LI, WANG)[number % 2], f"已分享 {number % 3 + 1}"
                county.api.world.presses(who, OFFICERS, push.id, push.buttons[label])
                await county.api.confirmed()
        assert all(line["log_level"] != "error" for line in logged)
    assert len(await county.rows(tables.inbox)) == len(ways)
    assert len(await county.rows(tables.shares)) == 6


def said(message: int, chat: int, kind: str = "private", **rest: Any) -> dict[str, Any]:
    """A message from nobody."""
    return {"message": {"message_id": message, "date": 1_795_396_500, "chat": {"id": chat, "type": kind}, **rest}}


ODD: list[dict[str, Any]] = [
    {"business_connection": {"id": "1"}},
    {"message": {}},
    {"message": None},
    {"message": {"message_id": 2**63, "date": -1, "chat": {"id": -(2**63), "type": "supergroup"}}},
    {"message": {"message_id": 1, "date": 10**12, "chat": {"id": LI, "type": "private"}, "text": "/me"}},
    {
        "message": {
            "message_id": 5,
            "date": 1_795_396_500,
            "chat": {"id": OFFICERS, "type": "supergroup"},
            "text": "/me",
        }
    },
    {"message": {"message_id": 6, "date": 1_795_396_500, "chat": {"id": OFFICERS, "type": "hologram"}, "text": "/me"}},
    {"message": {"message_id": -7, "date": 1_795_396_500, "chat": {"id": LI, "type": "private"}, "thought": {"x": 1}}},
    {
        "message": {
            "message_id": 8,
            "date": 1_795_396_500,
            "chat": {"id": LI, "type": "private"},
            "text": {"no": "text"},
        }
    },
    {"edited_message": {"message_id": 9}},
    {"callback_query": {"id": "1", "data": "share:1:1"}},
    {"callback_query": {"id": 7, "from": {"id": 2**70}, "message": {"message_id": 1}, "data": "x"}},
    {"callback_query": {"id": "3", "from": {"id": -5, "is_bot": False, "first_name": "负"}, "data": "share:1:1"}},
    {"my_chat_member": {"chat": {"id": OFFICERS}}},
    {"my_chat_member": "kicked"},
    {"my_chat_member": {"chat": {"id": 1, "type": "private"}, "date": 10**40, "from": {"id": 1}}},
    {"message": {"message_id": 1, "date": 10**18, "chat": {"id": LI, "type": "private"}, "text": "/me"}},
    {"message": {"message_id": 1, "date": 10**30, "chat": {"id": LI, "type": "private"}, "text": "/me"}},
    {"message": ["a", "list"]},
]


@both_ways
async def test_updates_of_unknown_kinds_and_odd_content_stop_nobody(county: County) -> None:
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        for odd in ODD:
            county.api.world.happens(**odd)
        county.api.world.presses(LI, OFFICERS, push.id, push.buttons["已分享 1"])
        with capture_logs() as logged:
            await county.people_did()
            await county.api.until(lambda: county.api.world.toasts)
    assert [line["event"] for line in logged if line["log_level"] == "error"] == []
    assert [row.error for row in await county.rows(tables.inbox) if row.error] == []
    assert len(await county.rows(tables.shares)) == 1


@both_ways
async def test_updates_that_come_twice_and_in_the_wrong_order_count_once(county: County) -> None:
    world = county.api.world
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        for label in ("已分享 1", "已分享 2", "三条都分享了"):
            world.presses(LI, OFFICERS, push.id, push.buttons[label])
        world.says(WANG, OFFICERS, "/share 1")
        world.pending += list(reversed(world.pending))
        world.pending[:] = world.pending[::-1]
        await county.people_did()
        await county.app.delivery.drain()
    assert len(await county.rows(tables.shares)) == 4
    assert len(await county.rows(tables.inbox)) == 4
    assert len(world.toasts) == 3


# what is taken away


@pytest.mark.parametrize(
    ("code", "words"), [(403, "Forbidden: the group chat was deleted"), (400, "Bad Request: chat not found")]
)
async def test_a_group_that_was_deleted_is_told_and_left_alone(county: County, code: int, words: str) -> None:
    county.api.rules.append(only_in(OFFICERS, refusal(code, words)))
    async with county.running():
        with capture_logs():
            await county.push(FRIDAY, MONDAY_PUSH)
            await owe(county, OFFICERS, "一", "二")
            for key in ("一", "二"):
                await settled(county, key, State.FAILED)
        tried = len(county.api.calls_of("sendMessage"))
        (gone,) = [g for g in await county.rows(tables.groups) if g.chat == str(OFFICERS)]
        assert gone.state == GroupState.GONE
        assert words.rpartition(": ")[2] in gone.state_reason.lower()
        await next_digest(county)
        assert "青禾县信息员" in (await county.said(DESK, "科普简报")).text
        county.clock.move_to(MONDAY_PUSH + timedelta(days=1, minutes=1))
        await county.app.schedule.tick()
        await county.app.delivery.drain()
    to_it = [p for p in county.api.calls_of("sendMessage")[tried:] if p["chat_id"] == str(OFFICERS)]
    assert to_it == [], "nothing more is tried"


@both_ways
async def test_a_token_that_is_revoked_is_one_alarm_until_it_is_replaced(county: County) -> None:
    async with county.running():
        assert county._client
        await county.push(FRIDAY, MONDAY_PUSH)
        await county.said(OFFICERS, "11月23日")
        await county.app.delivery.drain()
        assert (await county._client.get("/healthz")).status_code == 200
        county.api.token = "110201543:ANewOneFromBotFather"
        with capture_logs() as logged:
            county.api.world.says(LI, LI, "/me")
            await county.api.announce()
            await owe(county, OFFICERS, "令牌失效时欠下的")
            await eventually(county.app._tasks["telegram"].done)
            calls = len(county.api.calls)
            for _ in range(10):
                await county.app.share_accounts()
                await county.app.delivery.drain()
            report = await county._client.get("/healthz")
            assert (report.status_code, report.json()["platforms"]) == (503, {"telegram": "broken"})
            assert 'kpbot_platform_up{platform="telegram"} 0.0' in (await county._client.get("/metrics")).text
        assert len(county.api.calls) == calls
        alarms = [line["event"] for line in logged if line["log_level"] == "error"]
        assert len(alarms) == 1, alarms
        assert "KPBOT_TELEGRAM__TOKEN" in alarms[0]
        assert county.settings.telegram.token.get_secret_value() not in str(logged)
    telegram = county.app.platforms["telegram"]
    assert isinstance(telegram, Telegram)
    findings = [finding.code for finding in await telegram.findings()]
    assert findings == ["telegram-token"]
    await telegram.close()
    await county.app.database.close()
    county.__post_init__()  # the operator writes the new token down and starts again
    async with county.running():
        await county.said(OFFICERS, "令牌失效时欠下的")
        await county.people_did()
        await county.api.until(lambda: county.api.messages(LI))
