"""QQ's two servers as one on 127.0.0.1: tokens, messages, files, presses; and the side that brings events."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kpbot.ports import Clock
from tests.fakes.qq.signing import signed
from tests.fakes.qq.world import Json, Message, No, World
from tests.fakes.room import address, on_the_web

APP, SECRET = "102030405", "naOC0ocQE3shWLAfffVLB1rhYPG7"
CALLBACK = "/platforms/qq/callback"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call to send: its answer. `done`: it took effect all the same."""

    status: int
    code: int = 0
    done: bool = False


@dataclass
class QqServer:
    root: str
    world: World
    tokens: list[str] = field(default_factory=list)
    ends: dict[str, datetime] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    calls: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[Json] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    secret: str = SECRET
    stranger: bool = False  # the machine that calls is not on the bot's list
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def settings(self) -> dict[str, Any]:
        return {"app_id": APP, "secret": SECRET, "api_root": self.root, "token_root": self.root}

    def expire(self) -> None:
        """The token ends before its time."""
        self.expired |= set(self.tokens)

    def routes(self) -> list[Route]:
        return [
            Route("/app/getAppAccessToken", self._token, methods=["POST"]),
            Route("/users/@me", self._guarded(self._me)),
            Route("/v2/{whose}/{chat}/messages", self._guarded(self._message), methods=["POST"]),
            Route("/v2/{whose}/{chat}/files", self._guarded(self._file), methods=["POST"]),
            Route("/interactions/{id}", self._guarded(self._acknowledge), methods=["PUT"]),
            Route("/download/{id}", self._download),
            Route("/away", self._away),
        ]

    async def _token(self, request: Request) -> Response:
        asked = await request.json()
        self.calls.append(("POST", "token"))
        if asked != {"appId": APP, "clientSecret": self.secret}:
            return JSONResponse({"code": 100016, "message": "invalid appid or secret"})
        if not self.tokens or self.tokens[-1] in self.expired or self._left(self.tokens[-1]) <= 60:
            self.tokens.append(f"token-{len(self.tokens)}")
            self.ends[self.tokens[-1]] = self.world.clock.now() + timedelta(seconds=7200)
        return JSONResponse({"access_token": self.tokens[-1], "expires_in": str(self._left(self.tokens[-1]))})

    def _left(self, token: str) -> int:
        return int((self.ends[token] - self.world.clock.now()).total_seconds())

    def _guarded(self, answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def guarded(request: Request) -> Response:
            self.calls.append((request.method, request.url.path))
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            if scheme != "QQBot" or token not in self.tokens or self._is_over(token):
                return _no(No(11244, 401))
            if self.stranger:
                return _no(No(11298, 401))
            try:
                given: Response = await answer(request)
            except No as no:
                given = _no(no)
            self.changed.set()
            return given

        return guarded

    def _is_over(self, token: str) -> bool:
        return token in self.expired or self._left(token) <= 0

    async def _me(self, request: Request) -> Response:
        return JSONResponse({"id": "11586990140073229091", "username": "科普机器人"})

    async def _message(self, request: Request) -> Response:
        asked = await request.json()
        self.bodies.append(asked)
        fault = self.faults.pop(0) if self.faults else None
        if fault and not fault.done:
            return _no(No(fault.code, fault.status))
        message = self.world.take(request.path_params["chat"], request.path_params["whose"] == "users", asked)
        if fault:
            return _no(No(fault.code, fault.status))
        index = {"ref_idx": f"REFIDX_{message.id}"}
        return JSONResponse({"id": message.id, "timestamp": self.world.now(), "ext_info": index})

    async def _file(self, request: Request) -> Response:
        asked = await request.json()
        assert asked["srv_send_msg"] is False
        content = base64.b64decode(asked["file_data"], validate=True)
        if asked["file_type"] == 1 and not content.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            raise No(850026)
        info = f"info-{next(self.world.numbers)}"
        self.world.files[info] = (content, asked.get("file_name", ""))
        return JSONResponse({"file_uuid": info, "file_info": info, "ttl": 3600})

    async def _acknowledge(self, request: Request) -> Response:
        self.world.acknowledge(request.path_params["id"], (await request.json())["code"])
        return Response(status_code=200)

    async def _download(self, request: Request) -> Response:
        content = self.world.brought.get(request.path_params["id"])
        return Response(content) if content is not None else Response(status_code=404)

    async def _away(self, request: Request) -> Response:
        return Response(status_code=302, headers={"Location": request.query_params.get("to", "/away")})

    # the side that calls

    async def brings(self, application: Any, payload: Json, **changed: str) -> httpx.Response:
        """One callback; `changed` replaces headers, `_` for `-`."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        headers = signed(SECRET, str(int(self.world.clock.now().timestamp())), body)
        headers |= {name.replace("_", "-"): value for name, value in changed.items()}
        return await self.posts(application, body, headers)

    async def posts(self, application: Any, body: bytes, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="https://kp.example.org") as client:
            return await client.post(CALLBACK, content=body, headers=headers)

    def messages(self, chat: str) -> list[Message]:
        return [one for one in self.world.messages if one.chat == chat]

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait for something to be the case; 20 s at most."""
        async with asyncio.timeout(20):
            while not holds():
                self.changed.clear()
                await self.changed.wait()


def _no(no: No) -> Response:
    body = {"message": "no", "code": no.code, "err_code": no.code, "trace_id": "8cbfe057"}
    return JSONResponse(body if no.code else {}, no.status)


@asynccontextmanager
async def qq_server(clock: Clock) -> AsyncIterator[QqServer]:
    with address() as held:
        server = QqServer(f"http://127.0.0.1:{held.getsockname()[1]}", World(clock))
        async with on_the_web(Starlette(routes=server.routes()), held):
            yield server
