"""The room as a platform: what people do in the page comes in, what the bot says goes to the windows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from starlette.routing import BaseRoute

from kpbot.domain.messages import Chat, Happening, Incoming, Outgoing, Receipt, Sender
from kpbot.platforms.rehearsal import pages
from kpbot.platforms.rehearsal.brought import Brought
from kpbot.platforms.rehearsal.ids import read_id
from kpbot.platforms.rehearsal.incoming import chat_of, messages_of, passed_on
from kpbot.platforms.rehearsal.limits import CAPABILITIES, NAME
from kpbot.platforms.rehearsal.view import clock_label, message_frame, payload_of, private_chat, room_frame
from kpbot.platforms.rehearsal.windows import Window, Windows
from kpbot.ports import Answer, Clock, NotTaken, OnMessages, SendError
from kpbot.services.enclosed import enclosure_of
from kpbot.storage import room
from kpbot.storage.database import Database
from kpbot.storage.room import BOT, RoomChat, RoomMessage, RoomPerson

Progress = Callable[[int, int, datetime], None]
MoveClock = Callable[[str, Progress], Awaitable[None]]


async def _nobody(_messages: Sequence[Incoming]) -> Sequence[Answer]:
    raise NotTaken


class Rehearsal:
    """Implements kpbot.ports.Platform. `move_clock` is given by the composition root; without it time stands."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(self, database: Database, clock: Clock, zone: str, folder: Path) -> None:
        self.database = database
        self.clock = clock
        self.zone = zone
        self.folder = folder
        self.brought = Brought(folder / "room")
        self.windows = Windows()
        self.move_clock: MoveClock | None = None
        self.moving = False
        self._on_messages: OnMessages = _nobody

    async def run(self, on_messages: OnMessages) -> None:
        """Messages come through the page's WebSocket, so there is nothing to poll."""
        await asyncio.Event().wait()

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        self._on_messages = on_messages
        return pages.routes(self)

    async def close(self) -> None:
        """Windows are the web server's to close."""

    async def fetch(self, ref: str) -> bytes:
        return await asyncio.to_thread(self.brought.read, ref)

    # what people do

    async def take(self, incoming: Incoming) -> None:
        """Hand a message on; returns once it is committed."""
        answers = await self._on_messages([incoming])
        for answer in answers:
            await answer.delivered()

    async def said(self, window: Window, person: RoomPerson, frame: dict[str, Any]) -> None:
        """A person's message: shown to the others at once, and given to the bot. The window's language is theirs, like
        that of their telephone, until they tell the bot another."""
        payload = {
            "text": frame["text"],
            "photos": [str(photo) for photo in frame.get("photos", [])],
            "files": frame.get("files", []),
            "reply_to": read_id(frame.get("reply_to")),
        }
        await self._give(window, person, frame, payload)

    async def forwarded(self, window: Window, person: RoomPerson, frame: dict[str, Any]) -> bool:
        """A message of the bot passed on to another chat; False if it is none, or not one this person sees."""
        async with self.database.read() as db:
            original = await room.message(db, read_id(frame["message"]) or 0)
        if original is None or not (original.sender == BOT or original.payload.get("forwarded")):
            return False
        if not await self.may_see(person, original.chat):
            return False
        await self._give(window, person, frame, passed_on(original.payload))
        return True

    async def _give(self, window: Window, person: RoomPerson, frame: dict[str, Any], payload: dict[str, Any]) -> None:
        async with self.database.write() as db:
            message, new = await room.add_message(db, frame["chat"], person.id, self.clock.now(), payload, frame["key"])
        if new:
            await self._show(message)
        for incoming in messages_of(Sender(person.id, person.name, window.lang), message):
            await self.take(incoming)

    async def pressed(self, window: Window, person: RoomPerson, frame: dict[str, Any]) -> None:
        key = f"{person.id}:{frame['key']}"
        self.windows.pressed(key, window, frame["chat"])
        await self.take(
            Incoming(
                key=key,
                chat=chat_of(frame["chat"]),
                sender=Sender(person.id, person.name, window.lang),
                at=self.clock.now(),
                button=frame["data"],
                message=frame["message"],
            )
        )

    async def happened(self, window: Window, happening: Happening, chat: str, key: str, title: str = "") -> None:
        """Somebody opened the private chat, or brought the bot into a group."""
        who = window.person or RoomPerson("", "", "", "")
        await self.take(
            Incoming(
                key=key,
                chat=chat_of(chat),
                sender=Sender(who.id, who.name, window.lang),
                at=self.clock.now(),
                happening=happening,
                chat_title=title,
            )
        )

    # what the bot says

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if outgoing.toast:
            self.windows.toast(outgoing.toast, outgoing.text)
            return Receipt()
        if not outgoing.edits:
            await enclosure_of(self.folder, outgoing)  # refused now, as by a platform that has to send it
        async with self.database.write() as db:
            message = await self._put(db, chat, outgoing)
        if message is None:
            raise SendError("the message is not there", permanent=True)
        await self._show(message)
        return Receipt(str(message.id))

    async def _put(self, db: Any, chat: Chat, outgoing: Outgoing) -> RoomMessage | None:
        if outgoing.react:
            return await room.react(db, read_id(outgoing.reply_to) or 0, BOT, outgoing.react)
        if outgoing.edits:
            return await self._edit(db, read_id(outgoing.edits) or 0, outgoing)
        message, _ = await room.add_message(db, chat.id, BOT, self.clock.now(), payload_of(outgoing))
        return message

    async def _edit(self, db: Any, number: int, outgoing: Outgoing) -> RoomMessage | None:
        """What the message carries stays, as on platforms that cannot take it back."""
        found = await room.message(db, number)
        stays = {name: found.payload.get(name) for name in ("picture", "document", "face")} if found else {}
        return await room.edit_message(db, number, payload_of(outgoing) | stays)

    # what the windows show

    async def _show(self, message: RoomMessage) -> None:
        frames = await self.frames([message])
        async with self.database.read() as db:
            chats = {chat.id: chat for chat in await room.chats(db)}

        def sees(window: Window) -> bool:
            person = window.person.id if window.person else ""
            chat = chats.get(message.chat)
            return chat.has(person) if chat else message.chat == private_chat(person)

        self.windows.show(sees, lambda _window: {"t": "message", "chat": message.chat, "message": frames[0]})

    async def frames(self, messages: Sequence[RoomMessage]) -> list[dict[str, Any]]:
        """Messages as the page wants them, with what they reply to."""
        wanted = {int(number) for m in messages if (number := m.payload.get("reply_to"))}
        async with self.database.read() as db:
            names = {p.id: p.name for p in await room.people(db)}
            quoted = {number: await room.message(db, number) for number in wanted}
        return [message_frame(m, names, quoted.get(m.payload.get("reply_to") or 0), self.zone) for m in messages]

    async def greet(self, window: Window) -> None:
        """The room as this window sees it: people, chats, clock, and the latest messages."""
        async with self.database.read() as db:
            people, chats = await room.people(db), await room.chats(db)
        window.show(room_frame(window.person, people, chats, window.lang, self.clock_frame(window.lang)))
        if window.person:
            for chat in self._visible(chats, window.person):
                await self.history(window, chat, None)

    def _visible(self, chats: Sequence[RoomChat], person: RoomPerson) -> list[str]:
        return [chat.id for chat in chats if chat.has(person.id)] + [private_chat(person.id)]

    async def may_see(self, person: RoomPerson, chat: str) -> bool:
        async with self.database.read() as db:
            return chat in self._visible(await room.chats(db), person)

    async def history(self, window: Window, chat: str, before: int | None) -> None:
        async with self.database.read() as db:
            messages, more = await room.history(db, chat, before)
        frames = await self.frames(messages)
        window.show(
            {
                "t": "messages",
                "chat": chat,
                "messages": frames,
                "more": more,
                "before": str(before) if before is not None else None,
            }
        )

    def clock_frame(self, lang: str) -> dict[str, Any]:
        now = self.clock.now()
        local = now.astimezone(ZoneInfo(self.zone))
        return {
            "now": local.isoformat(timespec="seconds"),
            "label": clock_label(now, self.zone, lang),
            "moving": self.moving,
        }

    def show_clock(self, done: int = 0, total: int = 0) -> None:
        """Tell every window what time it is, and how far a move has come."""
        progress = {"done": done, "total": total, "what": ""} if self.moving else None
        for window in self.windows.all:
            window.show({"t": "clock", **self.clock_frame(window.lang), "progress": progress})

    async def move(self, to: str) -> None:
        """Live through the time until `to`; one at a time."""
        if self.moving or self.move_clock is None:
            return
        self.moving = True
        try:
            self.show_clock()
            await self.move_clock(to, lambda done, total, _at: self.show_clock(done, total))
        finally:
            self.moving = False
            self.show_clock()
