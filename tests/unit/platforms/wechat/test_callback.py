"""What WeChat brings over HTTP, believed or not, and what it gets in return."""

from __future__ import annotations

import asyncio
import hmac
import time
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from kpbot.domain.messages import Button, Outgoing
from kpbot.platforms.wechat.limits import DEADLINE, GRACE, HOLD, LAST_WORD
from kpbot.ports import NotTaken
from kpbot.storage import tables
from tests.fakes.room import address, on_the_web
from tests.fakes.wechat.callbacks import PATH, Exchange, xml
from tests.fakes.wechat.sealing import encrypt, signature
from tests.fakes.wechat.server import AES_KEY, APP_ID, TOKEN
from tests.unit.platforms.wechat.conftest import LI, Rig

MODES = pytest.mark.parametrize("rig", ["plain", "encrypted"], indirect=True)


async def answered(exchange: Exchange) -> int:
    await asyncio.wait_for(exchange.run(), 20)
    return exchange.status


def text(rig: Rig, said: str = "今日") -> str:
    return xml(**rig.caller.fields(LI, "text", Content=said))


@MODES
async def test_the_check_of_the_url(rig: Rig) -> None:
    query = rig.caller.sealed("")[0] | {"echostr": "5927782489442352469"}
    exchange = Exchange(rig.caller.app, "GET", query)
    assert await answered(exchange) == 200
    assert exchange.content == b"5927782489442352469"
    forged = Exchange(rig.caller.app, "GET", query | {"signature": "0" * 40})
    assert await answered(forged) == 403
    assert forged.content == b""
    old = {"timestamp": "1409304348", "nonce": "n", "signature": signature(TOKEN, "1409304348", "n"), "echostr": "x"}
    assert await answered(Exchange(rig.caller.app, "GET", old)) == 403
    assert rig.refused == {"signature": 1, "replayed": 1}


@MODES
async def test_a_message_is_taken_and_answered_in_the_response(rig: Rig) -> None:
    rig.core.says["今日"] = Outgoing(text="三条 ]]> \x08<a href='https://evil.example'>点这里</a> &amp; 好")
    assert await rig.caller.says(LI, "今日") == 1
    assert rig.api.world.texts(LI) == ["三条 ]]＞ ＜a href='https://evil.example'>点这里＜/a> &amp; 好"]
    await rig.caller.settled()
    assert [message.text for message in rig.core.taken] == ["今日"]
    assert rig.core.delivered == [rig.core.taken[0].key]
    assert rig.core.left == rig.api.world.failures == []


async def test_where_nothing_is_said_it_is_confirmed_all_the_same(rig: Rig) -> None:
    assert await rig.caller.says(LI, "谢谢") == 1
    assert await rig.caller.does(LI, "unsubscribe") == 1
    assert rig.caller.exchanges[-1].content == b"success"
    assert (rig.api.world.texts(LI), rig.api.world.failures) == ([], [])


async def test_buttons_are_numbers(rig: Rig) -> None:
    rig.core.says["今日"] = Outgoing(
        text="三条", buttons=((Button("已分享 1", "share:1:1"), Button("复制", "copy:1")),)
    )
    await rig.caller.says(LI, "今日")
    (shown,) = rig.api.world.texts(LI)
    assert shown.startswith("三条")
    assert shown.endswith("1  已分享 1\n2  复制")


async def rest_of(rig: Rig) -> list[Outgoing]:
    async with rig.database.read() as db:
        rows = (await db.execute(select(tables.outbox).order_by(tables.outbox.c.id))).all()
    assert {row.chat for row in rows} == {LI}
    return [Outgoing.from_json(row.payload) for row in rows]


async def test_a_picture_follows_the_words_that_go_in_the_response(rig: Rig) -> None:
    rig.core.says["卡片 1"] = Outgoing(text="给您", picture="files/a.png", buttons=((Button("复制", "copy:1"),),))
    fields = rig.caller.fields(LI, "text", Content="卡片 1")
    for _ in range(2):  # WeChat did not get the first
        assert await rig.caller.bring(fields) == 1
    await rig.caller.settled()
    first, again = rig.api.world.texts(LI)
    assert first == again
    assert (first.startswith("给您"), first.endswith("1  复制")) == (True, True)
    assert await rest_of(rig) == [Outgoing(picture="files/a.png", aside=True)]
    assert rig.core.left == []


async def test_a_picture_alone_cannot_go_in_the_response(rig: Rig) -> None:
    rig.core.says["卡片 1"] = Outgoing(picture="files/a.png")
    await rig.caller.says(LI, "卡片 1")
    await rig.caller.settled()
    assert rig.caller.exchanges[-1].content == b"success"
    assert (len(rig.core.left), rig.core.delivered) == (1, [])


