"""Callbacks as the bot's incoming messages, through the whole of the connection."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Happening, Incoming, Sender
from kpbot.platforms.wecom.bot import WecomBot
from kpbot.platforms.wecom.bot.inbound import read
from kpbot.platforms.wecom.bot.limits import EVER, NAME
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.wecom.bot_harness import GROUP, IN_GROUP, IN_PRIVATE, LI, Harness
from tests.fakes.wecom.bot_naps import Naps
from tests.fakes.wecom.bot_server import BOT, BotServer, bot_server

PICTURE = {"url": "https://ww-aibot-img.example.com/abc?sign=x", "aeskey": "A" * 43 + "="}


def server() -> BotServer:
    return BotServer(lambda: datetime(2026, 11, 23, 1, 5, tzinfo=UTC))


def taken(frame: dict[str, Any]) -> Incoming:
    found = read(frame)
    assert found
    return found


def test_a_text_in_a_group_is_said_without_the_name_of_the_bot() -> None:
    frame = server().text(LI, GROUP, "已分享 1 3")
    key = frame["body"]["msgid"]
    assert taken(frame) == Incoming(
        key=key, chat=IN_GROUP, sender=Sender(LI), text="已分享 1 3", message=key, lets=EVER, addressed=True
    )


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("@科普助手 今日", "今日"),
        ("@科普助手\u2005今日 三条", "今日 三条"),
        ("@RobotA hello @RobotB", "hello @RobotB"),
        (" @科普助手   /report\n第二行", "/report\n第二行"),
        ("@科普 助手\u2005今日 三条", "今日 三条"),
        ("@科普助手 今日 @张三\u2005也看", "今日 @张三\u2005也看"),
        ("@科普助手 今日\n听\u2005说", "今日\n听\u2005说"),
        ("@科普助手", ""),
        ("今日", "今日"),
        ("发到 a@b.cn", "发到 a@b.cn"),
        ("", ""),
    ],
)
def test_only_the_name_at_the_beginning_is_taken_off(said: str, text: str) -> None:
    assert taken(server().message(LI, GROUP, "text", {"content": said})).text == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("@科普 助手 今日 三条", "今日 三条"),
        (" @科普 助手\u2005今日", "今日"),
        ("@科普 助手", ""),
        ("@科普 助手们 今日", "助手们 今日"),  # somebody else
        ("今日", "今日"),
    ],
)
def test_a_name_with_a_blank_is_taken_off_where_it_is_known(said: str, text: str) -> None:
    found = read(server().message(LI, GROUP, "text", {"content": said}), "科普 助手")
    assert found
    assert found.text == text


async def test_the_name_is_the_operators(database: Database, clock: MovableClock) -> None:
    async with bot_server(clock.now) as running:
        told = {**running.settings["wecom"]["aibot"], "name": "科普 助手 "}
        bot = WecomBot(Settings.model_validate({"wecom": {"aibot": told}}), database, clock)
        harness = Harness(running, bot, Naps(clock), clock, database)
        async with harness.running():
            await running.tell(running.message(LI, GROUP, "text", {"content": "@科普 助手 今日"}))
            assert (await harness.heard(1))[-1].text == "今日"


def test_in_private_nothing_is_taken_off() -> None:
    found = taken(server().text(LI, LI, "@张三 也来"))
    assert (found.chat, found.text) == (IN_PRIVATE, "@张三 也来")
    assert found.chat.private


def test_words_and_pictures_of_one_message_come_together() -> None:
    items = [
        {"msgtype": "text", "text": {"content": "@科普助手 上报 今天开了讲座"}},
        {"msgtype": "image", "image": PICTURE},
        {"msgtype": "text", "text": {"content": "来了 30 人"}},
        {"msgtype": "image", "image": PICTURE | {"url": "https://b.example.com/2"}},
    ]
    found = taken(server().message(LI, GROUP, "mixed", {"msg_item": items}))
    assert found.text == "上报 今天开了讲座\n来了 30 人"
    assert [json.loads(photo.ref)["url"] for photo in found.photos] == [PICTURE["url"], "https://b.example.com/2"]
    assert json.loads(found.photos[0].ref) == {"kind": "image", "url": PICTURE["url"], "key": PICTURE["aeskey"]}


def test_a_picture_a_voice_and_a_file() -> None:
    assert len(taken(server().message(LI, LI, "image", PICTURE)).photos) == 1
    assert taken(server().message(LI, LI, "voice", {"content": "今天有三条"})).text == "今天有三条"
    (file,) = taken(server().message(LI, LI, "file", PICTURE)).files
    assert json.loads(file.ref)["kind"] == "file"


@pytest.mark.parametrize(
    ("quote", "links"),
    [
        (
            {"msgtype": "text", "text": {"content": "看 https://kp.example.org/i/a1，很好"}},
            ("https://kp.example.org/i/a1",),
        ),
        ({"msgtype": "text", "text": {"content": "https://a.example.org/ https://b.example.org/"}}, ()),
        ({"msgtype": "text", "text": {"content": "没有网址"}}, ()),
        ({"msgtype": "image", "image": PICTURE}, ()),
        (
            {
                "msgtype": "mixed",
                "mixed": {"msg_item": [{"msgtype": "text", "text": {"content": "https://a.example.org/x"}}]},
            },
            ("https://a.example.org/x",),
        ),
        ({"msgtype": 5, "text": None}, ()),
        ({}, ()),
    ],
)
def test_of_a_quote_one_address_is_a_link_that_was_passed_on(quote: dict[str, Any], links: tuple[str, ...]) -> None:
    found = taken(server().text(LI, GROUP, "这条", quote=quote))
    assert (found.text, found.links, found.photos) == ("这条", links, ())


def test_a_press_names_its_card() -> None:
    frame = server().event(LI, GROUP, "template_card_event", event_key="share:7:1", task_id="kp-1f-1")
    found = taken(frame)
    assert (found.button, found.message, found.chat) == ("share:7:1", "kp-1f", IN_GROUP)
    assert found.at == datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
    assert found.lets == EVER


def test_who_opens_the_chat_has_not_spoken() -> None:
    found, again = (taken(server().event(LI, LI, "enter_chat")) for _ in range(2))
    assert found.key == again.key, "a newcomer is greeted once"
    assert (found.happening, found.chat, found.lets) == (Happening.STARTED, Chat(NAME, LI, private=True), None)


@pytest.mark.parametrize(
    "frame",
    [
        server().message(LI, LI, "stream", {"id": "s1"}),
        server().message(LI, LI, "video", PICTURE),
        server().message(LI, LI, "location", {}),
        server().event(LI, LI, "feedback_event", id="f", type=1),
        server().event(LI, LI, "something_new"),
        server().event(LI, LI, "template_card_event", task_id="kp-1"),
        {"cmd": "aibot_something", "body": {}},
    ],
)
def test_what_says_nothing_to_us_is_passed_over(frame: dict[str, Any]) -> None:
    assert read(frame) is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"msgid": "", "from": {"userid": LI}},
        {"msgid": "m", "from": {}},
        {"msgid": "m", "from": None},
        {"msgid": 5, "from": {"userid": LI}},
        {"msgid": "m", "from": {"userid": LI}, "chattype": "group"},
        {"msgid": "m", "from": {"userid": LI}, "chattype": "group", "chatid": ["x"]},
    ],
)
def test_what_lacks_a_key_a_person_or_a_chat_cannot_be_read(body: dict[str, Any]) -> None:
    frame = {"cmd": "aibot_msg_callback", "body": {"msgtype": "text", "text": {"content": "x"}, **body}}
    with pytest.raises(ValueError, match="without"):
        read(frame)


async def test_callbacks_are_taken_in_order_and_the_rest_is_counted(harness: Harness) -> None:
    server = harness.server
    async with harness.running():
        for n in range(300):
            await server.tell(server.text(LI, GROUP, f"第 {n} 句"))
        await server.tell(server.event(LI, LI, "feedback_event", id="f", type=2))
        await server.tell(server.message(LI, LI, "stream", {"id": "s"}))
        await server.tell(server.message(LI, LI, "shake", {}))
        await server.send_raw(json.dumps({"cmd": "aibot_msg_callback", "body": {"msgtype": "text", "aibotid": BOT}}))
        await server.tell(server.event(LI, LI, "enter_chat"))
        found = await harness.heard(301)
    assert [one.text for one in found[:300]] == [f"第 {n} 句" for n in range(300)]
    assert found[300].happening is Happening.STARTED
    assert harness.ignored == {"feedback_event": 1, "stream": 1, "other": 1, "unreadable": 1}


async def test_a_callback_that_comes_twice_keeps_its_key(harness: Harness) -> None:
    async with harness.running():
        first, second = (harness.server.text(LI, GROUP, text) for text in ("一", "二"))
        for frame in (second, first, second):
            await harness.server.tell(frame)
        found = await harness.heard(3)
    assert [one.text for one in found] == ["二", "一", "二"]
    assert found[0].key == found[2].key != found[1].key
