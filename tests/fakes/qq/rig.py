"""QQ as a rig: its people, as they use it, around our server of it. Groups let the bot write unasked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.platforms.qq import Qq
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.qq.server import QqServer, qq_server
from tests.fakes.qq.world import GRANTED, Json, Message
from tests.fakes.rig import Rig, Seen

PEOPLE = {"李": "LI", "王": "WANG", "赵": "ZHAO", "孙": "SUN"}
GROUPS = ("officers", "coordinators", "public")


class QqRig:
    platform = "qq"
    groups = True

    def __init__(self, server: QqServer) -> None:
        self.server = server
        self.settings: Mapping[str, Any] = {"qq": server.settings}
        self._app: App | None = None
        self._application: Any = None
        for where in GROUPS:
            server.world.push[self.chat(where)] = GRANTED
        for name in PEOPLE:
            server.world.push[self.chat(f"~{name}")] = GRANTED

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return [Qq(settings, database, clock)]

    def user(self, name: str, where: str) -> str:
        """A person has another id in each group, and one more in private."""
        return self.chat(f"~{name}") if where.startswith("~") else f"MEMBER-{where.upper()}-{PEOPLE[name]}"

    def chat(self, where: str) -> str:
        return f"USER-{PEOPLE[where[1:]]}" if where.startswith("~") else f"GROUP-{where.upper()}"

    async def start(self, app: App) -> None:
        self._app, self._application = app, app.asgi()

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        world = self.server.world
        brought = [world.keeps(one, "image/jpeg", f"{n}.jpg", self.server.root) for n, one in enumerate(photos)]
        private = where.startswith("~")
        await self._bring(
            world.says(self.user(who, where), self.chat(where), text, private=private, attachments=brought)
        )

    async def press(self, who: str, where: str, label: str) -> None:
        await self.server.until(lambda: self._newest(where, label))
        message = self._newest(where, label)
        assert message
        assert self._app
        await self._app.delivery.drain()  # nobody is so fast that it is not noted yet what was shown
        await self.say(who, where, message.choices[label])

    def _newest(self, where: str, label: str) -> Message | None:
        return next((m for m in reversed(self.server.messages(self.chat(where))) if label in m.choices), None)

    async def _bring(self, event: Json) -> None:
        answer = await self.server.brings(self._application, event)
        assert (answer.status_code, answer.json()) == (200, {"op": 12})

    async def see(self, where: str, words: str) -> Seen:
        def found() -> list[Message]:
            return [one for one in self.server.messages(self.chat(where)) if words in one.text]

        await self.server.until(found)
        message = found()[-1]
        return Seen(message.text, tuple(message.choices), message.picture)

    async def count(self, where: str) -> int:
        return len(self.server.messages(self.chat(where)))


@asynccontextmanager
async def qq_rig(clock: MovableClock, folder: Path) -> AsyncIterator[Rig]:
    async with qq_server(clock) as server:
        yield QqRig(server)
