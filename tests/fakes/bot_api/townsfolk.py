"""Telegram as a rig: its people, as they use it, around the Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.platforms.telegram import Telegram
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.bot_api.server import BotApi, bot_api
from tests.fakes.bot_api.world import Message
from tests.fakes.rig import Rig, Seen

PEOPLE = {"李": 5001, "王": 5002, "赵": 5003, "孙": 5004}
CHATS = {"officers": -1001500000001, "coordinators": -1001500000002, "public": -1001500000003}


class TelegramRig:
    platform = "telegram"
    groups = True

    def __init__(self, api: BotApi) -> None:
        self._api = api

    @property
    def settings(self) -> Mapping[str, Any]:
        return {"telegram": self._api.settings}

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return [Telegram(settings, database, clock)]

    def user(self, name: str, where: str) -> str:
        return str(PEOPLE[name])

    def chat(self, where: str) -> str:
        return str(self._id(where))

    def _id(self, where: str) -> int:
        return PEOPLE[where[1:]] if where.startswith("~") else CHATS[where]

    async def start(self, app: App) -> None:
        await self._api.until(lambda: self._api.methods.polling)

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        if text:
            self._api.world.says(PEOPLE[who], self._id(where), text)
        for photo in photos:
            self._api.world.sends_photo(PEOPLE[who], self._id(where), photo)
        await self._api.confirmed()

    async def press(self, who: str, where: str, label: str) -> None:
        await self._api.until(lambda: self._newest(where, label))
        message = self._newest(where, label)
        assert message
        self._api.world.presses(PEOPLE[who], message.chat, message.id, message.buttons[label])
        await self._api.confirmed()

    def _newest(self, where: str, label: str) -> Message | None:
        return next((m for m in reversed(self._api.messages(self._id(where))) if label in m.buttons), None)

    async def see(self, where: str, words: str) -> Seen:
        def found() -> list[Message]:
            return [one for one in self._api.messages(self._id(where)) if words in _read_aloud(one)]

        await self._api.until(found)
        message = found()[-1]
        return Seen(_read_aloud(message), tuple(message.buttons), message.photo)

    async def count(self, where: str) -> int:
        return len(self._api.messages(self._id(where)))


def _read_aloud(message: Message) -> str:
    return "\n".join([message.text, *message.buttons])


@asynccontextmanager
async def telegram_rig(clock: MovableClock, folder: Path) -> AsyncIterator[Rig]:
    async with bot_api() as api:
        yield TelegramRig(api)
