"""Which messages were taken in already. The row is written in the transaction that handles the message."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import and_, delete, or_, select, tuple_

from kpbot.storage.database import Db, insert, insert_new
from kpbot.storage.tables import inbox

Key = tuple[str, str]  # platform, message key


async def known(db: Db, keys: Collection[Key]) -> set[Key]:
    """Those of `keys` that were handled before."""
    if not keys:
        return set()
    query = select(inbox.c.platform, inbox.c.key).where(tuple_(inbox.c.platform, inbox.c.key).in_(keys))
    return {(platform, key) for platform, key in await db.execute(query)}


async def take(db: Db, keys: Iterable[Key], now: datetime) -> int:
    """Note the messages as handled; returns how many another worker had not noted meanwhile."""
    rows = [{"platform": p, "key": k, "received_at": now, "error": "", "payload": ""} for p, k in keys]
    return await insert_new(db, inbox, rows)


async def set_aside(db: Db, key: Key, now: datetime, error: str, payload: str) -> None:
    """Keep a message that could not be handled, with its error, for the operator."""
    row = {"platform": key[0], "key": key[1], "received_at": now, "error": error, "payload": payload}
    await db.execute(insert(db, inbox).on_conflict_do_nothing(), row)


async def purge(db: Db, before: datetime, set_aside_before: datetime) -> int:
    """Forget messages received before; those set aside stay longer, for the operator to look at."""
    done = and_(inbox.c.error == "", inbox.c.received_at < before)
    failed = and_(inbox.c.error != "", inbox.c.received_at < set_aside_before)
    return int((await db.execute(delete(inbox).where(or_(done, failed)))).rowcount)
