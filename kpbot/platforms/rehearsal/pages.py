"""The room's HTTP side: the page, what it is made of, and the WebSocket. For this computer only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from kpbot.platforms.rehearsal import carried, limits
from kpbot.platforms.rehearsal.brought import FILE, kind_of
from kpbot.platforms.rehearsal.visit import visit
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


async def _body(request: Request, limit: int) -> bytes | None:
    """What is uploaded; None if it has more than `limit` bytes."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > limit:
            return None
    return bytes(content)


def _refused(request: Request, text_id: str, status: int) -> Response:
    lang = language_or_default(request.headers.get("accept-language", ""))
    return JSONResponse({"text": say(lang, text_id)}, status)


def routes(platform: Rehearsal) -> Sequence[BaseRoute]:
    """/, /room/static/<file>, /room/photos, /room/files, /room/messages/<id>/… and /room/ws."""

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

    async def bring_photo(request: Request) -> Response:
        content = await _body(request, limits.PHOTO_BYTES)
        if content is None:
            return _refused(request, "room-photo-too-big", 413)
        if kind_of(content) is None:
            return _refused(request, "room-photo-kind", 415)
        return JSONResponse({"id": platform.brought.keep(content)})

    async def bring_file(request: Request) -> Response:
        content = await _body(request, limits.FILE_BYTES)
        if content is None:
            return _refused(request, "room-file-too-big", 413)
        return JSONResponse({"id": platform.brought.keep(content, FILE)})

    async def photo(request: Request) -> Response:
        return await carried.brought_picture(platform, request.path_params["photo"])

    async def picture(request: Request) -> Response:
        return await carried.picture(platform, request.path_params["message"])

    async def document(request: Request) -> Response:
        return await carried.document(platform, request.path_params["message"])

    async def file(request: Request) -> Response:
        return await carried.file(platform, request.path_params["message"], request.path_params["number"])

    async def socket(websocket: WebSocket) -> None:
        if not is_local(websocket) or "origin" not in websocket.headers:
            await websocket.close(1008)
            return
        await visit(platform, websocket)

    return [
        Route("/", local(index)),
        Route("/room/static/{file}", local(static)),
        Route("/room/photos", local(bring_photo), methods=["POST"]),
        Route("/room/photos/{photo}", local(photo)),
        Route("/room/files", local(bring_file), methods=["POST"]),
        Route("/room/messages/{message}/picture", local(picture)),
        Route("/room/messages/{message}/document", local(document)),
        Route("/room/messages/{message}/files/{number:int}", local(file)),
        WebSocketRoute("/room/ws", socket),
    ]
