"""WeCom's app and webhooks for the contract of all platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Incoming
from kpbot.platforms.wecom.app import WecomApp
from kpbot.platforms.wecom.webhook import WecomGroup
from kpbot.ports import Answer, Platform
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.wecom.callbacks import fields, sealed, xml
from tests.fakes.wecom.server import QyApi, qyapi
from tests.fakes.wecom.world import World

CHATS = {
    "wecom": {"group": "chat1", "~li": "LiLei"},
    "wecom-group": {"group": "青禾县科普群", "~li": "槐树村群"},
}
KEYS = {"青禾县科普群": "key-of-a-group", "槐树村群": "key-of-another"}
_BEHIND: dict[Platform, tuple[World, MovableClock]] = {}


@asynccontextmanager
async def app(database: Database, clock: MovableClock, folder: Path) -> AsyncIterator[Platform]:
    async with qyapi() as api:
        api.world.members.add("LiLei")
        api.world.groups["chat1"] = {}
        platform = WecomApp(_settings({"app": api.app}, folder), database, clock)
        async with _open(platform, api, clock):
            yield platform


@asynccontextmanager
async def webhooks(database: Database, clock: MovableClock, folder: Path) -> AsyncIterator[Platform]:
    async with qyapi() as api:
        api.world.webhooks.update(KEYS.values())
        told = {"webhooks": KEYS, "webhook_api_root": api.url}
        platform = WecomGroup(_settings(told, folder), database, clock)
        async with _open(platform, api, clock):
            yield platform


def _settings(told: dict[str, Any], folder: Path) -> Settings:
    return Settings.model_validate({"wecom": told, "data_dir": str(folder)})


@asynccontextmanager
async def _open(platform: Platform, api: QyApi, clock: MovableClock) -> AsyncIterator[None]:
    _BEHIND[platform] = api.world, clock
    try:
        yield
    finally:
        del _BEHIND[platform]
        await platform.close()


async def seen(platform: Platform, chat: Chat, message: str) -> tuple[str, tuple[str, bytes]]:
    """The words of what was sent, and what went with it. Pictures have no names there."""
    there = _BEHIND[platform][0].in_chat(KEYS.get(chat.id, chat.id))
    (holder,) = [one for one in there if one.content]
    words = "\n".join(one.words for one in there if not one.content)
    return words, ("a.png" if holder.kind == "image" else holder.name, holder.content)


async def called(site: str) -> bool:
    (now,) = {clock.now() for _, clock in _BEHIND.values()}
    call = sealed(xml(fields("LiLei", now, "text", Content="/today")), now)
    async with httpx.AsyncClient(base_url=site, trust_env=False) as client:
        answer = await client.post("/platforms/wecom/callback", params=call.query, content=call.body)
    assert answer.status_code in (200, 503)
    return answer.status_code == 200


async def pressed(platform: Platform, chat: Chat, label: str) -> tuple[str, Callable[[], tuple[str, set[str]]]]:
    """The key of a press of that button, and what the message shows: its words, and what can be pressed."""
    world, clock = _BEHIND[platform]
    card = next(one for one in reversed(world.in_chat(chat.id)) if label in one.buttons)
    world.codes["code"] = card
    told = {"Event": "template_card_event", "EventKey": card.buttons[label], "TaskId": card.task}
    call = sealed(xml(fields(chat.id, clock.now(), "event", **told, ResponseCode="code")), clock.now())
    taken: list[Incoming] = []

    async def take(messages: Sequence[Incoming]) -> Sequence[Answer]:
        taken.extend(messages)
        return [Answer() for _ in messages]

    transport = httpx.ASGITransport(Starlette(routes=platform.routes(take)))
    async with httpx.AsyncClient(transport=transport, base_url="http://kp.example.org") as client:
        await client.post("/platforms/wecom/callback", params=call.query, content=call.body)
    return taken[0].key, lambda: (card.words, set(card.buttons.values()))
