"""What is brought to the address of the app."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from kpbot.domain.messages import Happening
from kpbot.platforms.wecom.app import callback
from kpbot.platforms.wecom.app.limits import CALLBACK
from kpbot.platforms.wecom.app.sealing import Sealing
from kpbot.ports import NotTaken
from kpbot.storage import people
from tests.fakes.wecom.callbacks import Call, check, fields, sealed, xml
from tests.fakes.wecom.world import AGENT
from tests.unit.platforms.wecom.app.conftest import PATH, Rig, counted


async def test_the_check_of_the_address_is_answered_with_what_was_sealed(rig: Rig) -> None:
    async with rig.site() as client:
        answer = await client.get(PATH, params=check(rig.now, "1616140317555161061").query)
        assert (answer.status_code, answer.text) == (200, "1616140317555161061")
        forged = {**check(rig.now).query, "msg_signature": "0" * 40}
        assert (await client.get(PATH, params=forged)).status_code == 403
        assert (await client.get(PATH)).status_code == 403
        assert (await client.get(PATH, params=check(rig.now - timedelta(hours=1)).query)).status_code == 403


async def test_a_message_is_committed_and_then_confirmed(rig: Rig) -> None:
    said = await rig.brought("text", Content="今日 ]]> <b>")
    assert (said.text, said.chat.private, said.sender.id, said.at) == ("今日 ]]> <b>", True, "LiLei", rig.now)
    assert said.key == said.message


@pytest.mark.parametrize(
    ("reason", "call"),
    [
        ("signature", {"token": "stolen"}),
        ("receiver", {"corp": "wwanother"}),
        ("old", {"late": 600}),
    ],
)
async def test_what_is_forged_leaves_nothing_but_a_count(rig: Rig, reason: str, call: dict[str, object]) -> None:
    before = counted("callbacks_refused", reason=reason)
    at = rig.now - timedelta(seconds=int(str(call.pop("late", 0))))
    message = sealed(xml(fields("LiLei", at, "text", Content="secret words")), at, **call)  # type: ignore[arg-type]
    with capture_logs() as logs:
        assert (await rig.bring(message)).status_code == 403
    assert (rig.taken, logs) == ([], [])
    assert counted("callbacks_refused", reason=reason) == before + 1


async def test_a_changed_letter_of_what_was_sealed_is_seen(rig: Rig) -> None:
    call = sealed(xml(fields("LiLei", rig.now, "text", Content="x")), rig.now)
    at = call.body.index(b"Encrypt") + 40
    other = b"A" if call.body[at : at + 1] != b"A" else b"B"
    assert (await rig.bring(Call(call.query, call.body[:at] + other + call.body[at + 1 :]))).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml>",
        b"{}",
        b"x" * (CALLBACK + 1),
        b"<xml>" + b"<a/>" * 20_000 + b"</xml>",
        "<xml>今日</xml>".encode("gbk"),
    ],
    ids=["empty", "torn", "json", "1 MB", "elements", "charset"],
)
async def test_what_is_no_callback_is_refused_before_anything_else(rig: Rig, body: bytes) -> None:
    before = counted("callbacks_refused", reason="body")
    assert (await rig.bring(Call(check(rig.now).query, body))).status_code == 400
    assert counted("callbacks_refused", reason="body") == before + 1
    assert rig.taken == []


@pytest.mark.parametrize("inner", [b"", b"<xml>", b"<!DOCTYPE x><xml/>", b"\xff\xfe"])
async def test_what_is_sealed_properly_and_holds_nothing_readable(rig: Rig, inner: bytes) -> None:
    assert (await rig.bring(sealed(inner, rig.now))).status_code in (400, 403)
    assert rig.taken == []


async def test_without_a_commit_it_is_not_confirmed(rig: Rig) -> None:
    call = sealed(xml(fields("LiLei", rig.now, "text", Content="/today")), rig.now)
    rig.refuse = [NotTaken(), RuntimeError("no database")]
    assert (await rig.bring(call)).status_code == 503
    assert (await rig.bring(call)).status_code == 500
    assert (await rig.bring(call)).status_code == 200
    assert [message.text for message in rig.taken] == ["/today"]


async def test_what_takes_too_long_is_to_come_again(rig: Rig) -> None:
    """The database is away, say."""
    begun = asyncio.Event()

    async def take(fields: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    site = Starlette(routes=[callback.route(Sealing(rig.settings.wecom.app, rig.clock), take, deadline=0.01)])
    call = sealed(xml(fields("LiLei", rig.now, "text", Content="/today")), rig.now)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="https://kp.example.org") as client:
        answer = await client.post(PATH, params=call.query, content=call.body)
    assert (answer.status_code, begun.is_set()) == (503, True)
    assert answer.headers["retry-after"]


async def test_what_comes_three_times_has_one_key_and_two_messages_have_two(rig: Rig) -> None:
    said = fields("LiLei", rig.now, "text", Content="已分享 1")
    other = fields("LiLei", rig.now, "text", Content="已分享 1")
    pressed = fields("LiLei", rig.now, "event", Event="template_card_event", EventKey="share:1:1", TaskId="t")
    again = {**pressed, "EventKey": "share:1:2"}
    for one in (said, other, pressed, again):
        calls = [sealed(xml(one), rig.now + timedelta(seconds=5 * n)) for n in range(3)]
        await asyncio.gather(*map(rig.bring, calls))
    keys = [message.key for message in rig.taken]
    assert len(keys) == 12
    assert len(set(keys)) == 4


async def test_kinds_of_messages(rig: Rig) -> None:
    media = rig.world.keep("image", "x.jpg", b"\xff\xd8\xffpicture")
    picture = await rig.brought("image", PicUrl="https://example.org/x", MediaId=media)
    assert [photo.ref for photo in picture.photos] == [media]
    link = await rig.brought("link", Title="标题", Description="x", Url="https://example.org/a", PicUrl="")
    assert (link.text, link.links) == ("https://example.org/a", ("https://example.org/a",))
    pressed = await rig.brought("event", Event="template_card_event", EventKey="share:1:1", TaskId="kp-1")
    assert (pressed.button, pressed.message) == ("share:1:1", "kp")
    assert (await rig.brought("event", Event="subscribe", EventKey="")).happening is Happening.STARTED
    assert (await rig.brought("event", Event="click", EventKey="/today")).text == "/today"


async def test_opening_the_chat_greets_once(rig: Rig) -> None:
    first = await rig.brought("event", Event="enter_agent", EventKey="")
    rig.clock.move_to(rig.now + timedelta(hours=1))
    assert first.happening is Happening.STARTED
    assert (await rig.brought("event", Event="enter_agent", EventKey="")).key == first.key
    assert (await rig.brought("event", "HanMei", Event="enter_agent", EventKey="")).key != first.key


async def test_who_is_known_is_not_greeted_when_they_open_the_chat(rig: Rig) -> None:
    async with rig.database.write() as db:
        for user, private in (("LiLei", "LiLei"), ("HanMei", "")):
            person = await people.add_person(db, user, "zh-CN", rig.now)
            await people.add_account(db, "wecom", user, person, private)
    for user in ("LiLei", "HanMei"):
        call = sealed(xml(fields(user, rig.now, "event", Event="enter_agent", EventKey="")), rig.now)
        assert (await rig.bring(call)).status_code == 200
    assert [message.sender.id for message in rig.taken] == ["HanMei"]


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("unsubscribe", {"Event": "unsubscribe"}),
        ("view", {"Event": "view", "EventKey": "https://example.org"}),
        ("other event", {"Event": "brand_new_<event>"}),
        ("other", {"MsgType": "hologram"}),
        ("text", {"MsgType": "text", "AgentID": AGENT + 1}),
        ("unreadable", {"MsgType": "text", "CreateTime": "soon"}),
        ("unreadable", {"MsgType": "text", "CreateTime": 10**17}),
        ("unreadable", {"MsgType": "text", "FromUserName": ""}),
        ("unreadable", {"MsgType": "text", "FromUserName": "x" * 65}),
        ("unreadable", {"MsgType": "image"}),
        ("unreadable", {"Event": "template_card_event"}),
    ],
)
async def test_what_says_nothing_to_us_is_counted_and_confirmed(rig: Rig, kind: str, rest: dict[str, object]) -> None:
    before = counted("updates_ignored", kind=kind)
    said = {**fields("LiLei", rig.now, "event"), **rest}
    assert (await rig.bring(sealed(xml(said), rig.now))).status_code == 200
    assert rig.taken == []
    assert counted("updates_ignored", kind=kind) == before + 1


async def test_fields_may_be_missing_altogether(rig: Rig) -> None:
    assert (await rig.bring(sealed(b"<xml/>", rig.now))).status_code == 200
    assert rig.taken == []
