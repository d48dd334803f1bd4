"""What the rehearsal room remembers: its people, its chats and what was said. It plays the platform's own server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select, update

from kpbot.storage.database import Db, insert, insert_new
from kpbot.storage.rows import read
from kpbot.storage.tables import room_chats, room_messages, room_people

PAGE = 50
BOT = "bot"


@dataclass(frozen=True, slots=True)
class RoomPerson:
    """Somebody the visitor can be; `about` in both languages."""

    id: str
    name: str
    about: str = ""
    about_en: str = ""
    rank: int = 1000


@dataclass(frozen=True, slots=True)
class RoomChat:
    """A group of the room. `members`: ids of its people separated by blanks, or `*` for everyone."""

    id: str
    name: str
    kind: str
    members: str = "*"
    about: str = ""
    about_en: str = ""
    rank: int = 1000

    def has(self, person: str) -> bool:
        return self.members == "*" or person in self.members.split()


@dataclass(frozen=True, slots=True)
class RoomMessage:
    """`payload` holds what the page shows; `sent_key` is the page's key of a person's message."""

    id: int
    chat: str
    sender: str
    at: datetime
    payload: dict[str, Any]
    sent_key: str = ""
    edited: bool = False
    reactions: dict[str, str] = field(default_factory=dict)  # person → emoji


def _message(row: RowMapping) -> RoomMessage:
    reactions = json.loads(row["reactions"] or "{}")
    return read(RoomMessage, row, payload=json.loads(row["payload"]), reactions=reactions)


async def add_people(db: Db, people: list[RoomPerson]) -> None:
    await insert_new(db, room_people, [{n: getattr(p, n) for n in RoomPerson.__slots__} for p in people])


async def add_chats(db: Db, chats: list[RoomChat]) -> None:
    await insert_new(db, room_chats, [{n: getattr(c, n) for n in RoomChat.__slots__} for c in chats])


async def people(db: Db) -> list[RoomPerson]:
    rows = (await db.execute(select(room_people).order_by(room_people.c.rank, room_people.c.id))).mappings()
    return [read(RoomPerson, row) for row in rows]


async def chats(db: Db) -> list[RoomChat]:
    rows = (await db.execute(select(room_chats).order_by(room_chats.c.rank, room_chats.c.id))).mappings()
    return [read(RoomChat, row) for row in rows]


async def add_message(
    db: Db, chat: str, sender: str, at: datetime, payload: dict[str, Any], sent_key: str = ""
) -> tuple[RoomMessage, bool]:
    """Keep a message; one a person sent before (same key) is found again. Returns it and whether it is new."""
    if sent_key:
        query = select(room_messages).where(room_messages.c.sender == sender, room_messages.c.sent_key == sent_key)
        known = (await db.execute(query)).mappings().one_or_none()
        if known:
            return _message(known), False
    row = {
        "chat": chat,
        "sender": sender,
        "at": at,
        "payload": json.dumps(payload, ensure_ascii=False),
        "sent_key": sent_key,
    }
    made = (await db.execute(insert(db, room_messages).returning(*room_messages.c), row)).mappings().one()
    return _message(made), True


async def edit_message(db: Db, message_id: int, payload: dict[str, Any]) -> RoomMessage | None:
    """Replace what a message says; None if there is none of that id."""
    change = (
        update(room_messages)
        .where(room_messages.c.id == message_id)
        .values(payload=json.dumps(payload, ensure_ascii=False), edited=True)
        .returning(*room_messages.c)
    )
    row = (await db.execute(change)).mappings().one_or_none()
    return _message(row) if row else None


async def react(db: Db, message_id: int, who: str, emoji: str) -> RoomMessage | None:
    found = await message(db, message_id)
    if found is None:
        return None
    reactions = json.dumps({**found.reactions, who: emoji}, ensure_ascii=False)
    change = update(room_messages).where(room_messages.c.id == message_id).values(reactions=reactions)
    row = (await db.execute(change.returning(*room_messages.c))).mappings().one()
    return _message(row)


async def message(db: Db, message_id: int) -> RoomMessage | None:
    row = (await db.execute(select(room_messages).where(room_messages.c.id == message_id))).mappings().one_or_none()
    return _message(row) if row else None


async def history(db: Db, chat: str, before: int | None = None) -> tuple[list[RoomMessage], bool]:
    """Up to PAGE messages of a chat, oldest first, and whether there are more before them."""
    query = select(room_messages).where(room_messages.c.chat == chat)
    if before is not None:
        query = query.where(room_messages.c.id < before)
    rows = list((await db.execute(query.order_by(room_messages.c.id.desc()).limit(PAGE + 1))).mappings())
    return [_message(row) for row in reversed(rows[:PAGE])], len(rows) > PAGE
