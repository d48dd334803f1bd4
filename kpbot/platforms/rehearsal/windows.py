"""The open browser windows: who each of them is, and what is sent to which."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from kpbot.storage.room import RoomPerson

QUEUE = 1000  # frames a slow window may be behind before it is closed and has to load again


@dataclass(eq=False, slots=True)
class Window:
    """One browser window. Frames are queued, so that a slow one holds nobody up."""

    socket: WebSocket
    person: RoomPerson | None = None
    lang: str = "zh-CN"
    frames: asyncio.Queue[dict[str, Any]] = field(default_factory=lambda: asyncio.Queue(QUEUE))

    def show(self, frame: dict[str, Any]) -> None:
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.frames = asyncio.Queue(QUEUE)
            self.frames.put_nowait({"t": "close"})

    async def write(self) -> None:
        """Send what is queued, until the window closes."""
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                frame = await self.frames.get()
                if frame["t"] == "close":
                    await self.socket.close(1013)
                    return
                await self.socket.send_json(frame)


class Windows:
    """All open windows."""

    def __init__(self) -> None:
        self._open: set[Window] = set()
        self._pressed: dict[str, tuple[Window, str]] = {}  # press key → window and chat

    def add(self, window: Window) -> None:
        self._open.add(window)

    def remove(self, window: Window) -> None:
        self._open.discard(window)
        for key in [key for key, (one, _) in self._pressed.items() if one is window]:
            del self._pressed[key]

    def pressed(self, key: str, window: Window, chat: str) -> None:
        self._pressed[key] = (window, chat)

    def toast(self, key: str, text: str) -> None:
        """Answer a press in the window it came from; one that is gone needs no answer."""
        if found := self._pressed.pop(key, None):
            window, chat = found
            window.show({"t": "toast", "chat": chat, "text": text})

    def show(self, sees: Callable[[Window], bool], frame: Callable[[Window], dict[str, Any]]) -> None:
        for window in list(self._open):
            if window.person and sees(window):
                window.show(frame(window))

    @property
    def all(self) -> list[Window]:
        return list(self._open)
