"""What every platform owes the core, whatever it is: one suite over all of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from kpbot.clock import MovableClock
from kpbot.domain.messages import Attachment, Button, Card, Chat, Face, Incoming, Outgoing
from kpbot.platforms.rehearsal.platform import Rehearsal
from kpbot.platforms.telegram import Telegram
from kpbot.platforms.telegram.webhook import HEADER, secret_of
from kpbot.ports import Answer, NotTaken, Platform, SendError
from kpbot.services import stored
from kpbot.services.cards.cache import card
from kpbot.settings import Settings
from kpbot.storage import outbox, room, tables
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority, State
from kpbot.storage.room import RoomChat, RoomPerson
from tests.fakes.bot_api.server import TOKEN, BotApi, bot_api
from tests.fakes.bot_api.world import World
from tests.fakes.postbox import INLINE, Postbox
from tests.fakes.qq import contract as qq
from tests.fakes.room import address, on_the_web
from tests.fakes.wechat import contract as wechat
from tests.fakes.wecom import bot_contract as wecom_bot
from tests.fakes.wecom import contract as wecom

RICH = Outgoing(
    title="今日三条",
    text="早上好👩‍🌾 <b>&amp;</b> '); DROP TABLE x; --",
    cards=(Card(1, "标题", "摘要", "https://example.org/", "来源", "健康", "正文"),),
    footer="2 人已分享",
    buttons=((Button("已分享 1", "share:1:1"), Button("看", url="https://example.org/")),),
)


APIS: dict[Platform, BotApi] = {}  # behind a Telegram of this module
CHATS = {  # where ids are not free to choose
    "telegram": {"group": "-1001500000001", "~li": "5001"},
    **wecom.CHATS,
    **wecom_bot.CHATS,
    **wechat.CHATS,
    **qq.CHATS,
}
MADE = {
    "wecom": wecom.app,
    "wecom-bot": wecom_bot.smart_bot,
    "wecom-group": wecom.webhooks,
    "wechat": wechat.account,
    "qq": qq.bot,
}  # by fakes of their own


@pytest.fixture(params=["rehearsal", "telegram", "in memory", "in memory, answering inline", *MADE])
async def platform(
    request: pytest.FixtureRequest, database: Database, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[Platform]:
    if request.param == "rehearsal":
        async with database.write() as db:
            await room.add_people(db, [RoomPerson("li", "李")])
            await room.add_chats(db, [RoomChat("group", "群", "officers")])
        yield Rehearsal(database, clock, "Asia/Shanghai", tmp_path)
    elif request.param == "telegram":
        async with bot_api() as api:
            settings = {
                "telegram": {**api.settings, "mode": "webhook"},
                "web": {"public_url": "https://kp.example.org"},
                "data_dir": str(tmp_path),
            }
            telegram = Telegram(Settings.model_validate(settings), database, clock)
            APIS[telegram] = api
            yield telegram
            del APIS[telegram]
            await telegram.close()
    elif request.param in MADE:
        async with MADE[request.param](database, clock, tmp_path) as made:
            yield made
    else:
        yield Postbox() if request.param == "in memory" else Postbox(capabilities=INLINE)


def named(platform: Platform, name: str) -> Chat:
    return Chat(platform.name, CHATS.get(platform.name, {}).get(name, name), private=name.startswith("~"))


@pytest.fixture(params=["group", "~li"])
def chat(request: pytest.FixtureRequest, platform: Platform) -> Chat:
    return named(platform, request.param)


async def test_it_has_a_name_and_says_what_it_can(platform: Platform) -> None:
    assert 0 < len(platform.name) <= 20
    can = platform.capabilities
    assert can.text_limit > 0
    assert all(
        window.count > 0 and window.seconds > 0
        for window in (*can.account_windows, *can.chat_windows, *can.group_windows)
    )


async def test_a_send_returns_the_id_of_its_message(platform: Platform, chat: Chat) -> None:
    receipts = [await platform.send(chat, RICH) for _ in range(3)]
    ids = [receipt.message for receipt in receipts]
    assert len(set(ids)) == 3
    assert all(ids)


async def test_an_edit_replaces_what_was_sent_as_often_as_one_likes(platform: Platform, chat: Chat) -> None:
    if not platform.capabilities.edits:
        return
    sent = await platform.send(chat, Outgoing(text="first"))
    for words in ("second", "third", "third"):
        again = await platform.send(chat, Outgoing(text=words, edits=sent.message))
        assert again.message == sent.message


PRESSED = {"wecom": wecom.pressed, "wecom-bot": wecom_bot.pressed}
ASK = Outgoing(text="要吗？", buttons=((Button("要", "x:1"), Button("不要", "x:0")),))


async def test_a_pressed_message_is_replaced_as_the_answer_once_for_each_press(
    platform: Platform, database: Database, clock: MovableClock
) -> None:
    if not platform.capabilities.edits_pressed:
        assert platform.name not in PRESSED
        return
    chat = named(platform, "~li")
    sent = await platform.send(chat, ASK)
    await as_sent(database, clock, chat, ASK, sent.message)
    press, look = await PRESSED[platform.name](platform, chat, "要")
    answer = Outgoing(text="好的。", answers=press, instead_of=sent.message)
    assert (await platform.send(chat, answer)).message == sent.message
    words, pressable = look()
    assert "好的。" in words
    assert "x:1" not in pressable
    assert (await platform.send(chat, answer)).message not in ("", sent.message)


async def as_sent(database: Database, clock: MovableClock, chat: Chat, outgoing: Outgoing, message: str) -> None:
    """Delivery notes what it sent: by that a platform knows what a pressed message shows."""
    now = clock.now()
    async with database.write() as db:
        await outbox.owe(db, [Owed("asked", chat, outgoing, Priority.ANSWER, now, now + timedelta(days=1))])
        await db.execute(update(tables.outbox).values(state=State.SENT, message=message))


async def test_the_answer_to_a_press_that_nobody_made_is_a_message(platform: Platform, chat: Chat) -> None:
    for press in ("never pressed", "²", "x" * 5000):
        sent = await platform.send(chat, Outgoing(text="好的。", answers=press, instead_of="9" * 40))
        assert sent.message not in ("", "9" * 40)


@pytest.mark.parametrize("unknown", ["999999", "-1", "no number", "²", "9" * 40])
async def test_an_edit_of_a_message_that_is_not_there_is_refused_for_good(platform: Platform, unknown: str) -> None:
    with pytest.raises(SendError) as refused:
        await platform.send(named(platform, "group"), Outgoing(text="x", edits=unknown))
    assert refused.value.permanent
    assert not refused.value.in_doubt


async def test_a_toast_never_raises_whoever_is_gone(platform: Platform, chat: Chat) -> None:
    for press in ("never pressed", "", "²", "x" * 5000):
        await platform.send(chat, Outgoing(text="已记 1/3", toast=press or "-"))


async def test_a_reaction_where_it_can(platform: Platform, chat: Chat) -> None:
    sent = await platform.send(chat, Outgoing(text="hello"))
    if platform.capabilities.reactions:
        await platform.send(chat, Outgoing(react="👌", reply_to=sent.message))


async def test_an_answer_to_a_message_that_is_gone_is_a_message_all_the_same(platform: Platform, chat: Chat) -> None:
    for gone in ("999999", "²", "9" * 40):
        assert (await platform.send(chat, Outgoing(text="x", reply_to=gone))).message


async def test_long_and_odd_texts_are_taken(platform: Platform, chat: Chat) -> None:
    for text in ("很" * 100_000, "\u202e\u200f{ $x } %s \\", "\n" * 1000, ""):
        assert (await platform.send(chat, Outgoing(text=text))).message


PICTURE = b"\x89PNG\r\n\x1a\n" + b"picture" * 40
SHEET = "地区,单位\n青禾县,槐树村\n".encode()
WORDS = {"short": "今日三条", "long": "很长的一段话。" * 400, "none": ""}
BUTTONS = ((Button("已分享 1", "share:1:1"),),)
FACE = Face("冬天屋里要不要开窗", "要。", "health", "卫生健康", "科普储备", "https://example.org/", language="zh-CN")


async def carrying(folder: Path, clock: MovableClock, kind: str, words: str) -> Outgoing:
    if kind == "picture":
        path = await stored.keep(folder, "a.png", PICTURE, clock.now())
        return Outgoing(text=words, picture=path, buttons=BUTTONS)
    if kind == "card":
        return Outgoing(text=words, face=FACE, buttons=BUTTONS)
    path = await stored.keep(folder, "b.csv", SHEET, clock.now())
    return Outgoing(text=words, document=Attachment(path, "名单 1.csv"), buttons=BUTTONS)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("kind", ["picture", "document", "card"])
async def test_what_a_message_carries_goes_with_it_and_its_words_can_be_changed(
    platform: Platform, chat: Chat, tmp_path: Path, clock: MovableClock, kind: str, words: str
) -> None:
    said = await carrying(tmp_path, clock, kind, words)
    receipt = await platform.send(chat, said)
    assert receipt.message
    if not platform.capabilities.edits:
        await as_it_was_sent(platform, chat, receipt.message, said, tmp_path)
        return
    for text in ("改过的话", "改过的话", "再改" * 2000):
        again = replace(said, text=text, edits=receipt.message)
        assert (await platform.send(chat, again)).message == receipt.message
    assert (await platform.send(chat, Outgoing(text="没有图的改法", edits=receipt.message))).message == receipt.message
    if look := SEEN.get(platform.name):
        message, carried = await look(platform, chat, receipt.message)
        assert message == "没有图的改法"
        drawn = await card(tmp_path, FACE)
        shown = {"picture": ("a.png", PICTURE), "document": ("名单 1.csv", SHEET), "card": (carried[0], drawn)}
        assert carried == shown[kind]


async def as_it_was_sent(platform: Platform, chat: Chat, message: str, said: Outgoing, folder: Path) -> None:
    if look := SEEN.get(platform.name):
        words, (name, content) = await look(platform, chat, message)
        assert said.text[:20] in words
        if said.document and not content and not platform.capabilities.files:
            assert said.document.name in words
            return
        drawn = await card(folder, FACE) if said.face else PICTURE
        assert (name, content) == (("名单 1.csv", SHEET) if said.document else (name, drawn))


async def seen_on_telegram(platform: Platform, chat: Chat, message: str) -> tuple[str, tuple[str, bytes]]:
    there = APIS[platform].messages(int(chat.id))
    (holder,) = [one for one in there if one.photo or one.document]
    words = next(one.text for one in there if str(one.id) == message)
    return words, ("a.png", holder.photo) if holder.photo else (holder.name, holder.document)


async def seen_in_the_room(platform: Platform, chat: Chat, message: str) -> tuple[str, tuple[str, bytes]]:
    assert isinstance(platform, Rehearsal)
    async with platform.database.read() as db:
        found = await room.message(db, int(message))
    assert found
    (frame,) = await platform.frames([found])
    site = Starlette(routes=platform.routes(Core()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://127.0.0.1") as page:
        answer = await page.get(frame["picture"] or frame["document"]["url"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    if frame["picture"]:
        assert answer.headers["content-type"] == "image/png"
        return found.payload["text"], ("a.png", answer.content)
    assert answer.headers["content-disposition"].startswith("attachment")
    return found.payload["text"], (frame["document"]["name"], answer.content)


SEEN = {
    "telegram": seen_on_telegram,
    "rehearsal": seen_in_the_room,
    "wecom": wecom.seen,
    "wecom-bot": wecom_bot.seen,
    "wecom-group": wecom.seen,
    "wechat": wechat.seen,
    "qq": qq.seen,
}


@pytest.mark.parametrize("path", ["files/2026-11/gone.png", "../secret.txt", "/etc/hostname", "files"])
async def test_a_file_that_is_not_there_is_refused_for_good_and_says_so(
    platform: Platform, chat: Chat, path: str, tmp_path: Path
) -> None:
    if not platform.capabilities.files:
        return
    (tmp_path.parent / "secret.txt").write_text("not for chats")
    (tmp_path / "files").mkdir()
    for said in (Outgoing(text="x", picture=path), Outgoing(text="x", document=Attachment(path, "x.csv"))):
        with pytest.raises(SendError, match=r"not in the data folder") as refused:
            await platform.send(chat, said)
        assert refused.value.permanent
        assert not refused.value.in_doubt


@pytest.mark.parametrize("ref", ["../../etc/passwd", "", "f" * 32, "\x00"])
async def test_an_unknown_photo_is_refused_for_good(platform: Platform, ref: str) -> None:
    with pytest.raises(SendError) as refused:
        await platform.fetch(ref)
    assert refused.value.permanent


async def test_it_runs_until_it_is_cancelled(platform: Platform) -> None:
    async def on_messages(messages: object) -> list[object]:
        return []

    running = asyncio.create_task(platform.run(on_messages))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


class Core:
    """Takes messages, as long as it is there."""

    def __init__(self) -> None:
        self.there = True
        self.taken: list[Incoming] = []

    async def __call__(self, messages: Sequence[Incoming]) -> Sequence[Answer]:
        if not self.there:
            raise NotTaken
        self.taken += messages
        return [Answer() for _ in messages]


async def test_its_pages_are_under_its_own_path(platform: Platform) -> None:
    paths = [str(getattr(route, "path", "")) for route in platform.routes(Core())]
    assert not any(path.startswith(("/i/", "/s/", "/healthz", "/metrics", "/console")) for path in paths)


async def called_by_telegram(site: str) -> bool:
    update = World().says(5001, -1001500000001, "/today")
    headers = {HEADER: secret_of(TOKEN, "")}
    async with httpx.AsyncClient(base_url=site, trust_env=False) as client:
        answer = await client.post("/platforms/telegram/callback", json=update, headers=headers)
    assert answer.status_code in (200, 503)
    return answer.status_code == 200


async def said_in_the_page(site: str) -> bool:
    address = site.replace("http", "ws") + "/room/ws"
    async with connect(address, origin=Origin(site), proxy=None) as page:
        await page.send(json.dumps({"t": "hello", "as": "li", "lang": "zh-CN"}))
        await page.send(json.dumps({"t": "say", "key": "k", "chat": "group", "text": "/today"}))
        return any([json.loads(raw)["t"] == "ack" async for raw in until_acknowledged(page)])


async def until_acknowledged(page: ClientConnection) -> AsyncIterator[str | bytes]:
    with suppress(ConnectionClosed):
        async for raw in page:
            yield raw
            if json.loads(raw)["t"] == "ack":
                return


async def sent_to_telegram(platform: Platform, site: str) -> None:
    api = APIS[platform]
    update = api.world.sends_file(5001, 5001, SHEET, "名单.csv", "text/csv", caption="本县的名单")
    headers = {HEADER: secret_of(TOKEN, "")}
    async with httpx.AsyncClient(base_url=site, trust_env=False) as client:
        (await client.post("/platforms/telegram/callback", json=update, headers=headers)).raise_for_status()


async def sent_in_the_page(platform: Platform, site: str) -> None:
    async with httpx.AsyncClient(base_url=site, trust_env=False) as client:
        brought = await client.post("/room/files", content=SHEET, headers={"Origin": site})
    files = [{"id": brought.raise_for_status().json()["id"], "name": "名单.csv"}]
    async with connect(site.replace("http", "ws") + "/room/ws", origin=Origin(site), proxy=None) as page:
        await page.send(json.dumps({"t": "hello", "as": "li", "lang": "zh-CN"}))
        said = {"t": "say", "key": "k", "chat": "~li", "text": "本县的名单", "files": files}
        await page.send(json.dumps(said))
        assert any([json.loads(raw)["t"] == "ack" async for raw in until_acknowledged(page)])


SENT = {"telegram": sent_to_telegram, "rehearsal": sent_in_the_page, "qq": qq.sent}


async def test_a_file_that_somebody_sends_comes_with_its_name_and_can_be_fetched(platform: Platform) -> None:
    """Where it is brought by a call; what comes over a connection of the platform's own is tested with that."""
    core = Core()
    application = Starlette(routes=platform.routes(core))
    if not (platform.capabilities.files and application.routes):
        return
    with address() as held:
        async with asyncio.timeout(20), on_the_web(application, held):
            await SENT[platform.name](platform, f"http://127.0.0.1:{held.getsockname()[1]}")
    (said,) = core.taken
    (file,) = said.files
    assert (said.text, said.photos, file.name, file.size) == ("本县的名单", (), "名单.csv", len(SHEET))
    assert await platform.fetch(file.ref) == SHEET


CALLED = {
    "telegram": called_by_telegram,
    "rehearsal": said_in_the_page,
    "wecom": wecom.called,
    "wechat": wechat.called,
    "qq": qq.called,
}


async def test_who_calls_a_process_that_does_not_run_it_is_heard(platform: Platform) -> None:
    """The account is owned, and `run`, by another worker."""
    core = Core()
    application = Starlette(routes=platform.routes(core))
    if not application.routes:
        return
    with address() as held:
        async with asyncio.timeout(20), on_the_web(application, held):
            site = f"http://127.0.0.1:{held.getsockname()[1]}"
            core.there = False
            assert not await CALLED[platform.name](site)
            assert core.taken == []
            core.there = True
            assert await CALLED[platform.name](site)
    assert [message.text for message in core.taken] == ["/today"]


async def test_it_can_be_closed_at_any_time_and_used_again(platform: Platform, chat: Chat) -> None:
    for _ in range(2):
        await platform.close()
        await platform.close()
        assert (await platform.send(chat, Outgoing(text="x"))).message
