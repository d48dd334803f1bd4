"""Updates that Telegram brings itself: believed by their secret, confirmed once they are committed."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kpbot.platforms.callbacks import body, forbidden, not_now, unreadable
from kpbot.platforms.telegram.limits import NAME
from kpbot.ports import NotTaken

PATH = "/platforms/telegram/callback"
HEADER = "x-telegram-bot-api-secret-token"
BODY = 1_000_000  # bytes


def secret_of(token: str, chosen: str) -> str:
    """The operator's secret, or one that every process derives from the token."""
    return chosen or hmac.new(token.encode(), b"kpbot webhook", "sha256").hexdigest()


def route(secret: str, take: Callable[[dict[str, Any]], Awaitable[None]]) -> Route:
    """`take` returns once the update is committed; whatever it raises makes Telegram bring the update again. Any worker
    may be asked: the answers are sent by the one that owns the account."""

    async def callback(request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return forbidden(NAME, "secret")
        try:
            update = json.loads(await body(request, BODY))
        except (ClientDisconnect, ValueError, RecursionError):
            return unreadable(NAME, "body")
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return unreadable(NAME, "body")
        try:
            await take(update)
        except NotTaken:
            return not_now()
        return Response()

    return Route(PATH, callback, methods=["POST"])
