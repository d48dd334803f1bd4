"""The official account as a rig: everything is said one-to-one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.platforms.wechat import Wechat as Platform_
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage import tables
from kpbot.storage.database import Database
from kpbot.storage.outbox import State
from tests.fakes.rig import Rig, Seen
from tests.fakes.wechat.callbacks import Wechat
from tests.fakes.wechat.server import WechatApi, wechat_api
from tests.fakes.wechat.world import PATIENCE, Message

PEOPLE = {"李": "oLi", "王": "oWang", "赵": "oZhao", "孙": "oSun"}
_CHOICE = re.compile(r"^(\d+)  (.+)$", re.MULTILINE)


class WechatRig:
    platform = "wechat"
    groups = False

    def __init__(self, api: WechatApi) -> None:
        self._api = api
        for person in PEOPLE.values():
            api.world.follows(_openid(person))
        self.settings: Mapping[str, Any] = {"wechat": api.settings}
        self._app: App | None = None
        self._wechat: Wechat | None = None

    @property
    def wechat(self) -> Wechat:
        assert self._wechat, "not started"
        return self._wechat

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return [Platform_(settings, database, clock)]

    def user(self, name: str, where: str) -> str:
        return _openid(PEOPLE[name])

    def chat(self, where: str) -> str:
        """There are no groups."""
        return self.user(where[1:], where) if where.startswith("~") else ""

    async def start(self, app: App) -> None:
        self._app, self._wechat = app, Wechat(self._api, app.asgi())

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        """Text and pictures are messages of their own there."""
        person = self.user(who, where)
        if text:
            assert await self.wechat.says(person, text)
        for photo in photos:
            assert await self.wechat.shows(person, photo)

    async def press(self, who: str, where: str, label: str) -> None:
        """The number before the newest such choice, as a reply."""

        def found() -> list[str]:
            said = self._api.world.texts(self.user(who, where))
            return [number for text in said for number, shown in _CHOICE.findall(text) if shown == label]

        await self._api.world.until(found)
        await self.marked()
        await self.say(who, where, found()[-1])

    async def marked(self) -> None:
        """People are slower than the commit that says what they were shown."""
        async with asyncio.timeout(PATIENCE):
            while await self._on_its_way():  # noqa: ASYNC110  # nobody tells of what another task commits
                await asyncio.sleep(0.01)

    async def _on_its_way(self) -> bool:
        assert self._app
        query = select(tables.outbox.c.id).where(tables.outbox.c.state == State.SENDING)
        async with self._app.database.read() as db:
            return bool((await db.execute(query)).all())

    async def see(self, where: str, words: str) -> Seen:
        def found() -> list[Message]:
            return [one for one in self._messages(where) if words in one.text]

        await self._api.world.until(found)
        message = found()[-1]
        return Seen(message.text, tuple(label for _, label in _CHOICE.findall(message.text)), message.picture)

    async def count(self, where: str) -> int:
        return len(self._messages(where))

    def _messages(self, where: str) -> list[Message]:
        return self._api.world.seen(self.chat(where))


def _openid(person: str) -> str:
    return f"{person}{'6_bmjrPTlm6-2sgVt7hMZOPfL2M'}"[:28]


@asynccontextmanager
async def wechat_rig(clock: MovableClock, folder: Path) -> AsyncIterator[Rig]:
    async with wechat_api(clock) as api:
        rig = WechatRig(api)
        yield rig
        if rig._wechat:
            await rig.wechat.settled()
