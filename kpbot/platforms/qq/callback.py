"""What QQ brings over HTTP: believed by its signature, confirmed once it is committed."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kpbot.platforms.callbacks import TooLong, body, forbidden, is_fresh, not_now, unreadable
from kpbot.platforms.qq.limits import BODY, NAME
from kpbot.platforms.qq.signing import Keys
from kpbot.ports import Clock, NotTaken

PATH = "/platforms/qq/callback"
SIGNATURE, TIMESTAMP = "x-signature-ed25519", "x-signature-timestamp"
DISPATCH, TAKEN, CHECK = 0, 12, 13  # the «op» of a payload

# We sign these two one after the other, as we would sign the time and body of a callback: a token that could be a body
# is none.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,128}")
_TIME = re.compile(r"[0-9]{1,13}")

Payload = dict[str, Any]


def route(keys: Keys, clock: Clock, take: Callable[[Payload], Awaitable[None]]) -> Route:
    """`take` returns once the event is committed; whatever it raises makes QQ bring it again. Any worker may be
    asked."""

    async def callback(request: Request) -> Response:
        try:
            content = await body(request, BODY)
        except (ClientDisconnect, TooLong):
            return unreadable(NAME, "size", 413)
        timestamp = request.headers.get(TIMESTAMP, "")
        if not keys.signed(request.headers.get(SIGNATURE, ""), timestamp, content):
            return forbidden(NAME, "signature")
        if not is_fresh(timestamp, clock.now()):
            return forbidden(NAME, "time")
        payload = _read(content)
        if payload is None:
            return unreadable(NAME, "body")
        if payload.get("op") == CHECK:
            return _checked(keys, payload.get("d"))
        try:
            if payload.get("op") == DISPATCH:
                await take(payload)
        except NotTaken:
            return not_now()
        return JSONResponse({"op": TAKEN})

    return Route(PATH, callback, methods=["POST"])


def _read(content: bytes) -> Payload | None:
    try:
        read = json.loads(content.decode())
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _checked(keys: Keys, asked: Any) -> Response:
    """The answer to the check of our address. To be given only to who signed the question."""
    token, at = (asked.get("plain_token"), asked.get("event_ts")) if isinstance(asked, dict) else (None, None)
    if not (isinstance(token, str) and isinstance(at, str) and _TOKEN.fullmatch(token) and _TIME.fullmatch(at)):
        return unreadable(NAME, "check")
    return JSONResponse({"plain_token": token, "signature": keys.sign(at + token)})
