"""WeCom's app and group webhooks as a flow sees them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.platforms import wecom
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage.database import Database
from kpbot.storage.tables import outbox
from tests.fakes.rig import Seen
from tests.fakes.wecom.callbacks import Call, fields, sealed, xml
from tests.fakes.wecom.server import QyApi, qyapi
from tests.fakes.wecom.world import Message

PATIENCE = 20
GROUPS = ("officers", "public", "coordinators")
PATH = "/platforms/wecom/callback"


class WecomRig:
    """Implements tests.fakes.rig.Rig. Everything is said in private: of its groups the app hears nothing."""

    platform = "wecom"
    groups = False

    def __init__(self, api: QyApi) -> None:
        self.api = api
        self.world = api.world
        self.settings: Mapping[str, Any] = {"wecom": {"app": api.app}}

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return wecom.platforms(settings, database, clock)

    def user(self, name: str, where: str) -> str:
        member = f"member-{hashlib.md5(name.encode()).hexdigest()[:12]}"
        self.world.members.add(member)
        return member

    def chat(self, where: str) -> str:
        return self.user(where[1:], where) if where.startswith("~") else ""

    async def start(self, app: App) -> None:
        self._app = app
        self._site = app.asgi()

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        """A picture is a message by itself there."""
        for photo in photos:
            media = self.world.keep("image", "photo.jpg", photo)
            await self._bring(who, "image", PicUrl="https://example.org/pic", MediaId=media)
        if text:
            await self._bring(who, "text", Content=text)

    async def press(self, who: str, where: str, label: str) -> None:
        holder = next((m for m in reversed(self._shown(where)) if label in m.buttons), None)
        if holder is None:
            number = await self._number(where, label)
            await self.say(who, where, number)
            return
        code = f"press-{len(self.world.codes)}-{holder.id}"
        self.world.codes[code] = holder
        rest = {"EventKey": holder.buttons[label], "TaskId": holder.task, "CardType": "button_interaction"}
        await self._bring(who, "event", Event="template_card_event", **rest, ResponseCode=code)

    async def _number(self, where: str, label: str) -> str:
        seen = await self.see(where, label)
        return next((number for number, choice in numbered(seen.words) if choice == label), label)

    async def _bring(self, who: str, kind: str, **rest: object) -> None:
        answer = await self.post(self.call(who, kind, **rest))
        assert (answer.status_code, answer.content) == (200, b""), answer.status_code

    def call(self, who: str, kind: str, **rest: object) -> Call:
        """The request that brings a message of somebody's, now."""
        now = self._app.clock.now()
        return sealed(xml(fields(self.user(who, ""), now, kind, **rest)), now)

    async def post(self, call: Call) -> httpx.Response:
        """Bring it, or bring it again."""
        transport = httpx.ASGITransport(self._site, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://kp.example.org") as client:
            return await client.post(PATH, params=call.query, content=call.body)

    async def see(self, where: str, words: str) -> Seen:
        chat = Chat(self.platform, self.chat(where), private=True)
        return await _seen(self._app, chat, lambda: self._shown(where), words)

    async def count(self, where: str) -> int:
        return len(self._shown(where))

    def _shown(self, where: str) -> list[Message]:
        return self.world.in_chat(self.chat(where))


class WecomGroupRig:
    """Implements tests.fakes.rig.Rig, of which `see` and `count` have a use: groups are only written to."""

    platform = "wecom-group"
    groups = False

    def __init__(self, api: QyApi) -> None:
        self.world = api.world
        self._keys = {name: f"00000000-{number:04}-key" for number, name in enumerate(GROUPS)}
        self.world.webhooks.update(self._keys.values())
        self.settings: Mapping[str, Any] = {"wecom": {"webhooks": dict(self._keys), "webhook_api_root": api.url}}

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return wecom.platforms(settings, database, clock)

    def user(self, name: str, where: str) -> str:
        return ""

    def chat(self, where: str) -> str:
        return where if where in self._keys else ""

    async def start(self, app: App) -> None:
        self._app = app

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        raise AssertionError("nobody can say anything there")

    async def press(self, who: str, where: str, label: str) -> None:
        raise AssertionError("nobody can press anything there")

    async def see(self, where: str, words: str) -> Seen:
        chat = Chat(self.platform, where)
        return await _seen(self._app, chat, lambda: self.world.in_chat(self._keys[where]), words)

    async def count(self, where: str) -> int:
        return len(self.world.in_chat(self._keys[where]))


def numbered(words: str) -> list[tuple[str, str]]:
    """(number, label) of the lines that offer choices."""
    lines = [line.split(maxsplit=1) for line in words.splitlines()]
    return [(line[0], line[1]) for line in lines if len(line) == 2 and line[0].isdigit()]


async def _seen(app: App, chat: Chat, look: Callable[[], list[Message]], words: str) -> Seen:
    """The newest message with these words, and what came below it: its other parts, its cards."""
    async with asyncio.timeout(PATIENCE):
        while True:
            at = [n for n, message in enumerate(look()) if words in message.words]
            if at and not await _on_its_way(app, chat):
                break
            await asyncio.sleep(0.02)
    found = look()[_beginning(look(), at[-1]) :]
    shown = "\n".join(message.words for message in found)
    pressed = [label for message in found for label in message.buttons]
    picture = next((message.content for message in found if message.content), b"")
    return Seen(shown, tuple(pressed or [label for _, label in numbered(shown)]), picture)


def _beginning(there: list[Message], at: int) -> int:
    """Where the message begins whose words are on a card: with what came right before it and is no plain text."""
    while there[at].card and at and there[at - 1].task.split("-")[0] == there[at].task.split("-")[0]:
        at -= 1
    while there[at].kind != "text" and at and there[at - 1].kind in ("markdown", "image", "file"):
        at -= 1
    return at


async def _on_its_way(app: App, chat: Chat) -> bool:
    """Whether parts of a message may be missing still."""
    here = (outbox.c.platform == chat.platform) & (outbox.c.chat == chat.id) & (outbox.c.state == "sending")
    async with app.database.read() as db:
        return bool((await db.execute(select(outbox.c.id).where(here).limit(1))).first())


@asynccontextmanager
async def wecom_rig(clock: MovableClock, folder: Path) -> AsyncIterator[WecomRig]:
    async with qyapi() as api:
        yield WecomRig(api)


@asynccontextmanager
async def wecom_plain_rig(clock: MovableClock, folder: Path) -> AsyncIterator[WecomRig]:
    """For members who read along in WeChat: all is text."""
    async with qyapi() as api:
        rig = WecomRig(api)
        rig.settings = {"wecom": {"app": {**api.app, "plain": True}}}
        yield rig


@asynccontextmanager
async def wecom_group_rig(clock: MovableClock, folder: Path) -> AsyncIterator[WecomGroupRig]:
    async with qyapi() as api:
        yield WecomGroupRig(api)
