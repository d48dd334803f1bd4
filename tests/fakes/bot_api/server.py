"""A Bot API server on 127.0.0.1 that keeps every call, and fails in the ways the real one does."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.fakes.bot_api import wire
from tests.fakes.bot_api.methods import Methods
from tests.fakes.bot_api.wire import Asked, Params, Reply, refusal
from tests.fakes.bot_api.world import Json, Message, World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ME: Json = {
    "id": 110201543,
    "is_bot": True,
    "first_name": "科普机器人",
    "username": "kepu_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


@dataclass(frozen=True)
class Call:
    method: str
    params: Params


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a call: it gets `reply`, its connection is reset, or it gets no answer. `done`: it took
    effect all the same."""

    reply: Reply | None = None
    reset: bool = False
    done: bool = False


def flood(seconds: int) -> Fault:
    return Fault(refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))


def status(code: int, description: str = "") -> Fault:
    return Fault(refusal(code, description or {401: "Unauthorized", 502: "Bad Gateway"}.get(code, "Told")))


RESET = Fault(reset=True)
RESET_AFTER = Fault(reset=True, done=True)
HANG = Fault()
HANG_AFTER = Fault(done=True)


@dataclass
class BotApi:
    """`faults[method]` are used up first to last; `always[method]` hold until they are taken back. `rules` see every
    call before it is done and may refuse it."""

    port: int
    token: str = TOKEN
    world: World = field(default_factory=World)
    me: Json = field(default_factory=lambda: dict(ME))
    calls: list[Call] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    always: dict[str, Fault] = field(default_factory=dict)
    rules: list[Callable[[Call], Reply | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.methods = Methods(self.world, self.me)
        self._never = asyncio.Event()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Json:
        """What makes kpbot talk to this server."""
        return {"token": self.token, "api_root": self.root}

    def calls_of(self, method: str) -> list[Params]:
        return [call.params for call in self.calls if call.method == method]

    def messages(self, chat: int) -> list[Message]:
        """What the bot's messages in a chat look like now, in the order they were sent."""
        return [message for (where, _), message in self.world.messages.items() if where == chat]

    async def until(self, fulfilled: Callable[[], object], seconds: float = 30) -> None:
        """Wait for something that calls bring about; only a test that fails waits so long."""
        async with asyncio.timeout(seconds), self.world.arrived:
            await self.world.arrived.wait_for(lambda: bool(fulfilled()))

    async def announce(self) -> None:
        """Let the bot's long poll see what people did."""
        async with self.world.arrived:
            self.world.arrived.notify_all()

    async def confirmed(self) -> None:
        """Announce, and wait until the bot has confirmed everything."""
        await self.announce()
        await self.until(lambda: not self.world.pending)

    async def push(self, client: httpx.AsyncClient) -> list[int]:
        """Deliver to the webhook, in order, what is pending; a refused update stays. Returns the statuses."""
        statuses = []
        for update in list(self.world.pending):
            headers = {"X-Telegram-Bot-Api-Secret-Token": self.methods.webhook.get("secret_token", "")}
            answer = await client.post(self.methods.webhook["url"], json=update, headers=headers)
            statuses.append(answer.status_code)
            if answer.status_code != 200:
                break
            self.world.pending.remove(update)
        return statuses

    # a connection

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (asked := await wire.read(reader)) is not None:
                reply = await self._answer(asked)
                if reply is None:
                    _reset(writer)
                    return
                await wire.write(writer, reply)
        except ConnectionError:
            pass  # the bot gave up waiting
        finally:
            writer.close()

    async def _answer(self, asked: Asked) -> Reply | None:
        """None: reset the connection."""
        if asked.path.startswith("/file/"):
            return self.methods.file(asked.path.removeprefix(f"/file/bot{self.token}/"))
        token, _, method = asked.path.removeprefix("/bot").partition("/")
        if token != self.token:
            return refusal(401, "Unauthorized")
        call = Call(method, asked.params)
        self.calls.append(call)
        reply = await self._done(call)
        if method != "getUpdates":
            await self.announce()
        return reply

    async def _done(self, call: Call) -> Reply | None:
        waiting = self.faults.get(call.method)
        fault = waiting.pop(0) if waiting else self.always.get(call.method)
        if fault is None:
            refused = next((said for rule in self.rules if (said := rule(call))), None)
            return refused or await self.methods.call(call.method, call.params)
        if fault.done:
            await self.methods.call(call.method, call.params)
        if fault.reply or fault.reset:
            return fault.reply
        await self.announce()
        await self._never.wait()
        raise AssertionError


def _reset(writer: asyncio.StreamWriter) -> None:
    """RST instead of FIN."""
    taken: socket.socket = writer.get_extra_info("socket")
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    serving: set[asyncio.Task[None]] = set()

    def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(api.serve(reader, writer))
        serving.add(task)
        task.add_done_callback(serving.discard)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    api = BotApi(server.sockets[0].getsockname()[1])
    try:
        yield api
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        await server.wait_closed()
