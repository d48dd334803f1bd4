"""The room's HTTP side: the page, its files, pictures, and the WebSocket. For this computer only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from kpbot.platforms.rehearsal import limits
from kpbot.platforms.rehearsal.photos import kind_of
from kpbot.platforms.rehearsal.visit import visit
from kpbot.ports import SendError
from kpbot.texts import language_or_default, say

if TYPE_CHECKING:
    from kpbot.platforms.rehearsal.platform import Rehearsal

PAGE = Path(__file__).parent / "page"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}

Handler = Callable[[Request], Awaitable[Response]]


def is_local(connection: HTTPConnection) -> bool:
    """Whether page and address are this computer's: other sites, and names that only resolve to it, are not."""
    try:
        host = urlsplit(f"//{connection.headers.get('host', '')}")
        origin = connection.headers.get("origin")
        if host.hostname not in LOOPBACK:
            return False
        return origin is None or urlsplit(origin).netloc == host.netloc
    except ValueError:
        return False


def _policy(request: Request) -> dict[str, str]:
    host = request.headers["host"]
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
            f"connect-src 'self' ws://{host}; form-action 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }


def routes(platform: Rehearsal) -> Sequence[BaseRoute]:
    """/, /room/static/<file>, /room/photos and /room/ws."""

    def local(handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            if not is_local(request):
                return Response("only for this computer", 403)
            return await handler(request)

        return guarded

    async def index(request: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers=_policy(request), media_type="text/html")

    async def static(request: Request) -> Response:
        path = PAGE / request.path_params["file"]
        if path.parent != PAGE or not path.is_file() or path.suffix not in _TYPES:
            return Response(status_code=404)
        return FileResponse(path, headers=_policy(request), media_type=_TYPES[path.suffix])

    async def upload(request: Request) -> Response:
        lang = language_or_default(request.headers.get("accept-language", ""))
        content = b""
        async for chunk in request.stream():
            content += chunk
            if len(content) > limits.PHOTO_BYTES:
                return JSONResponse({"text": say(lang, "room-photo-too-big")}, 413)
        if kind_of(content) is None:
            return JSONResponse({"text": say(lang, "room-photo-kind")}, 415)
        return JSONResponse({"id": platform.photos.keep(content)})

    async def photo(request: Request) -> Response:
        try:
            content = platform.photos.read(request.path_params["photo"])
        except SendError:
            return Response(status_code=404)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        return Response(content, headers=headers, media_type=kind_of(content))

    async def socket(websocket: WebSocket) -> None:
        if not is_local(websocket) or "origin" not in websocket.headers:
            await websocket.close(1008)
            return
        await visit(platform, websocket)

    return [
        Route("/", local(index)),
        Route("/room/static/{file}", local(static)),
        Route("/room/photos", local(upload), methods=["POST"]),
        Route("/room/photos/{photo}", local(photo)),
        WebSocketRoute("/room/ws", socket),
    ]
