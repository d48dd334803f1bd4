"""What every platform owes the core, whatever it is: one suite over all of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from kpbot.clock import MovableClock
from kpbot.domain.messages import Button, Card, Chat, Incoming, Outgoing
from kpbot.platforms.rehearsal.platform import Rehearsal
from kpbot.platforms.telegram import Telegram
from kpbot.platforms.telegram.webhook import HEADER, secret_of
from kpbot.ports import Answer, NotTaken, Platform, SendError
from kpbot.settings import Settings
from kpbot.storage import room
from kpbot.storage.database import Database
from kpbot.storage.room import RoomChat, RoomPerson
from tests.fakes.bot_api.server import TOKEN, bot_api
from tests.fakes.bot_api.world import World
from tests.fakes.postbox import INLINE, Postbox
from tests.fakes.room import address, on_the_web

RICH = Outgoing(
    title="今日三条",
    text="早上好👩‍🌾 <b>&amp;</b> '); DROP TABLE x; --",
    cards=(Card(1, "标题", "摘要", "https://example.org/", "来源", "健康", "正文"),),
    footer="2 人已分享",
    buttons=((Button("已分享 1", "share:1:1"), Button("看", url="https://example.org/")),),
)


CHATS = {"telegram": {"group": "-1001500000001", "~li": "5001"}}  # where ids are not free to choose


@pytest.fixture(params=["rehearsal", "telegram", "in memory", "in memory, answering inline"])
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
            }
            telegram = Telegram(Settings.model_validate(settings), database, clock)
            yield telegram
            await telegram.close()
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
    sent = await platform.send(chat, Outgoing(text="first"))
    for words in ("second", "third", "third"):
        again = await platform.send(chat, Outgoing(text=words, edits=sent.message))
        assert again.message == sent.message


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


CALLED = {"telegram": called_by_telegram, "rehearsal": said_in_the_page}


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
