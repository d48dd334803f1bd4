"""WeChat as it brings what people do: signed, encrypted, up to three times, hanging up after its
five seconds."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from itertools import count
from urllib.parse import urlencode
from xml.etree import ElementTree

from starlette.types import ASGIApp, Scope
from starlette.types import Message as Event

from tests.fakes.wechat.sealing import decrypt, encrypt, signature
from tests.fakes.wechat.server import AES_KEY, APP_ID, TOKEN, WechatApi
from tests.fakes.wechat.world import Message

ACCOUNT = "gh_b629c48b653e"
PATH = "/platforms/wechat/callback"
ATTEMPTS = 3

Patience = Callable[[], Awaitable[object]]
"""Ends when WeChat's five seconds are over."""


async def _forever() -> None:
    await asyncio.Event().wait()


def xml(**fields: str) -> str:
    """Numbers bare, words in CDATA, as WeChat writes them."""
    bare = ("CreateTime", "MsgId")
    parts = [
        f"<{name}>{value}</{name}>" if name in bare else f"<{name}><![CDATA[{value}]]></{name}>"
        for name, value in fields.items()
    ]
    return f"<xml>{''.join(parts)}</xml>"


class Exchange:
    """One HTTP request to an ASGI application. Hanging up ends nothing in the application: it is told, if it asks."""

    def __init__(self, app: ASGIApp, method: str, query: dict[str, str], body: bytes = b"") -> None:
        self._app = app
        self._hung_up = asyncio.Event()
        self._done = asyncio.Event()
        self._body = [body]
        self.status = 0
        self.content = b""
        self._scope: Scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": PATH, "raw_path": PATH.encode(), "query_string": urlencode(query).encode(), "root_path": "",
            "headers": [(b"host", b"kp.example.org"), (b"content-type", b"text/xml")],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip
        self.running: asyncio.Task[None] | None = None

    async def run(self, patience: Patience = _forever) -> bool:
        """Whether the response came before WeChat hung up; what the application does after it goes on."""
        self.running = asyncio.ensure_future(self._app(self._scope, self._receive, self._send))
        ends = [asyncio.ensure_future(self._done.wait()), asyncio.ensure_future(patience()), self.running]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for one in ends[:2]:
            one.cancel()
        if not self._done.is_set():
            self._hung_up.set()
        return self._done.is_set()

    async def _receive(self) -> Event:
        if self._body:
            return {"type": "http.request", "body": self._body.pop(), "more_body": False}
        await self._hung_up.wait()
        return {"type": "http.disconnect"}

    async def _send(self, event: Event) -> None:
        if event["type"] == "http.response.start":
            self.status = event["status"]
        elif not self._hung_up.is_set():
            self.content += event.get("body", b"")
            if not event.get("more_body"):
                self._done.set()


class Wechat:
    """Brings what people do to an application. `patience` is asked anew for each attempt."""

    def __init__(self, api: WechatApi, app: ASGIApp) -> None:
        self.api = api
        self.app = app
        self.exchanges: list[Exchange] = []
        self._numbers = count(6054768590064713728)

    def fields(self, person: str, kind: str, **rest: str) -> dict[str, str]:
        now = str(int(self.api.world.clock.now().timestamp()))
        known = {"ToUserName": ACCOUNT, "FromUserName": person, "CreateTime": now, "MsgType": kind}
        return {**known, **rest} if kind == "event" else {**known, **rest, "MsgId": str(next(self._numbers))}

    async def says(self, person: str, text: str) -> int:
        return await self.bring(self.fields(person, "text", Content=text))

    async def shows(self, person: str, picture: bytes) -> int:
        media = self.api.world.keep(picture)
        return await self.bring(self.fields(person, "image", PicUrl="http://mmbiz.example/0", MediaId=media))

    async def does(self, person: str, event: str, key: str = "") -> int:
        return await self.bring(self.fields(person, "event", Event=event, EventKey=key))

    async def bring(self, fields: dict[str, str], patience: Patience = _forever) -> int:
        """How many attempts it took; 0 if all were in vain, which the person sees."""
        person = fields["FromUserName"]
        self.api.world.allows(person, fields["MsgType"], fields.get("Event", ""))
        for attempt in range(1, ATTEMPTS + 1):
            exchange = await self.attempt(fields, patience)
            if exchange.content or exchange.status == 200:
                self._shown(person, exchange)
                return attempt
        self.api.world.failures.append(person)
        return 0

    async def attempt(self, fields: dict[str, str], patience: Patience = _forever) -> Exchange:
        exchange = self.exchange(xml(**fields))
        self.exchanges.append(exchange)
        await exchange.run(patience)
        return exchange

    def exchange(self, body: str | bytes, **query: str) -> Exchange:
        """A signed request with this body; `query` changes what is signed."""
        known, content = self.sealed(body)
        return Exchange(self.app, "POST", {**known, **query}, content)

    def sealed(self, body: str | bytes) -> tuple[dict[str, str], bytes]:
        timestamp, nonce = str(int(self.api.world.clock.now().timestamp())), secrets.token_hex(5)
        query = {"timestamp": timestamp, "nonce": nonce, "signature": signature(TOKEN, timestamp, nonce)}
        if not self.api.encrypted:
            return query, body if isinstance(body, bytes) else body.encode()
        secret = encrypt(AES_KEY, APP_ID, body if isinstance(body, str) else body.decode())
        query |= {"encrypt_type": "aes", "msg_signature": signature(TOKEN, timestamp, nonce, secret)}
        return query, xml(ToUserName=ACCOUNT, Encrypt=secret).encode()

    async def settled(self) -> None:
        """Until the application is done with everything that was brought."""
        await asyncio.gather(*(one.running for one in self.exchanges if one.running))

    # what people see of the responses

    def _shown(self, person: str, exchange: Exchange) -> None:
        if exchange.status != 200:
            self.api.world.failures.append(person)
        elif exchange.content not in (b"", b"success"):
            self.api.world.show(person, Message(self._read(person, exchange.content.decode()), inline=True))

    def _read(self, person: str, said: str) -> str:
        root = ElementTree.fromstring(said)
        if self.api.encrypted:
            found = {name: root.findtext(name, "") for name in ("TimeStamp", "Nonce", "Encrypt", "MsgSignature")}
            assert found["MsgSignature"] == signature(TOKEN, found["TimeStamp"], found["Nonce"], found["Encrypt"])
            root = ElementTree.fromstring(decrypt(AES_KEY, APP_ID, found["Encrypt"]))
        assert root.findtext("ToUserName") == person
        assert root.findtext("FromUserName") == ACCOUNT
        assert root.findtext("MsgType") == "text"
        assert root.findtext("CreateTime", "").isdigit()
        text = root.findtext("Content", "")
        assert 0 < len(text.encode()) <= 2048
        return text
