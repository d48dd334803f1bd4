"""Which messages were taken in already. The row is written in the transaction that handles the message."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, delete, or_

from kpbot.storage.database import Db, insert, inserting
from kpbot.storage.tables import inbox

Key = tuple[str, str]  # platform, message key


async def take(db: Db, keys: Collection[Key], now: datetime) -> set[Key]:
    """Note the messages as handled; returns those that nobody had noted before. Where another worker is noting one of
    them at this moment, this waits for its commit."""
    if not keys:
        return set()
    # In one order, so that two workers never wait for each other.
    rows = [{"platform": p, "key": k, "received_at": now, "error": "", "payload": ""} for p, k in sorted(keys)]
    statement, values = inserting(db, inbox, rows)
    statement = statement.on_conflict_do_nothing().returning(inbox.c.platform, inbox.c.key)
    return {(platform, key) for platform, key in await db.execute(statement, values)}


async def set_aside(db: Db, key: Key, now: datetime, error: str, payload: str) -> None:
    """Keep a message that could not be handled, with its error, for the operator."""
    row = {"platform": key[0], "key": key[1], "received_at": now, "error": error, "payload": payload}
    await db.execute(insert(db, inbox).on_conflict_do_nothing(), row)


async def purge(db: Db, before: datetime, set_aside_before: datetime) -> int:
    """Forget messages received before; those set aside stay longer, for the operator to look at."""
    done = and_(inbox.c.error == "", inbox.c.received_at < before)
    failed = and_(inbox.c.error != "", inbox.c.received_at < set_aside_before)
    return int((await db.execute(delete(inbox).where(or_(done, failed)))).rowcount)
