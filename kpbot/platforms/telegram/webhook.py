"""Updates that Telegram brings itself: believed by their secret, confirmed once they are committed."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kpbot.ports import NotTaken

PATH = "/platforms/telegram/callback"
HEADER = "x-telegram-bot-api-secret-token"
BODY = 1_000_000  # bytes

log = structlog.get_logger(__name__)


def secret_of(token: str, chosen: str) -> str:
    """The operator's secret, or one that every process derives from the token."""
    return chosen or hmac.new(token.encode(), b"kpbot webhook", "sha256").hexdigest()


def route(secret: str, take: Callable[[dict[str, Any]], Awaitable[None]]) -> Route:
    """`take` returns once the update is committed; whatever it raises makes Telegram bring the update again. Any worker
    may be asked: the answers are sent by the one that owns the account."""

    async def callback(request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        try:
            update = json.loads(await _body(request))
        except (ClientDisconnect, ValueError):
            return Response(status_code=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return Response(status_code=400)
        try:
            await take(update)
        except NotTaken:
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response()

    return Route(PATH, callback, methods=["POST"])


async def _body(request: Request) -> bytes:
    """Raises ValueError if it is longer than any update."""
    content, more = b"", True
    while more:  # what `request.stream()` does, without a generator for each press
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        content += message.get("body", b"")
        more = message.get("more_body", False)
        if len(content) > BODY:
            raise ValueError
    return content
