"""The rehearsal room served on 127.0.0.1 in the test's own loop, and windows into it that speak as the page does."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import httpx
import uvicorn
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from kpbot.commands.rehearsal import Rehearsing

MONDAY = date(2026, 11, 23)
PATIENCE = 60  # seconds; only a test that fails waits so long

Found = TypeVar("Found")
Frame = dict[str, Any]


@contextmanager
def address() -> Iterator[socket.socket]:
    """A port of 127.0.0.1 that stays ours; servers that come and go take a `dup()` of it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held


async def furnish(folder: Path, port: int, database: str = "") -> None:
    """The room on the morning of MONDAY, left ready to be opened."""
    room = await Rehearsing.open(folder, "127.0.0.1", port, MONDAY, database=database)
    await room.app.database.close()


class _Server(uvicorn.Server):
    """Leaves the signals to pytest, and says when it is there."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.there = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.there.set()

    def capture_signals(self) -> Any:
        return nullcontext()


@dataclass
class Served:
    """A room that is open. `enter` opens a window."""

    room: Rehearsing
    port: int
    _windows: list[Window] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def connect(self, *, origin: str | None = "", name: str = "127.0.0.1") -> ClientConnection:
        """A WebSocket as the page opens it; with another origin, or name of this computer, as a stranger does."""
        return await connect(
            f"ws://{name}:{self.port}/room/ws",
            host="127.0.0.1",
            port=self.port,
            origin=Origin(origin or self.url) if origin is not None else None,
            max_size=None,
            proxy=None,
        )

    async def enter(self, name: str, lang: str = "zh-CN") -> Window:
        """A window in which the person of that name sits."""
        window = Window(await self.connect(), self.url)
        self._windows.append(window)
        window.send({"t": "hello", "as": None, "lang": lang})
        room = await window.until(lambda: window.last("room"))
        window.me = next(p["id"] for p in room["people"] if p["name"] == name)
        window.send({"t": "hello", "as": window.me, "lang": lang})
        await window.until(lambda: window.last("room")["me"] == window.me and f"~{window.me}" in window.chats)
        return window

    async def leave(self) -> None:
        for window in self._windows:
            await window.close()


@asynccontextmanager
async def on_the_web(application: Starlette, held: socket.socket) -> AsyncIterator[None]:
    """Any web application, served until the block ends."""
    config = uvicorn.Config(
        application, log_config=None, lifespan="off", ws="websockets-sansio", timeout_graceful_shutdown=3
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[held.dup()]))
    try:
        await server.there.wait()
        yield
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def served(folder: Path, held: socket.socket, database: str = "") -> AsyncIterator[Served]:
    """The room of `folder` (and `database`), opened, until the block ends."""
    port = int(held.getsockname()[1])
    room = await Rehearsing.open(folder, "127.0.0.1", port, MONDAY, database=database)
    open_room = Served(room, port)
    await room.app.start(virtual=True)
    try:
        async with on_the_web(room.app.asgi(), held), room.time_passes():
            try:
                yield open_room
            finally:
                await open_room.leave()
    finally:
        await room.app.stop()


class Window:
    """One window: what it says, and everything it was shown. `chats`: chat → message id → message, latest state."""

    _keys: ClassVar[Iterator[int]] = count()

    def __init__(self, socket: ClientConnection, url: str) -> None:
        self.me = ""
        self.frames: list[Frame] = []
        self.chats: dict[str, dict[str, Frame]] = {}
        self._socket, self._url = socket, url
        self._news = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for raw in self._socket:
                self._take(json.loads(raw))

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        if frame["t"] == "messages":
            known = self.chats.setdefault(frame["chat"], {})
            known.update({message["id"]: message for message in frame["messages"]})
        if frame["t"] == "message":
            self.chats.setdefault(frame["chat"], {})[frame["message"]["id"]] = frame["message"]
        self._news.set()

    async def close(self) -> None:
        await self._socket.close()
        await self._reading

    def send(self, frame: Frame | str) -> None:
        """Any frame, or any nonsense."""
        raw = frame if isinstance(frame, str) else json.dumps(frame)
        task = asyncio.create_task(self._socket.send(raw))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def until(self, look: Callable[[], Found | None]) -> Found:
        """What `look` finds, as soon as it finds something."""
        async with asyncio.timeout(PATIENCE):
            while not (found := look()):
                self._news.clear()
                await self._news.wait()
        return found

    def last(self, kind: str) -> Frame:
        return next((frame for frame in reversed(self.frames) if frame["t"] == kind), {})

    @property
    def private(self) -> str:
        return f"~{self.me}"

    @property
    def toasts(self) -> list[str]:
        return [frame["text"] for frame in self.frames if frame["t"] == "toast"]

    # what a person does

    async def say(self, chat: str, text: str, photos: Sequence[str] = (), *, key: str = "", to: str = "") -> Frame:
        """Says it, perhaps as a reply to a message, and waits for the answer (`ack` or `refused`)."""
        key = key or f"k{next(self._keys)}"
        frame = {"t": "say", "key": key, "chat": chat, "text": text, "photos": list(photos), "reply_to": to or None}
        self.send(frame)
        return await self.answer(key)

    async def forward(self, message: Frame, to: str, key: str = "") -> Frame:
        """Passes a message on to another chat, and waits likewise."""
        key = key or f"k{next(self._keys)}"
        self.send({"t": "forward", "key": key, "chat": to, "message": message["id"]})
        return await self.answer(key)

    async def send_file(self, chat: str, name: str, content: bytes, text: str = "") -> Frame:
        """Uploads a file and says something with it, and waits likewise."""
        async with httpx.AsyncClient(base_url=self._url, trust_env=False) as client:
            answer = await client.post("/room/files", content=content, headers={"Origin": self._url})
        key = f"k{next(self._keys)}"
        files = [{"id": answer.raise_for_status().json()["id"], "name": name}]
        self.send({"t": "say", "key": key, "chat": chat, "text": text, "files": files, "reply_to": None})
        return await self.answer(key)

    async def press(self, chat: str, message: Frame, label: str, key: str = "") -> Frame:
        """Presses the button that says `label` (its first, if the same is there for several), and waits likewise."""
        labels = buttons(message)
        data = next((data for name, data in labels.items() if name.endswith(label)), "")
        assert data, f"{label} is not among {list(labels)}"
        key = key or f"k{next(self._keys)}"
        self.send({"t": "press", "key": key, "chat": chat, "message": message["id"], "data": data})
        return await self.answer(key)

    async def answer(self, key: str) -> Frame:
        return await self.until(
            lambda: next((f for f in self.frames if f["t"] in ("ack", "refused") and f["key"] == key), None)
        )

    async def toasted(self, words: str) -> str:
        return await self.until(lambda: next((text for text in reversed(self.toasts) if words in text), ""))

    async def upload(self, content: bytes) -> str:
        async with httpx.AsyncClient(base_url=self._url, trust_env=False) as client:
            answer = await client.post("/room/photos", content=content, headers={"Origin": self._url})
        return str(answer.raise_for_status().json()["id"])

    async def move(self, to: str) -> str:
        """Moves the clock and lives through it; returns what it says then."""
        seen = len(self.frames)
        self.send({"t": "clock", "to": to})
        clock = await self.until(
            lambda: next((f for f in self.frames[seen:] if f["t"] == "clock" and not f["moving"]), None)
        )
        return str(clock["label"])

    # what a person sees

    def said(self, chat: str, words: str) -> Frame | None:
        """The latest message of the bot with these words, if there is one."""
        messages = sorted(self.chats.get(chat, {}).values(), key=lambda m: int(m["id"]), reverse=True)
        return next((m for m in messages if m["from"]["bot"] and words in read_aloud(m)), None)

    async def hears(self, chat: str, words: str) -> Frame:
        return await self.until(lambda: self.said(chat, words))


def read_aloud(message: Frame) -> str:
    """All words of a message."""
    cards = [f"{card['title']}\n{card['summary']}" for card in message["cards"]]
    return "\n".join([message["title"], message["text"], *cards, message["footer"], *buttons(message)])


def buttons(message: Frame) -> dict[str, str]:
    """Button data by label."""
    return {button["label"]: button["data"] for row in message["buttons"] for button in row}
