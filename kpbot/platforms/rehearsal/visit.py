"""One window's stay: frames in, until it closes."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from kpbot.domain.messages import Happening
from kpbot.domain.plain_text import clean, one_line
from kpbot.platforms.rehearsal import limits
from kpbot.platforms.rehearsal.ids import read_id
from kpbot.platforms.rehearsal.view import private_chat
from kpbot.platforms.rehearsal.windows import Window
from kpbot.ports import NotTaken
from kpbot.storage import room
from kpbot.storage.room import RoomChat, RoomPerson
from kpbot.texts import LANGUAGES, say

if TYPE_CHECKING:
    from kpbot.platforms.rehearsal.platform import Rehearsal

MOVES = frozenset({"+1h", "tomorrow", "+1w", "+2m"})
WANTED = {  # of what a person does, with the texts it comes with
    "say": ("key", "chat", "text"),
    "press": ("key", "chat", "message", "data"),
    "forward": ("key", "chat", "message"),
}
_background: set[asyncio.Task[None]] = set()


async def visit(platform: Rehearsal, socket: WebSocket) -> None:
    """Serve a window until it closes."""
    await socket.accept()
    window = Window(socket)
    platform.windows.add(window)
    writer = asyncio.create_task(window.write())
    try:
        while True:
            frame = read_frame(await socket.receive_text())
            if frame is not None:
                await _take(platform, window, frame)
    except (WebSocketDisconnect, RuntimeError, NotTaken):
        pass  # the page comes back, and says again what was not acknowledged
    finally:
        platform.windows.remove(window)
        writer.cancel()


def read_frame(raw: str) -> dict[str, Any] | None:
    """A frame of the page; None for anything else."""
    if len(raw) > limits.FRAME_BYTES:
        return None
    try:
        frame = json.loads(raw)
    except ValueError:
        return None
    return frame if isinstance(frame, dict) and isinstance(frame.get("t"), str) else None


async def _take(platform: Rehearsal, window: Window, frame: dict[str, Any]) -> None:
    kind = frame["t"]
    if kind == "hello":
        await _hello(platform, window, frame)
    elif kind == "new_person":
        await _new_person(platform, window, frame)
    elif window.person is None:
        window.show({"t": "refused", "key": frame.get("key"), "text": say(window.lang, "room-choose-person")})
    elif kind in WANTED:
        await _speak(platform, window, window.person, frame)
    elif kind == "history":
        if await platform.may_see(window.person, str(frame.get("chat", ""))):
            await platform.history(window, str(frame["chat"]), read_id(frame.get("before")))
    elif kind == "new_group":
        await _new_group(platform, window, frame)
    elif kind == "clock" and str(frame.get("to")) in MOVES:
        task = asyncio.create_task(platform.move(str(frame["to"])))
        _background.add(task)
        task.add_done_callback(_background.discard)


async def _hello(platform: Rehearsal, window: Window, frame: dict[str, Any]) -> None:
    window.lang = frame["lang"] if frame.get("lang") in LANGUAGES else "zh-CN"
    async with platform.database.read() as db:
        people = await room.people(db)
    window.person = next((p for p in people if p.id == frame.get("as")), None)
    await platform.greet(window)


async def _speak(platform: Rehearsal, window: Window, person: RoomPerson, frame: dict[str, Any]) -> None:
    """A message, a press or a forward; acknowledged when the bot's records are committed."""
    key = frame.get("key")
    problem = await _problem(platform, person, frame)
    if problem is None and frame["t"] == "forward":
        problem = None if await platform.forwarded(window, person, frame) else "room-not-forwarded"
    if problem:
        window.show({"t": "refused", "key": key, "text": say(window.lang, problem)})
        return
    if frame["t"] == "say":
        await platform.said(window, person, frame)
    elif frame["t"] == "press":
        await platform.pressed(window, person, frame)
    window.show({"t": "ack", "key": key})


async def _problem(platform: Rehearsal, person: RoomPerson, frame: dict[str, Any]) -> str | None:
    """The text that says why a frame is not taken."""
    if not all(isinstance(frame.get(name), str) for name in WANTED[frame["t"]]) or not 0 < len(frame["key"]) <= 100:
        return "room-bad-frame"
    if not await platform.may_see(person, frame["chat"]):
        return "room-not-member"
    if frame["t"] == "press":
        return None if len(frame["data"].encode()) <= 64 else "room-bad-frame"
    return None if frame["t"] == "forward" else _problem_of_words(platform, frame)


def _problem_of_words(platform: Rehearsal, frame: dict[str, Any]) -> str | None:
    """Also makes of the frame's text and files what is kept of them."""
    photos = frame.get("photos", [])
    if not isinstance(photos, list) or len(photos) > limits.PHOTOS:
        return "room-too-many-photos"
    files = _files(platform, frame.get("files", []))
    if files is None:
        return "room-bad-frame"
    if len(frame["text"]) > limits.TEXT_CHARACTERS:
        return "room-text-too-long"
    frame["text"] = clean(frame["text"], limits.TEXT_CHARACTERS)
    frame["files"] = files
    return None if frame["text"].strip() or photos or files else "room-empty"


def _files(platform: Rehearsal, said: object) -> list[dict[str, Any]] | None:
    """Files that were brought before, as they are kept with the message; None if there are others among them."""
    if not isinstance(said, list) or len(said) > limits.FILES:
        return None
    files = []
    for one in said:
        if not isinstance(one, dict) or (size := platform.brought.size(str(one.get("id", "")))) is None:
            return None
        name = clean(one_line(str(one.get("name", ""))), limits.FILE_NAME_CHARACTERS)
        files.append({"id": str(one["id"]), "name": name or "file", "size": size})
    return files


async def _new_person(platform: Rehearsal, window: Window, frame: dict[str, Any]) -> None:
    name = clean(one_line(str(frame.get("name", ""))), limits.NAME_CHARACTERS)
    if not name:
        window.show({"t": "refused", "key": None, "text": say(window.lang, "room-name-needed")})
        return
    person = RoomPerson(f"n{secrets.token_hex(4)}", name, say("zh-CN", "room-newcomer"), say("en", "room-newcomer"))
    async with platform.database.write() as db:
        await room.add_people(db, [person])
    window.person = person
    await platform.greet(window)
    await platform.happened(window, Happening.STARTED, private_chat(person.id), f"started:{person.id}")


async def _new_group(platform: Rehearsal, window: Window, frame: dict[str, Any]) -> None:
    name = clean(one_line(str(frame.get("name", ""))), limits.NAME_CHARACTERS)
    if not name or window.person is None:
        window.show({"t": "refused", "key": None, "text": say(window.lang, "room-name-needed")})
        return
    chat = RoomChat(f"g{secrets.token_hex(4)}", name, "group")
    async with platform.database.write() as db:
        await room.add_chats(db, [chat])
    for other in platform.windows.all:
        if other.person:
            await platform.greet(other)
    await platform.happened(window, Happening.ADDED, chat.id, f"added:{chat.id}", name)
