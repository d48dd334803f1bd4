"""Pictures and files of the room's messages, as the page asks for them: by message, never by path."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from kpbot.domain.messages import Face, Outgoing
from kpbot.platforms.rehearsal.brought import kind_of
from kpbot.platforms.rehearsal.ids import read_id
from kpbot.ports import SendError
from kpbot.services.enclosed import enclosed, enclosure_of
from kpbot.storage import room

if TYPE_CHECKING:
    from kpbot.platforms.rehearsal.platform import Rehearsal

MISSING = 404


async def brought_picture(platform: Rehearsal, name: str) -> Response:
    """A photo that somebody brought."""
    try:
        return as_picture(await platform.fetch(name))
    except SendError:
        return Response(status_code=MISSING)


async def picture(platform: Rehearsal, message: str) -> Response:
    """The picture of a message of the bot."""
    said = await _said(platform, message)
    face = Face(**said["face"]) if said.get("face") else None
    try:
        shown = await enclosure_of(platform.folder, Outgoing(picture=said.get("picture", ""), face=face))
    except SendError:
        shown = None
    return as_picture(shown.content) if shown else Response(status_code=MISSING)


async def document(platform: Rehearsal, message: str) -> Response:
    """The document of a message of the bot, to be saved."""
    held = (await _said(platform, message)).get("document")
    try:
        content = await enclosed(platform.folder, held["path"]) if held else None
    except SendError:
        content = None
    return as_download(content, held["name"]) if held and content is not None else Response(status_code=MISSING)


async def file(platform: Rehearsal, message: str, number: int) -> Response:
    """A file that somebody sent with a message, to be saved."""
    files = (await _said(platform, message)).get("files", [])
    if number >= len(files):
        return Response(status_code=MISSING)
    try:
        content = await asyncio.to_thread(platform.brought.read, files[number]["id"])
    except SendError:
        return Response(status_code=MISSING)
    return as_download(content, files[number]["name"])


async def _said(platform: Rehearsal, message: str) -> Mapping[str, Any]:
    async with platform.database.read() as db:
        found = await room.message(db, read_id(message) or 0)
    return found.payload if found else {}


def as_picture(content: bytes) -> Response:
    """Shown, if it is one by its content."""
    kind = kind_of(content)
    if kind is None:
        return Response(status_code=MISSING)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
    return Response(content, headers=headers, media_type=kind)


def as_download(content: bytes, name: str) -> Response:
    """Saved, whatever it is: never opened as a page of this address."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-cache",
    }
    return Response(content, headers=headers, media_type="application/octet-stream")
