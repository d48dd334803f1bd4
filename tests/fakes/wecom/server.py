"""A server of ours that answers as qyapi.weixin.qq.com does: errors come at HTTP 200, with an `errcode`."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.room import address, on_the_web
from tests.fakes.wecom.world import AES_KEY, AGENT, CORP, SECRET, TOKEN, Json, World

TEXT, MARKDOWN_HOOK, IMAGE_HOOK, IMAGE, FILE = 2048, 4096, 2_000_000, 10_000_000, 20_000_000
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")

Method = Callable[[Request], Awaitable[Json | Response]]


class Refused(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def need(true: object, code: int) -> None:
    if not true:
        raise Refused(code)


@dataclass
class QyApi:
    world: World
    url: str

    @property
    def app(self) -> dict[str, Any]:
        """Settings of the app."""
        return {
            "corp_id": CORP,
            "agent_id": AGENT,
            "secret": SECRET,
            "token": TOKEN,
            "aes_key": AES_KEY,
            "api_root": self.url,
        }


def application(world: World) -> Starlette:
    """Every method that the platform has a use for."""
    methods: dict[str, Method] = {
        "gettoken": lambda request: _gettoken(world, request),
        "agent/get": lambda request: _agent(world, request),
        "message/send": lambda request: _send(world, request),
        "message/update_template_card": lambda request: _update(world, request),
        "media/upload": lambda request: _upload(world, request),
        "media/get": lambda request: _download(world, request),
        "appchat/create": lambda request: _create(world, request),
        "appchat/send": lambda request: _post(world, request),
        "webhook/send": lambda request: _hook(world, request),
        "webhook/upload_media": lambda request: _hook_upload(world, request),
    }

    def route(path: str, method: Method) -> Route:
        async def endpoint(request: Request) -> Response:
            world.calls.append(path)
            if path in world.silent:
                return Response("<html>", media_type="text/html")
            try:
                fault = world.refuse[path].popleft() if world.refuse[path] else 0
                need(not fault, fault)
                if path != "gettoken" and not path.startswith("webhook/"):
                    token = request.query_params.get("access_token", "")
                    need(token, 41001)
                    need(token in world.tokens, 40014)
                answer = await method(request)
            except Refused as error:
                return JSONResponse({"errcode": error.code, "errmsg": f"refused, hint: {request.url}"})
            return answer if isinstance(answer, Response) else JSONResponse({"errcode": 0, "errmsg": "ok", **answer})

        return Route(f"/cgi-bin/{path}", endpoint, methods=["GET", "POST"])

    return Starlette(routes=[route(path, method) for path, method in methods.items()])


async def _gettoken(world: World, request: Request) -> Json:
    asked = request.query_params
    need(asked.get("corpid"), 41002)
    need(asked["corpid"] == CORP, 40013)
    need(asked.get("corpsecret") == SECRET, 40001)
    return {"access_token": world.new_token(), "expires_in": 7200}


async def _agent(world: World, request: Request) -> Json:
    need(request.query_params.get("agentid") == str(AGENT), 301002)
    return {"agentid": AGENT, **world.agent}


async def _send(world: World, request: Request) -> Json:
    body = await request.json()
    need(body.get("agentid") == AGENT, 40056)
    to = body.get("touser", "")
    need(to in world.members, 81013)
    _check(world, body, TEXT)
    if kind := world.skipped.get(to):
        return {kind: to, "msgid": "none"}
    message = world.show(to, body)
    return {"msgid": message.id, **({"response_code": _code(world, message)} if message.card else {})}


def _code(world: World, message: Any) -> str:
    code = f"code-{len(world.codes)}-{message.id}"
    world.codes[code] = message
    return code


async def _update(world: World, request: Request) -> Json:
    body = await request.json()
    need(body.get("agentid") == AGENT, 40056)
    message = world.codes.pop(body.get("response_code", ""), None)
    need(message is not None, 40058)
    assert message
    need(message.chat in body.get("userids", ()), 40031)
    if "button" in body:
        need(body["button"].get("replace_name") and "template_card" not in body, 40058)
        message.card = {**message.card, "replace_text": body["button"]["replace_name"]}
        return {}
    card = body["template_card"]
    _check_card(card)
    message.card = {**card, "task_id": message.task}
    return {}


async def _upload(world: World, request: Request) -> Json:
    kind = request.query_params.get("type", "")
    need(kind in ("image", "file"), 40004)
    name, content = await _uploaded(request)
    need(len(content) > 5, 40006)
    if kind == "image":
        need(content.startswith(PICTURES) and len(content) <= IMAGE, 40009)
    need(len(content) <= FILE, 40006)
    return {"type": kind, "media_id": world.keep(kind, name, content), "created_at": "1380000000"}


async def _uploaded(request: Request) -> tuple[str, bytes]:
    async with request.form() as form:
        media = form.get("media")
        need(isinstance(media, UploadFile), 41005)
        assert isinstance(media, UploadFile)
        return media.filename or "", await media.read()


async def _download(world: World, request: Request) -> Response:
    found = world.media.get(request.query_params.get("media_id", ""))
    need(found, 40007)
    assert found
    return Response(found[2], media_type="image/jpeg" if found[0] == "image" else "application/octet-stream")


async def _create(world: World, request: Request) -> Json:
    body = await request.json()
    members = body.get("userlist", [])
    need(2 <= len(members) <= 2000, 86006)
    need(set(members) <= world.members, 86007)
    need(body.get("owner") in members, 86005)
    chat = body.get("chatid") or f"chat{len(world.groups) + 1}"
    world.groups[chat] = body
    return {"chatid": chat}


async def _post(world: World, request: Request) -> Json:
    body = await request.json()
    need(body.get("chatid") in world.groups, 86003)
    need(body.get("msgtype") != "template_card", 40008)
    _check(world, body, TEXT)
    world.show(body["chatid"], body)
    return {}


async def _hook(world: World, request: Request) -> Json:
    key = request.query_params.get("key", "")
    need(key in world.webhooks, 93000)
    body = await request.json()
    need(not world.too_many(key), 45009)
    kind = body.get("msgtype")
    need(kind in ("text", "markdown", "image", "file"), 40008)
    if kind == "image":
        _check_picture(body["image"])
    else:
        _check(world, body, MARKDOWN_HOOK if kind == "markdown" else TEXT)
    message = world.show(key, body)
    if kind == "image":
        message.content = base64.b64decode(body["image"]["base64"])
    return {}


async def _hook_upload(world: World, request: Request) -> Json:
    need(request.query_params.get("key") in world.webhooks, 93000)
    need(request.query_params.get("type") == "file", 40004)
    name, content = await _uploaded(request)
    need(5 < len(content) <= FILE, 40006)
    return {"type": "file", "media_id": world.keep("file", name, content)}


def _check(world: World, body: Json, limit: int) -> None:
    """Where the real one cuts a text silently, this one refuses it."""
    kind = body.get("msgtype", "")
    need(kind in ("text", "markdown", "image", "file", "template_card") and isinstance(body.get(kind), dict), 40008)
    held = body[kind]
    if kind in ("text", "markdown"):
        need(held.get("content"), 44004)
        need(len(held["content"].encode()) <= limit, 45002)
    elif kind == "template_card":
        _check_card(held)
        need(world.use_task(held.get("task_id", "")), 40058)
    else:
        need(held.get("media_id") in world.media, 40007)
        need(world.media[held["media_id"]][0] == kind, 40004)


def _check_card(card: Json) -> None:
    need(card.get("card_type") == "button_interaction", 40058)
    need(card.get("main_title", {}).get("title"), 40058)
    buttons = card.get("button_list", [])
    need(1 <= len(buttons) <= 6, 40058)
    keys = [button.get("key", "") for button in buttons]
    need(all(0 < len(key.encode()) <= 1024 for key in keys) and len(set(keys)) == len(keys), 40058)
    need(all(button.get("text") for button in buttons), 40058)


def _check_picture(image: Json) -> None:
    try:
        content = base64.b64decode(image["base64"], validate=True)
    except (KeyError, binascii.Error) as error:
        raise Refused(40058) from error
    need(content.startswith(PICTURES) and len(content) <= IMAGE_HOOK, 40009)
    need(hashlib.md5(content).hexdigest() == image.get("md5"), 40058)


@asynccontextmanager
async def qyapi() -> AsyncIterator[QyApi]:
    world = World()
    with address() as held:
        async with on_the_web(application(world), held):
            yield QyApi(world, f"http://127.0.0.1:{held.getsockname()[1]}")
