"""The platform against our server of QQ: what it takes is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Incoming
from kpbot.platforms.qq import Qq
from kpbot.ports import Answer
from kpbot.settings import Settings
from kpbot.storage import outbox, reply_windows
from kpbot.storage.database import Database
from kpbot.storage.reply_windows import Opened
from tests.fakes.qq.server import QqServer
from tests.fakes.qq.world import Json

GROUP, PERSON = Chat("qq", "G1"), Chat("qq", "U1", private=True)


@dataclass
class Bot:
    """`taken` is what was committed; what a message lets is opened as dispatch does it. `sleeps`: how long the platform
    would have waited."""

    server: QqServer
    qq: Qq
    database: Database
    clock: MovableClock
    taken: list[Incoming] = field(default_factory=list)
    refuse: list[Exception] = field(default_factory=list)
    sleeps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.site = Starlette(routes=list(self.qq.routes(self.take)))

    async def take(self, messages: Sequence[Incoming]) -> Sequence[Answer]:
        if self.refuse:
            raise self.refuse.pop(0)
        self.taken += messages
        now = self.clock.now()
        opened = [
            Opened(m.chat, m.message, now + timedelta(seconds=m.lets.seconds), m.lets.count) for m in messages if m.lets
        ]
        async with self.database.write() as db:
            await reply_windows.open_windows(db, opened)
            await outbox.heard(db, {(m.chat.platform, m.chat.id) for m in messages if m.lets}, now)
        return [Answer() for _ in messages]

    async def brings(self, event: Json, **changed: str) -> httpx.Response:
        return await self.server.brings(self.site, event, **changed)

    async def hears(self, chat: Chat = GROUP, text: str = "/today", **rest: Any) -> None:
        """Somebody writes there."""
        user = chat.id if chat.private else "M1"
        answer = await self.brings(self.server.world.says(user, chat.id, text, private=chat.private, **rest))
        assert (answer.status_code, answer.json()) == (200, {"op": 12})

    def later(self, span: timedelta) -> None:
        self.clock.move_to(self.clock.now() + span)

    def said(self, chat: Chat = GROUP) -> list[str]:
        return [one.text for one in self.server.messages(chat.id)]


async def made(server: QqServer, database: Database, clock: MovableClock, folder: Path, **changed: Any) -> Bot:
    sleeps: list[float] = []

    async def sleep(seconds: float) -> None:
        sleeps.append(seconds)

    given = {"qq": {**server.settings, **changed}, "data_dir": str(folder)}
    given |= {"web": {"public_url": "https://kp.example.org"}}
    qq = Qq(Settings.model_validate(given), database, clock, sleep=sleep)
    return Bot(server, qq, database, clock, sleeps=sleeps)
