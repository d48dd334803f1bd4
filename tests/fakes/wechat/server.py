"""api.weixin.qq.com on 127.0.0.1: every answer is HTTP 200, refusals are `errcode`, tokens expire and are revoked."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kpbot.ports import Clock
from tests.fakes.room import address, on_the_web
from tests.fakes.wechat.world import Json, Message, World, menu_as_seen

APP_ID, SECRET, TOKEN = "wx5823bf96d3bd56c7", "s" * 32, "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
_ESCAPED = re.compile(r"\\u(?!00[01])")
WORDS = {
    40001: "invalid credential, access_token is invalid or not latest rid: 1-2-3",
    42001: "access_token expired rid: 1-2-3",
    40003: "invalid openid rid: 1-2-3",
    43004: "require subscribe rid: 1-2-3",
    45015: "response out of time limit or subscription is canceled rid: 1-2-3",
    45047: "out of response count limit rid: 1-2-3",
    40007: "invalid media_id rid: 1-2-3",
    40164: "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2-3",
}


def refused(code: int) -> Json:
    return {"errcode": code, "errmsg": WORDS.get(code, "told rid: 1-2-3")}


@dataclass
class WechatApi:
    """`faults[path]` are error codes, used up first to last. `stuck`: asked without force, the server goes on giving
    the token that it refuses."""

    world: World
    root: str = ""
    encrypted: bool = True
    faults: dict[str, list[int]] = field(default_factory=dict)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    fetches: list[Json] = field(default_factory=list)
    token: str = "token-1"
    given: int = 1
    expired: set[str] = field(default_factory=set)
    stuck: bool = False
    lasts: int = 7200  # seconds

    @property
    def settings(self) -> Json:
        found: Json = {"app_id": APP_ID, "secret": SECRET, "token": TOKEN, "api_root": self.root}
        return {**found, "aes_key": AES_KEY} if self.encrypted else found

    def paths(self) -> list[str]:
        return [path for path, _ in self.calls]

    def revoke(self) -> None:
        """Somebody else fetched a token by force: ours is worth nothing any more."""
        self.given += 1
        self.token = f"token-{self.given}"

    def expire(self) -> None:
        self.expired.add(self.token)
        if not self.stuck:
            self.revoke()

    def application(self) -> Starlette:
        paths = {
            "/cgi-bin/stable_token": self._stable_token,
            "/cgi-bin/getcallbackip": self._addresses,
            "/cgi-bin/message/custom/send": self._send,
            "/cgi-bin/media/upload": self._upload,
            "/cgi-bin/media/get": self._media,
            "/cgi-bin/menu/create": self._create_menu,
            "/cgi-bin/get_current_selfmenu_info": self._menu,
        }
        return Starlette(routes=[Route(path, handler, methods=["GET", "POST"]) for path, handler in paths.items()])

    async def _stable_token(self, request: Request) -> Response:
        asked = json.loads(await request.body())
        self.fetches.append(asked)
        if faults := self.faults.get("/cgi-bin/stable_token"):
            return JSONResponse(refused(faults.pop(0)))
        assert asked["grant_type"] == "client_credential"
        if asked["appid"] != APP_ID:
            return JSONResponse(refused(40013))
        if asked["secret"] != SECRET:
            return JSONResponse(refused(40125))
        if asked["force_refresh"]:
            self.revoke()
        return JSONResponse({"access_token": self.token, "expires_in": self.lasts})

    def _refusal(self, request: Request, said: Json) -> Response | None:
        path = request.url.path
        self.calls.append((path, said))
        if (faults := self.faults.get(path)) and (code := faults.pop(0)):
            return JSONResponse(refused(code))
        token = request.query_params.get("access_token")
        if token in self.expired:
            return JSONResponse(refused(42001))
        return None if token == self.token else JSONResponse(refused(40001))

    async def _send(self, request: Request) -> Response:
        raw = (await request.body()).decode()
        said = json.loads(raw)
        if no := self._refusal(request, said):
            return no
        assert not _ESCAPED.search(raw.replace(r"\\", "")), "WeChat shows the escapes"
        kind, person = said["msgtype"], said["touser"]
        message = Message()
        if kind == "text":
            message.text = said["text"]["content"]
            if not message.text.strip():
                return JSONResponse(refused(44004))
            if len(message.text.encode()) > 2048:
                return JSONResponse(refused(45002))
        elif kind == "image":
            if said["image"]["media_id"] not in self.world.media:
                return JSONResponse(refused(40007))
            message.picture = self.world.media[said["image"]["media_id"]]
        else:
            return JSONResponse(refused(40008))
        if code := self.world.refuses(person):
            return JSONResponse(refused(code))
        self.world.show(person, message)
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def _upload(self, request: Request) -> Response:
        form = await request.form()
        file = form["media"]
        assert isinstance(file, UploadFile)
        content, name = await file.read(), file.filename or ""
        await form.close()
        if no := self._refusal(request, {"type": request.query_params["type"], "name": name}):
            return no
        if not name.endswith((".png", ".jpg", ".gif")):
            return JSONResponse(refused(40005))
        media = self.world.keep(content)
        return JSONResponse({"type": "image", "media_id": media, "created_at": int(self.world.clock.now().timestamp())})

    async def _media(self, request: Request) -> Response:
        media = request.query_params.get("media_id", "")
        if no := self._refusal(request, {"media_id": media}):
            return no
        content = self.world.media.get(media)
        if content is None:
            return JSONResponse(refused(40007), media_type="text/plain")
        return Response(content, media_type="image/jpeg", headers={"content-disposition": "attachment"})

    async def _create_menu(self, request: Request) -> Response:
        raw = (await request.body()).decode()
        said = json.loads(raw)
        if no := self._refusal(request, said):
            return no
        assert not _ESCAPED.search(raw.replace(r"\\", "")), "WeChat shows the escapes"
        assert 1 <= len(said["button"]) <= 3
        for one in said["button"]:
            assert len(one["name"].encode()) <= 16
            assert len(one.get("sub_button", ())) <= 5
            for below in one.get("sub_button") or [one]:
                assert len(below["name"].encode()) <= 60
                assert below["type"] == "click"
                assert 0 < len(below["key"].encode()) <= 128
        self.world.menu = said["button"]
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    async def _addresses(self, request: Request) -> Response:
        return self._refusal(request, {}) or JSONResponse({"ip_list": ["203.0.113.0/24"]})

    async def _menu(self, request: Request) -> Response:
        if no := self._refusal(request, {}):
            return no
        if not self.world.menu:
            return JSONResponse({"is_menu_open": 0, "selfmenu_info": {"button": []}})
        return JSONResponse({"is_menu_open": 1, "selfmenu_info": {"button": menu_as_seen(self.world.menu)}})


@asynccontextmanager
async def wechat_api(clock: Clock) -> AsyncIterator[WechatApi]:
    api = WechatApi(World(clock))
    with address() as held:
        api.root = f"http://127.0.0.1:{held.getsockname()[1]}"
        async with on_the_web(api.application(), held):
            yield api
