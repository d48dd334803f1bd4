"""Transactions that change the same things go one after the other, by advisory locks; SQLite has one writer anyway."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text

from kpbot.storage.database import Db

# Spaces of ours among all advisory locks of the database.
POSTS = 0x6B7064
SENDERS = 0x6B7065
OPENS = 0x6B7066

_LOCKING = text("SELECT count(pg_advisory_xact_lock(:space, key)) FROM unnest(CAST(:keys AS int[])) AS key")


async def wait(db: Db, space: int, keys: Iterable[int]) -> None:
    """Wait until no other transaction has one of these keys, and have them until this one ends. All are taken in one
    order, so that nobody waits in a circle. Keys are cut to 31 bits: now and then two wait that need not."""
    if db.dialect.name != "sqlite" and (taken := sorted({key % 0x7FFFFFFF for key in keys})):
        await db.execute(_LOCKING, {"space": space, "keys": taken})
