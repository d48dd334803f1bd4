"""Where a talk stands, per platform + chat + sender, so that two people in one group never mix."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, tuple_

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


_key = tuple_(table.c.platform, table.c.chat, table.c.thread, table.c.sender)


async def load(db: Db, keys: Collection[Key]) -> dict[Key, Conversation]:
    """The open talks of `keys`, locked in key order: two workers go one after the other."""
    if not keys:
        return {}
    query = (
        select(table)
        .where(_key.in_(sorted(keys)))
        .order_by(table.c.platform, table.c.chat, table.c.thread, table.c.sender)
        .with_for_update()
    )
    found = {}
    for row in await db.execute(query):
        found[(row.platform, row.chat, row.thread, row.sender)] = Conversation(
            row.route, row.step, json.loads(row.data), row.updated_at
        )
    return found


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
        await db.execute(delete(table).where(_key.in_(gone)))
    if kept:
        upsert = insert(db, table)
        upsert = upsert.on_conflict_do_update(
            index_elements=["platform", "chat", "thread", "sender"],
            set_={name: upsert.excluded[name] for name in ("route", "step", "data", "updated_at")},
        )
        await db.execute(upsert, kept)
