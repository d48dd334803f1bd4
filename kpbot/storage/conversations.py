"""Where a talk stands, per platform + chat + sender, so that two people in one group never mix."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import delete, select

from kpbot.storage import turns
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert
from kpbot.storage.tables import conversations as table

Key = tuple[str, str, str, str]  # platform, chat, thread, sender


@dataclass(slots=True)
class Conversation:
    """A route's unfinished talk. `data` must be JSON-able; change it freely, dispatch writes it back."""

    route: str
    step: str
    data: dict[str, Any] = field(default_factory=dict)
    updated_at: datetime | None = None


_key = (table.c.platform, table.c.chat, table.c.thread, table.c.sender)
_open = select(table).where(among(*_key)).order_by(*_key).with_for_update()


async def load(db: Db, keys: Collection[Key]) -> dict[Key, Conversation]:
    """The open talks of `keys`. Two workers that hold messages of one person go one after the other from here on, be a
    talk open or not: else who presses two buttons at once would be counted as two people."""
    if not keys:
        return {}
    await turns.wait(db, turns.SENDERS, {crc32(f"{platform} {sender}".encode()) for platform, _, _, sender in keys})
    found = {}
    for row in await db.execute(_open, listed(keys)):
        found[(row.platform, row.chat, row.thread, row.sender)] = Conversation(
            row.route, row.step, json.loads(row.data), row.updated_at
        )
    return found


async def elsewhere(db: Db, platform: str, chat: str, senders: Collection[str]) -> dict[Key, Conversation]:
    """The open talks that these accounts of a platform have in other chats than this one, locked."""
    query = select(*_key).where(table.c.platform == platform, table.c.sender.in_(senders), table.c.chat != chat)
    return await load(db, [(row.platform, row.chat, row.thread, row.sender) for row in await db.execute(query)])


async def purge(db: Db, before: datetime) -> None:
    """Forget talks nobody went on with since."""
    await db.execute(delete(table).where(table.c.updated_at < before))


async def save(db: Db, changed: Iterable[tuple[Key, Conversation | None]], now: datetime) -> None:
    """Write back what changed; None ends a talk."""
    gone, kept = [], []
    for key, talk in changed:
        if talk is None:
            gone.append(key)
        else:
            kept.append(
                {
                    **dict(zip(("platform", "chat", "thread", "sender"), key, strict=True)),
                    "route": talk.route,
                    "step": talk.step,
                    "data": json.dumps(talk.data, ensure_ascii=False),
                    "updated_at": now,
                }
            )
    if gone:
        await db.execute(delete(table).where(among(*_key)), listed(gone))
    if kept:
        upsert = insert(db, table)
        upsert = upsert.on_conflict_do_update(
            index_elements=["platform", "chat", "thread", "sender"],
            set_={name: upsert.excluded[name] for name in ("route", "step", "data", "updated_at")},
        )
        await db.execute(upsert, kept)
