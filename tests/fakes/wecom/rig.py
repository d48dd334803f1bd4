"""WeCom's app and group webhooks as a flow sees them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx

from kpbot.app import App
from tests.fakes.rig import Seen
from tests.fakes.wecom.callbacks import fields, sealed, xml
from tests.fakes.wecom.server import QyApi, qyapi
from tests.fakes.wecom.world import Message

PATIENCE = 20
GROUPS = ("officers", "public", "coordinators")
PATH = "/platforms/wecom/callback"


class WecomRig:
    """Implements tests.fakes.rig.Rig. Groups are the app's own: it writes there, and hears nothing."""

    platform = "wecom"
    groups = False

    def __init__(self, api: QyApi) -> None:
        self.api = api
        self.world = api.world
        self.settings: Mapping[str, Any] = {"wecom": {"app": api.app}}
        self.world.groups.update({self.chat(name): {} for name in GROUPS})

    def user(self, name: str, where: str) -> str:
        member = f"member-{hashlib.md5(name.encode()).hexdigest()[:12]}"
        self.world.members.add(member)
        return member

    def chat(self, where: str) -> str:
        return self.user(where[1:], where) if where.startswith("~") else f"chat-{where}"

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
        return next(number for number, choice in numbered(seen.words) if choice == label)

    async def _bring(self, who: str, kind: str, **rest: object) -> None:
        now = self._app.clock.now()
        call = sealed(xml(fields(self.user(who, ""), now, kind, **rest)), now)
        transport = httpx.ASGITransport(self._site)
        async with httpx.AsyncClient(transport=transport, base_url="http://kp.example.org") as client:
            answer = await client.post(PATH, params=call.query, content=call.body)
        assert (answer.status_code, answer.content) == (200, b""), answer.status_code

    async def see(self, where: str, words: str) -> Seen:
        return _seen(await _until(lambda: self._shown(where), words))

    async def count(self, where: str) -> int:
        return len(self._shown(where))

    def _shown(self, where: str) -> list[Message]:
        return self.world.in_chat(self.chat(where))


class WecomGroupRig:
    """Implements what of tests.fakes.rig.Rig is there: a group that is written to."""

    platform = "wecom-group"
    groups = False

    def __init__(self, api: QyApi) -> None:
        self.world = api.world
        self._keys = {name: f"00000000-{number:04}-key" for number, name in enumerate(GROUPS)}
        self.world.webhooks.update(self._keys.values())
        self.settings: Mapping[str, Any] = {"wecom": {"webhooks": dict(self._keys), "webhook_api_root": api.url}}

    def chat(self, where: str) -> str:
        return where

    async def start(self, app: App) -> None:
        return None

    async def see(self, where: str, words: str) -> Seen:
        return _seen(await _until(lambda: self.world.in_chat(self._keys[where]), words))

    async def count(self, where: str) -> int:
        return len(self.world.in_chat(self._keys[where]))


def numbered(words: str) -> list[tuple[str, str]]:
    """(number, label) of the lines that offer choices."""
    lines = [line.split(maxsplit=1) for line in words.splitlines()]
    return [(line[0], line[1]) for line in lines if len(line) == 2 and line[0].isdigit()]


def _seen(message: Message) -> Seen:
    choices = tuple(message.buttons) or tuple(label for _, label in numbered(message.words))
    return Seen(message.words, choices, message.content)


async def _until(look: Any, words: str) -> Message:
    async with asyncio.timeout(PATIENCE):
        while True:
            found = next((message for message in reversed(look()) if words in message.words), None)
            if found is not None:
                assert isinstance(found, Message)
                return found
            await asyncio.sleep(0.02)


@asynccontextmanager
async def wecom_rig() -> AsyncIterator[WecomRig]:
    async with qyapi() as api:
        yield WecomRig(api)


@asynccontextmanager
async def wecom_group_rig() -> AsyncIterator[WecomGroupRig]:
    async with qyapi() as api:
        yield WecomGroupRig(api)