async def test_what_is_too_long_goes_on_by_itself_once(rig: Rig) -> None:
    rig.core.says["全部"] = Outgoing(text="很长的一段话。" * 250)
    fields = rig.caller.fields(LI, "text", Content="全部")
    for _ in range(2):  # WeChat did not get the first
        assert await rig.caller.bring(fields) == 1
    first = rig.api.world.texts(LI)[0]
    assert rig.api.world.texts(LI) == [first, first]
    rest = [one.text for one in await rest_of(rig)]
    assert "".join([first, *rest]) == "很长的一段话。" * 250


@pytest.mark.parametrize(
    ("kind", "words"), [("voice", "语音"), ("video", "图片"), ("location", "图片"), ("file", "图片")]
)
async def test_what_the_bot_cannot_hear_it_says_at_once(rig: Rig, kind: str, words: str) -> None:
    await rig.caller.bring(rig.caller.fields(LI, kind, MediaId="m"))
    (shown,) = rig.api.world.texts(LI)
    assert words in shown
    assert rig.core.taken == []


async def test_what_says_nothing_is_counted(rig: Rig) -> None:
    await rig.caller.does(LI, "VIEW", "https://example.org")
    await rig.caller.does(LI, "holiday")
    await rig.caller.bring(rig.caller.fields(LI, "hologram"))
    assert rig.ignored == {"view": 1, "other": 2}
    assert (rig.core.taken, rig.api.world.texts(LI)) == ([], [])


# who is believed


@MODES
async def test_forged_tampered_and_old_callbacks_leave_nothing_but_a_count(rig: Rig) -> None:
    query, body = rig.caller.sealed(text(rig))
    hour_ago = str(int((rig.clock.now() - timedelta(hours=1)).timestamp()))
    wrong = [
        query | {"signature": "0" * 40},
        query | {"signature": ""},
        query | {"nonce": query["nonce"] + "1"},
        query | {"timestamp": str(int(query["timestamp"]) + 1)},
        query | {"timestamp": hour_ago, "signature": signature(TOKEN, hour_ago, query["nonce"])},
        query | {"timestamp": "²", "signature": signature(TOKEN, "²", query["nonce"])},
        query | {"nonce": "n" * 100_000},
        {},
    ]
    for forged in wrong:
        exchange = Exchange(rig.caller.app, "POST", forged, body)
        assert await answered(exchange) == 403
        assert exchange.content == b""
    assert sum(rig.refused.values()) == len(wrong)
    assert rig.core.taken == []


async def test_a_changed_ciphertext_is_refused(rig: Rig) -> None:
    query, body = rig.caller.sealed(text(rig))
    other_key = encrypt("a" * 43, APP_ID, text(rig))
    other_account = encrypt(AES_KEY, "wx0000000000000000", text(rig))

    def signed(secret: str) -> dict[str, str]:
        return query | {"msg_signature": signature(TOKEN, query["timestamp"], query["nonce"], secret)}

    cases = [
        (query, body.replace(b"</Encrypt>", b"A</Encrypt>")),
        (query, xml(Encrypt=encrypt(AES_KEY, APP_ID, text(rig))).encode()),
        (query | {"msg_signature": "0" * 40}, body),
        (signed(other_key), xml(Encrypt=other_key).encode()),
        (signed(other_account), xml(Encrypt=other_account).encode()),
        (signed("AAAA"), xml(Encrypt="AAAA").encode()),
        (signed(""), xml(Encrypt="").encode()),
        (query, b"<xml><Encrypt><a/></Encrypt></xml>"),
        (query, text(rig).encode()),
    ]
    for forged, content in cases:
        assert await answered(Exchange(rig.caller.app, "POST", forged, content)) == 403
    assert rig.refused == {"tampered": len(cases)}
    assert rig.core.taken == []


async def test_both_signatures_are_compared_in_a_time_that_tells_nothing(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bytes] = []
    steady = hmac.compare_digest

    def noted(one: bytes, other: bytes) -> bool:
        compared.append(one)
        return steady(one, other)

    monkeypatch.setattr(hmac, "compare_digest", noted)
    query, body = rig.caller.sealed(text(rig))
    assert await answered(Exchange(rig.caller.app, "POST", query | {"msg_signature": "0" * 40}, body)) == 403
    assert compared == [query["signature"].encode(), b"0" * 40]


@MODES
async def test_the_mode_that_was_not_chosen_is_refused(rig: Rig) -> None:
    rig.api.encrypted = not rig.api.encrypted
    assert await answered(rig.caller.exchange(text(rig))) == 403
    assert rig.refused == {"encrypted" if rig.api.encrypted else "plain": 1}


