"""The rehearsal room as a rig: each person sits at a window of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect
from websockets.typing import Origin

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.platforms.rehearsal.platform import Rehearsal
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage import room
from kpbot.storage.database import Database
from kpbot.storage.room import RoomChat, RoomPerson
from tests.fakes.rig import Rig, Seen
from tests.fakes.room import Frame, Window, address, buttons, on_the_web, read_aloud

PEOPLE = {"李": "li", "王": "wang", "赵": "zhao", "孙": "sun"}


class RoomRig:
    platform = "rehearsal"
    groups = True
    settings: Mapping[str, Any] = {}

    def __init__(self, clock: MovableClock, folder: Path, stack: AsyncExitStack) -> None:
        self._clock, self._folder, self._stack = clock, folder, stack
        self._windows: dict[str, Window] = {}

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return [Rehearsal(database, clock, "Asia/Shanghai", self._folder)]

    def user(self, name: str, where: str) -> str:
        return PEOPLE[name]

    def chat(self, where: str) -> str:
        return f"~{PEOPLE[where[1:]]}" if where.startswith("~") else where

    async def start(self, app: App) -> None:
        async with app.database.write() as db:
            await room.add_people(db, [RoomPerson(one, name) for name, one in PEOPLE.items()])
            await room.add_chats(db, [RoomChat(one, one, one) for one in ("officers", "coordinators", "public")])
        held = self._stack.enter_context(address())
        site = f"http://127.0.0.1:{held.getsockname()[1]}"
        await self._stack.enter_async_context(on_the_web(app.asgi(), held))
        for name, one in PEOPLE.items():
            socket = await connect(site.replace("http", "ws") + "/room/ws", origin=Origin(site), proxy=None)
            window = self._windows[name] = Window(socket, site)
            self._stack.push_async_callback(window.close)
            window.send({"t": "hello", "as": one, "lang": "zh-CN"})
            await window.until(lambda window=window: window.last("room"))  # type: ignore[misc]

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        window = self._windows[who]
        sent = [await window.upload(photo) for photo in photos]
        assert (await window.say(self.chat(where), text, sent))["t"] == "ack"

    async def press(self, who: str, where: str, label: str) -> None:
        window, chat = self._windows[who], self.chat(where)
        message = await window.until(lambda: _newest(window, chat, label))
        assert (await window.press(chat, message, label))["t"] == "ack"

    async def see(self, where: str, words: str) -> Seen:
        window = self._windows[where[1:] if where.startswith("~") else "赵" if where == "coordinators" else "李"]
        message = await window.hears(self.chat(where), words)
        return Seen(read_aloud(message), tuple(buttons(message)))

    async def count(self, where: str) -> int:
        window = self._windows[where[1:] if where.startswith("~") else "李"]
        return sum(message["from"]["bot"] for message in window.chats.get(self.chat(where), {}).values())


def _newest(window: Window, chat: str, label: str) -> Frame | None:
    messages = sorted(window.chats.get(chat, {}).values(), key=lambda m: int(m["id"]), reverse=True)
    return next((m for m in messages if label in buttons(m)), None)


@asynccontextmanager
async def room_rig(clock: MovableClock, folder: Path) -> AsyncIterator[Rig]:
    async with AsyncExitStack() as stack:
        yield RoomRig(clock, folder, stack)
