"""Callbacks over HTTP: what is believed, what is refused and leaves nothing behind but a counter."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import func, select

from kpbot import metrics
from kpbot.domain.messages import Happening
from kpbot.platforms.qq.signing import Keys
from kpbot.ports import NotTaken
from kpbot.storage import tables
from tests.fakes.qq.bot import GROUP, PERSON, Bot
from tests.fakes.qq.server import SECRET
from tests.fakes.qq.signing import signed


def refused(reason: str) -> float:
    return float(metrics.callbacks_refused.labels("qq", reason)._value.get())


async def test_what_is_said_is_taken_and_confirmed(bot: Bot) -> None:
    await bot.hears(GROUP, "/share 1")
    await bot.hears(PERSON, "今日")
    assert [(one.chat, one.text) for one in bot.taken] == [(GROUP, "/share 1"), (PERSON, "今日")]


async def test_what_was_not_committed_is_not_confirmed(bot: Bot) -> None:
    event = bot.server.world.says("M1", "G1", "/today")
    bot.refuse = [NotTaken()]
    assert (await bot.brings(event)).status_code == 503
    bot.refuse = [RuntimeError()]
    with pytest.raises(RuntimeError):  # the web server makes a 500 of it
        await bot.brings(event)
    assert bot.taken == []
    assert (await bot.brings(event)).json() == {"op": 12}
    assert (await bot.brings(event)).json() == {"op": 12}
    assert len({one.key for one in bot.taken}) == 1  # dispatch knows it by its key


async def test_the_check_of_our_address_is_answered(bot: Bot) -> None:
    answer = await bot.brings({"op": 13, "d": {"plain_token": "Arq0D5A61EgUu4OxUvOp", "event_ts": "1725442341"}})
    assert answer.json()["plain_token"] == "Arq0D5A61EgUu4OxUvOp"
    assert answer.json()["signature"] == Keys(SECRET).sign("1725442341Arq0D5A61EgUu4OxUvOp")


@pytest.mark.parametrize(
    "asked",
    [
        {"plain_token": '{"op":0,"t":"GROUP_DEL_ROBOT"}', "event_ts": "1725442341"},
        {"plain_token": "a" * 129, "event_ts": "1725442341"},
        {"plain_token": "abc", "event_ts": "1725442341{"},
        {"plain_token": "abc", "event_ts": 1725442341},
        {"plain_token": "", "event_ts": "1"},
        {},
        None,
        "abc",
    ],
)
async def test_nothing_is_signed_that_could_be_a_callback(bot: Bot, asked: Any) -> None:
    answer = await bot.brings({"op": 13, "d": asked})
    assert (answer.status_code, answer.content) == (400, b"")


async def test_an_unsigned_check_is_not_answered(bot: Bot) -> None:
    body = json.dumps({"op": 13, "d": {"plain_token": "abc", "event_ts": "1725442341"}}).encode()
    for headers in ({}, signed("a-secret-of-somebody-else", str(int(bot.clock.now().timestamp())), body)):
        answer = await bot.server.posts(bot.site, body, headers)
        assert (answer.status_code, answer.content) == (403, b"")


FORGED: dict[str, Callable[[bytes, dict[str, str]], tuple[bytes, dict[str, str]]]] = {
    "nothing signed": lambda body, headers: (body, {}),
    "another body": lambda body, headers: (body.replace(b"/today", b"/share"), headers),
    "another time": lambda body, headers: (body, {**headers, "X-Signature-Timestamp": "9999999999"}),
    "another secret": lambda body, headers: (body, signed("x", headers["X-Signature-Timestamp"], body)),
    "no time": lambda body, headers: (body, {**headers, "X-Signature-Timestamp": ""}),
    "half a signature": lambda body, headers: (
        body,
        {**headers, "X-Signature-Ed25519": headers["X-Signature-Ed25519"][:64]},
    ),
    "no hex": lambda body, headers: (body, {**headers, "X-Signature-Ed25519": "g" * 128}),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_a_forged_callback_leaves_nothing_but_a_counter(
    bot: Bot, forge: Callable[[bytes, dict[str, str]], tuple[bytes, dict[str, str]]]
) -> None:
    body = json.dumps(bot.server.world.says("M1", "G1", "/today")).encode()
    headers = signed(SECRET, str(int(bot.clock.now().timestamp())), body)
    before = refused("signature")
    answer = await bot.server.posts(bot.site, *forge(body, headers))
    assert (answer.status_code, answer.content) == (403, b"")
    assert refused("signature") == before + 1
    assert bot.taken == []
    async with bot.database.read() as db:
        for table in (tables.reply_windows, tables.facts, tables.inbox):
            assert (await db.execute(select(func.count()).select_from(table))).scalar_one() == 0


@pytest.mark.parametrize("late", [timedelta(seconds=301), timedelta(days=1), timedelta(seconds=-301)])
async def test_one_that_was_signed_long_ago_is_a_repetition(bot: Bot, late: timedelta) -> None:
    body = json.dumps(bot.server.world.says("M1", "G1", "/today")).encode()
    headers = signed(SECRET, str(int((bot.clock.now() - late).timestamp())), body)
    assert (await bot.server.posts(bot.site, body, headers)).status_code == 403
    assert bot.taken == []


ODD = {
    "deep": b"[" * 200_000,
    "huge number": b'{"op":0,"s":' + b"9" * 100_000 + b"}",
    "another charset": '{"op":0,"t":"群聊消息"}'.encode("gbk"),
    "utf-16": '{"op":0}'.encode("utf-16"),
    "no JSON": b"<xml/>",
    "nothing": b"",
    "a list": b"[]",
    "a number": b"7",
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
async def test_odd_bodies_are_refused_soon_even_signed(bot: Bot, body: bytes) -> None:
    headers = signed(SECRET, str(int(bot.clock.now().timestamp())), body)
    started = perf_counter()
    answer = await bot.server.posts(bot.site, body, headers)
    assert (answer.status_code, answer.content) == (400, b"")
    assert perf_counter() - started < 5
    assert bot.taken == []


async def test_more_than_any_event_is_not_even_read(bot: Bot) -> None:
    answer = await bot.server.posts(bot.site, b" " * 256_001, {})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "payload",
    [
        {"op": 0},
        {"op": 0, "t": "GROUP_AT_MESSAGE_CREATE", "d": None},
        {"op": 0, "t": "GROUP_AT_MESSAGE_CREATE", "d": {"author": 5}},
        {"op": 0, "t": "GROUP_MSG_REJECT", "d": {}},
        {"op": 0, "t": ["x"], "d": {}},
        {"op": 0, "t": "GUILD_CREATE", "d": {"id": "1"}},
        {"op": 7},
        {"op": "13", "d": {"plain_token": "abc", "event_ts": "1"}},
    ],
)
async def test_what_says_nothing_is_confirmed_or_it_would_come_for_ever(bot: Bot, payload: dict[str, Any]) -> None:
    answer = await bot.brings(payload)
    assert (answer.status_code, answer.json()) == (200, {"op": 12})
    assert bot.taken == []


async def test_a_press_is_acknowledged_once_it_is_committed(bot: Bot) -> None:
    world = bot.server.world
    event = world.presses("M1", "G1", "share:1:1")
    bot.refuse = [NotTaken()]
    assert (await bot.brings(event)).status_code == 503
    assert world.acknowledged == {}
    await bot.brings(event)
    await bot.server.until(lambda: world.acknowledged)
    assert world.acknowledged == {event["d"]["id"]: 0}
    assert [one.button for one in bot.taken] == ["share:1:1"]


async def test_a_press_that_cannot_be_acknowledged_was_made_all_the_same(bot: Bot) -> None:
    world = bot.server.world
    event = world.presses("U1", "U1", "share:1:1", private=True)
    world.waiting_presses.clear()
    assert (await bot.brings(event)).json() == {"op": 12}
    await bot.qq.close()
    assert [one.chat for one in bot.taken] == [PERSON]


async def test_the_bot_comes_and_goes(bot: Bot) -> None:
    for kind, chat in (("GROUP_ADD_ROBOT", "G1"), ("GROUP_DEL_ROBOT", "G1"), ("FRIEND_ADD", "U1")):
        await bot.brings(bot.server.world.happens(kind, chat))
    assert [one.happening for one in bot.taken] == [Happening.ADDED, Happening.REMOVED, Happening.STARTED]