@pytest.mark.parametrize("rig", ["plain"], indirect=True)
@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 400, "empty"),
        (b"x" * 1_000_000, 413, "size"),
        (b"<xml>" + b"<a/>" * 1_000_000 + b"</xml>", 413, "size"),
        (b"<xml>" + b"<a/>" * 10_000 + b"</xml>", 400, "elements"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', 400, "dtd"),
        ("<xml><Content>早</Content></xml>".encode("gb18030"), 400, "charset"),
        (b"<xml><MsgType>text</MsgType>", 400, "xml"),
        (b'{"MsgType": "text"}', 400, "xml"),
    ],
)
async def test_what_is_no_message_is_refused_in_no_time(rig: Rig, body: bytes, status: int, reason: str) -> None:
    started = time.process_time()
    assert await answered(rig.caller.exchange(body)) == status
    assert time.process_time() - started < 2
    assert rig.refused == {reason: 1}


async def test_what_is_encrypted_is_looked_at_as_closely(rig: Rig) -> None:
    assert await answered(rig.caller.exchange('<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>')) == 400
    assert await answered(rig.caller.exchange("<xml>" + "<a/>" * 1000 + "</xml>")) == 400
    assert await answered(rig.caller.exchange(xml(MsgType="text", Content="x", CreateTime="1", MsgId="1"))) == 400
    assert rig.refused == {"dtd": 1, "elements": 1, "xml": 1}


# five seconds, three times


async def test_wechat_comes_again_and_the_same_message_is_taken_and_answered_once(rig: Rig) -> None:
    rig.core.says["今日"] = Outgoing(text="三条")
    rig.core.free.clear()
    fields = rig.caller.fields(LI, "text", Content="今日")
    hang_up = [asyncio.Event() for _ in range(3)]
    patience = iter(hang_up)
    bringing = asyncio.create_task(rig.caller.bring(fields, lambda: next(patience).wait()))
    (await rig.waiting(DEADLINE)).set()
    hang_up[0].set()  # after five seconds of its own
    await rig.waiting(DEADLINE)
    rig.core.free.set()
    assert await bringing == 2
    await rig.caller.settled()
    assert rig.api.world.texts(LI) == ["三条"]
    assert (len(rig.core.taken), len(rig.core.delivered), rig.core.left) == (1, 1, [])


async def test_after_three_attempts_in_vain_the_answer_is_sent(rig: Rig) -> None:
    rig.core.says["今日"] = Outgoing(text="三条")
    rig.core.free.clear()
    hang_up = [asyncio.Event() for _ in range(3)]
    patience = iter(hang_up)
    fields = rig.caller.fields(LI, "text", Content="今日")
    bringing = asyncio.create_task(rig.caller.bring(fields, lambda: next(patience).wait()))
    for ends in hang_up:
        (await rig.waiting(DEADLINE)).set()
        if ends is hang_up[-1]:
            (await rig.waiting(LAST_WORD)).set()
        ends.set()
    assert await bringing == 0  # never «success» before the commit: the person is told that it did not work
    assert rig.api.world.failures == [LI]
    await rig.caller.settled()
    rig.core.free.set()
    await rig.core.leaves()
    assert (len(rig.core.taken), rig.core.delivered) == (1, [])


async def test_committed_when_nobody_comes_again_it_is_sent(rig: Rig) -> None:
    rig.core.says["今日"] = Outgoing(text="三条")
    rig.core.free.clear()
    hang_up = asyncio.Event()
    attempt = asyncio.create_task(rig.caller.attempt(rig.caller.fields(LI, "text", Content="今日"), hang_up.wait))
    (await rig.waiting(DEADLINE)).set()
    hang_up.set()
    assert not (await attempt).status
    rig.core.free.set()
    (await rig.waiting(GRACE)).set()
    await rig.core.leaves()


async def test_hanging_up_is_noticed_over_a_real_connection(rig: Rig) -> None:
    rig.core.free.clear()
    query, body = rig.caller.sealed(text(rig))
    with address() as held:
        async with on_the_web(Starlette(routes=rig.platform.routes(rig.core)), held):
            async with httpx.AsyncClient(trust_env=False) as client:
                url = f"http://127.0.0.1:{held.getsockname()[1]}{PATH}"
                calling = asyncio.create_task(client.post(url, params=query, content=body))
                (await rig.waiting(DEADLINE)).set()
                await rig.waiting(HOLD)
                assert not rig.given_up[HOLD].is_set()
                calling.cancel()
                await asyncio.wait_for(rig.given_up[HOLD].wait(), 20)
            rig.core.free.set()
            (await rig.waiting(GRACE)).set()


async def test_who_is_not_there_yet_confirms_nothing(rig: Rig) -> None:
    rig.core.refuse.append(NotTaken())
    exchange = rig.caller.exchange(text(rig))
    assert await answered(exchange) == 503
    assert rig.core.taken == []


async def test_there_are_no_other_methods(rig: Rig) -> None:
    query, body = rig.caller.sealed(text(rig))
    assert await answered(Exchange(rig.caller.app, "PUT", query, body)) == 405
    assert rig.core.taken == []
