"""One open socket: what is asked is matched with its answer, everything else is handed on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from websockets.exceptions import ConnectionClosed

from kpbot.platforms.wecom.bot import frames
from kpbot.platforms.wecom.bot.frames import Json
from kpbot.platforms.wecom.bot.limits import ACK
from kpbot.platforms.wecom.bot.refusals import NOT_SUBSCRIBED, checked, not_connected
from kpbot.platforms.wecom.bot.waiting import in_time
from kpbot.platforms.wecom.errcodes import code_of
from kpbot.ports import SendError, Sleep


class Socket(Protocol):
    """Of the library only this is used."""

    async def send(self, message: str) -> None: ...

    async def recv(self) -> str | bytes: ...

    async def close(self) -> None: ...


class Link:
    """`heard` is set by every frame. `lost` is set when the server no longer knows us although the socket is open."""

    def __init__(self, socket: Socket, sleep: Sleep) -> None:
        self.heard = False
        self.lost = asyncio.Event()
        self._socket = socket
        self._sleep = sleep
        self._asked: dict[str, asyncio.Future[Json]] = {}

    async def listen(self, take: Callable[[Json], None]) -> None:
        """Until the socket is closed, which raises ConnectionClosed; who waits for an answer then gets none."""
        try:
            while True:
                found = frames.read(await self._socket.recv())
                self.heard = True
                if found is not None and not self._answers(found):
                    take(found)
        finally:
            for waiting in self._asked.values():
                if not waiting.done():
                    waiting.set_exception(SendError("the connection broke before the answer", in_doubt=True))
                    waiting.exception()  # nobody may be waiting any more

    def _answers(self, found: Json) -> bool:
        if found.get("cmd"):
            return False
        waiting = self._asked.get(frames.request_of(found))
        if waiting is not None and not waiting.done():
            waiting.set_result(found)
        return True

    async def ask(self, command: str, body: Json, request: str = "") -> Json:
        """The answer, if it says that it was done. `request` is that of a callback to be answered; one that waits for
        an answer already is waited for. Raises SendError (a Refusal with a code)."""
        request = request or frames.new_request(command)
        while (before := self._asked.get(request)) is not None:
            await asyncio.wait([before])
            await asyncio.sleep(0)  # whoever asked before takes their answer
        waiting = self._asked[request] = asyncio.get_running_loop().create_future()
        try:
            await self._write(frames.frame(command, request, body))
            answer = await in_time(waiting, ACK, self._sleep)
            if answer is None:
                raise SendError(f"{command}: no answer", in_doubt=True)
        finally:
            del self._asked[request]
        if code_of(answer) == NOT_SUBSCRIBED:
            self.lost.set()
        return checked(command, answer)

    async def ping(self) -> None:
        """The answer is heard like anything else. Raises SendError."""
        await self._write(frames.frame(frames.PING, frames.new_request(frames.PING)))

    async def _write(self, text: str) -> None:
        try:
            await self._socket.send(text)
        except ConnectionClosed as error:
            raise not_connected() from error

    async def close(self) -> None:
        with suppress(OSError):
            await self._socket.close()
