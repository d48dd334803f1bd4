"""A server of ours that speaks the long connection of WeCom's smart bot, from the published documents alone: one
connection a bot, a newer one ends the older; callbacks come once; what is asked is answered with its request id."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.fakes.wecom import bot_wire as wire
from tests.fakes.wecom.bot_wire import Json, Rejected, Said, Upload

BOT, SECRET, NAME = "aibk3-test", "sEcReT-of-the-smart-bot", "科普助手"
IN_TIME = timedelta(seconds=5)


@dataclass
class Callback:
    """What was told to the bot, and may be answered."""

    kind: str
    chat: str
    at: datetime
    connection: ServerConnection | None
    task: str = ""
    group: bool = False
    updated: bool = False


class BotServer:
    """`now` tells both sides the same time. Set `mute` and pings go unanswered, `deaf` and nothing is answered."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.secret = SECRET
        self.mute = self.deaf = False
        self.logins: list[Json] = []
        self.frames = self.pings = 0
        self.said: list[Said] = []
        self.asked: list[tuple[str, Json]] = []  # every command but pings and logins
        self.spoken: set[str] = set()  # chats where somebody has
        self.gone: set[str] = set()  # groups that the bot was removed from
        self.uploads = 0
        self._refusals: dict[str, deque[int | None]] = defaultdict(deque)
        self._callbacks: dict[str, Callback] = {}
        self._files: dict[str, bytes] = {}
        self._tasks: set[str] = set()
        self._media: dict[str, tuple[str, str, bytes]] = {}
        self._uploads: dict[str, Upload] = {}
        self._connection: ServerConnection | None = None
        self._server: Server | None = None
        self._port = 0
        self._changed = asyncio.Condition()

    # the server

    async def open(self) -> None:
        self._server = await serve(
            self._serve, "127.0.0.1", self._port, process_request=self._file, ping_interval=None, max_size=2**22
        )
        self._port = next(iter(self._server.sockets)).getsockname()[1]

    async def close(self) -> None:
        """Everything is cut off; `open` comes back at the same address."""
        if self._server:
            self._server.close(close_connections=True)
            await self._server.wait_closed()
        self._connection = None

    @property
    def settings(self) -> Mapping[str, Any]:
        return {"wecom": {"aibot": {"bot_id": BOT, "secret": SECRET, "url": f"ws://127.0.0.1:{self._port}"}}}

    async def until(self, reached: Callable[[], object]) -> None:
        """Wait for something that frames bring about."""
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(reached)

    async def connected(self) -> None:
        await self.until(lambda: self._connection is not None)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _serve(self, connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            async for raw in connection:
                frame = json.loads(raw)
                self.frames += 1
                answer = await self._answer(connection, frame)
                if answer is not None:
                    await connection.send(json.dumps({"headers": frame["headers"], **answer}))
                await self._tell()
        if self._connection is connection:
            self._connection = None
        await self._tell()

    async def _answer(self, connection: ServerConnection, frame: Json) -> Json | None:
        command = frame["cmd"]
        if self.deaf:
            return None
        if command == "ping":
            self.pings += 1
            return None if self.mute else {"errcode": 0, "errmsg": "ok"}
        try:
            code = self._refusals[command].popleft() if self._refusals[command] else None
            if code is not None:
                raise Rejected(code, "as the test wants it")
            body = await self._do(connection, command, frame["headers"]["req_id"], frame["body"])
        except Rejected as error:
            return {"errcode": error.code, "errmsg": f"{error}, hint: [0], from ip: 127.0.0.1"}
        except (LookupError, TypeError, ValueError) as error:
            return {"errcode": wire.BAD_PARAMETER, "errmsg": repr(error)}
        return {"errcode": 0, "errmsg": "ok", **({"body": body} if body else {})}

    async def _do(self, connection: ServerConnection, command: str, request: str, body: Json) -> Json | None:
        if command == "aibot_subscribe":
            await self._log_in(connection, body)
            return None
        wire.need(connection is self._connection, "not subscribed", wire.NOT_SUBSCRIBED)
        self.asked.append((command, body))
        if command == "aibot_send_msg":
            self._push(body)
        elif command in ("aibot_respond_msg", "aibot_respond_welcome_msg"):
            self._respond(connection, command, request, body)
        elif command == "aibot_respond_update_msg":
            self._update(connection, request, body)
        elif command.startswith("aibot_upload_media_"):
            return self._upload(command, body)
        else:
            raise Rejected(wire.BAD_PARAMETER, command)
        return None

    async def _log_in(self, connection: ServerConnection, body: Json) -> None:
        self.logins.append(body)
        wire.need(body["bot_id"] == BOT and body["secret"] == self.secret, "invalid bot_id or secret", wire.BAD_LOGIN)
        before, self._connection = self._connection, connection
        if before is not None:
            await self._cut_off(before)

    async def _cut_off(self, connection: ServerConnection, *, close: bool = True) -> None:
        event = {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
        frame = self._frame("aibot_event_callback", {"msgid": secrets.token_hex(8), "aibotid": BOT, **event})
        with suppress(ConnectionClosed):
            await connection.send(json.dumps(frame))
        if close:
            await connection.close(1000)

    # what the bot says

    def _push(self, body: Json) -> None:
        chat = body["chatid"]
        wire.need(chat in self.spoken - self.gone, "invalid chatid", wire.BAD_CHAT)
        wire.need(body["chat_type"] == (2 if chat.startswith("wr") else 1), "chat type")
        self.said.append(wire.shown("aibot_send_msg", chat, body, self._media, self._tasks))

    def _respond(self, connection: ServerConnection, command: str, request: str, body: Json) -> None:
        kind = "enter_chat" if command == "aibot_respond_welcome_msg" else "message"
        callback = self._callback(connection, request, kind)
        wire.need(kind == "message" or self._now() - callback.at <= IN_TIME, "too late", wire.BAD_REQUEST)
        said = wire.shown(command, callback.chat, body, self._media, self._tasks)
        said.answers = request
        self.said.append(said)

    def _update(self, connection: ServerConnection, request: str, body: Json) -> None:
        callback = self._callback(connection, request, "template_card_event")
        wire.need(self._now() - callback.at <= IN_TIME, "too late", wire.BAD_REQUEST)
        wire.need(body["response_type"] == "update_template_card", "response type")
        card = body["template_card"]
        wire.check_card(card)
        wire.need(card["task_id"] == callback.task, "another card")
        wire.need(not callback.updated, "answered already", wire.BAD_REQUEST)
        callback.updated = True
        original = next(one for one in self.said if one.task == callback.task)
        if "userids" not in body or not callback.group:  # of one person nobody has to be named
            original.updates.clear()
            wire.carded(original, card)
            return
        for user in body["userids"]:
            original.updates[user] = card

    def _callback(self, connection: ServerConnection, request: str, kind: str) -> Callback:
        callback = self._callbacks.get(request)
        good = callback is not None and callback.kind == kind and callback.connection is connection
        wire.need(good, "invalid req_id", wire.BAD_REQUEST)
        assert callback
        return callback

    def _upload(self, command: str, body: Json) -> Json:
        if command.endswith("_init"):
            self._uploads[name := f"up{len(self._uploads)}"] = Upload.begun(body)
            return {"upload_id": name}
        upload = self._uploads[body["upload_id"]]
        if command.endswith("_chunk"):
            upload.add(body)
            return {"upload_id": body["upload_id"]}
        media = f"media{len(self._media)}"
        self._media[media] = upload.kind, upload.name, upload.whole()
        self.uploads += 1
        return {"type": upload.kind, "media_id": media, "created_at": "1763860000"}

    def forget_media(self) -> None:
        self._media.clear()

    # what people do

    def _frame(self, command: str, body: Json) -> Json:
        return {"cmd": command, "headers": {"req_id": secrets.token_hex(10)}, "body": body}

    def message(self, user: str, chat: str, kind: str, inside: Json, **rest: Any) -> Json:
        """The callback for what somebody says; nothing is sent yet. In their private chat where `chat` is theirs."""
        group = {"chatid": chat, "chattype": "group"} if chat != user else {"chattype": "single"}
        body = {"msgid": secrets.token_hex(8), "aibotid": BOT, **group, "from": {"userid": user}, "msgtype": kind}
        return self._frame("aibot_msg_callback", body | {kind: inside} | rest)

    def text(self, user: str, chat: str, text: str, **rest: Any) -> Json:
        """In a group it is said to the bot: only that reaches it."""
        return self.message(user, chat, "text", {"content": text if chat == user else f"@{NAME} {text}"}, **rest)

    def event(self, user: str, chat: str, kind: str, **event: Any) -> Json:
        group = {"chatid": chat, "chattype": "group"} if chat != user else {"chattype": "single"}
        base = {"msgid": secrets.token_hex(8), "create_time": int(self._now().timestamp()), "aibotid": BOT}
        inside = {"eventtype": kind} | ({kind: event} if event else {})
        return self._frame(
            "aibot_event_callback", base | group | {"from": {"userid": user}, "msgtype": "event"} | {"event": inside}
        )

    def press(self, user: str, chat: str, label: str) -> Json:
        """The button of the newest card in the chat that has it."""
        said = next(one for one in reversed(self.said) if one.chat == chat and label in dict(one.buttons))
        key = dict(said.buttons)[label]
        return self.event(
            user, chat, "template_card_event", card_type="button_interaction", event_key=key, task_id=said.task
        )

    async def tell(self, frame: Json) -> str:
        """Send a callback to the bot; its message id."""
        await self.connected()
        connection, body = self._connection, frame["body"]
        assert connection
        chat = body.get("chatid") or body["from"]["userid"]
        event = body.get("event", {})
        kind = event.get("eventtype", "message")
        if kind == "message":
            self.spoken.add(chat)
        task = event.get(kind, {}).get("task_id", "")
        self._callbacks[frame["headers"]["req_id"]] = Callback(
            kind, chat, self._now(), connection, task, "chatid" in body
        )
        await connection.send(json.dumps(frame))
        return str(body["msgid"])

    def image(self, content: bytes) -> Json:
        """An encrypted picture as callbacks tell of it."""
        kept, key = wire.encrypted(content)
        return {"url": self.put(kept), "aeskey": key}

    def put(self, kept: bytes) -> str:
        """An address that gives this."""
        name = secrets.token_hex(8)
        self._files[f"/files/{name}"] = kept
        return f"http://127.0.0.1:{self._port}/files/{name}"

    def _file(self, _connection: ServerConnection, request: Request) -> Response | None:
        if not request.path.startswith("/files/"):
            return None
        content = self._files.get(request.path)
        status = (200, "OK") if content is not None else (403, "Forbidden")
        headers = Headers({"Content-Length": str(len(content or b"")), "Connection": "close"})
        return Response(*status, headers, content or b"")

    # what goes wrong

    def refuse(self, command: str, *codes: int | None) -> None:
        """The next frames of this command are answered with these; None lets one pass."""
        self._refusals[command].extend(codes)

    async def hang_up(self, code: int = 1000) -> None:
        await self.connected()
        assert self._connection
        await self._connection.close(code)

    async def break_off(self) -> None:
        """The network is gone, without a word."""
        await self.connected()
        assert self._connection
        self._connection.transport.abort()

    async def kick(self, *, close: bool = True) -> None:
        """Another connection of the same bot came."""
        await self.connected()
        connection, self._connection = self._connection, None
        assert connection
        await self._cut_off(connection, close=close)

    def forget(self) -> None:
        """The socket stays open, but nobody knows whose it is."""
        self._connection = None

    async def send_raw(self, text: str) -> None:
        await self.connected()
        assert self._connection
        await self._connection.send(text)

    # what people see

    def in_chat(self, chat: str) -> list[Said]:
        return [one for one in self.said if one.chat == chat]


@asynccontextmanager
async def bot_server(now: Callable[[], datetime]) -> AsyncIterator[BotServer]:
    async with AsyncExitStack() as stack:
        server = BotServer(now)
        await server.open()
        stack.push_async_callback(server.close)
        yield server
