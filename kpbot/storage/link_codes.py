"""Codes by which a person says of another account: that is me. Only their digests are stored, and a row is gone once it
was decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update

from kpbot.domain.link_codes import Asker, LinkCode
from kpbot.domain.messages import Chat
from kpbot.domain.people import Account
from kpbot.storage.database import Db, insert
from kpbot.storage.tables import link_codes

PREFIX = 40  # characters of a digest that name it in a button
KEPT = timedelta(days=1)
"""After its end a code is kept for so long, to say that it expired."""


async def add(db: Db, digest: str, person_id: int, given_in: Chat, now: datetime, expires_at: datetime) -> None:
    """A new code, in place of those the person had; what is long over goes, whoever had it."""
    over = link_codes.c.expires_at < now - KEPT
    await db.execute(delete(link_codes).where(or_(link_codes.c.person_id == person_id, over)))
    row = {
        "digest": digest,
        "person_id": person_id,
        "platform": given_in.platform,
        "chat": given_in.id,
        "made_at": now,
        "expires_at": expires_at,
    }
    await db.execute(insert(db, link_codes), row)


async def find(db: Db, digest: str) -> LinkCode | None:
    """The code of a digest, or of its first PREFIX characters, valid or not."""
    if len(digest) < PREFIX:
        return None
    query = select(link_codes).where(link_codes.c.digest.startswith(digest, autoescape=True))
    rows = list((await db.execute(query)).mappings())
    if len(rows) != 1:
        return None
    row = rows[0]
    there = Chat(row["by_platform"], row["by_chat"], row["by_thread"], row["by_private"])
    return LinkCode(
        row["digest"],
        row["person_id"],
        Chat(row["platform"], row["chat"], private=True),
        row["expires_at"],
        Asker(row["by_user"], row["by_name"], there) if row["used_at"] else None,
        row["used_at"],
        row["agreed_at"] is not None,
    )


async def use(db: Db, digest: str, by: Asker, now: datetime, expires_at: datetime, *, agreed: bool) -> bool:
    """Note who said a code; False if somebody was faster. Until `expires_at` it can be decided."""
    values = {
        "used_at": now,
        "expires_at": expires_at,
        "by_platform": by.platform,
        "by_user": by.user,
        "by_name": by.name,
        "by_chat": by.chat.id,
        "by_thread": by.chat.thread,
        "by_private": by.chat.private,
        "agreed_at": now if agreed else None,
    }
    mine = and_(link_codes.c.digest == digest, link_codes.c.used_at.is_(None))
    return bool((await db.execute(update(link_codes).where(mine).values(**values))).rowcount)


async def agree(db: Db, digest: str, now: datetime, expires_at: datetime) -> bool:
    """False if the asker's side had agreed before, or it was decided meanwhile."""
    waits = and_(link_codes.c.digest == digest, link_codes.c.agreed_at.is_(None))
    values = {"agreed_at": now, "expires_at": expires_at}
    return bool((await db.execute(update(link_codes).where(waits).values(**values))).rowcount)


async def settle(db: Db, digest: str) -> bool:
    """It was decided; False if it had been."""
    return bool((await db.execute(delete(link_codes).where(link_codes.c.digest == digest))).rowcount)


async def forget(db: Db, person_id: int, own: Collection[Account]) -> None:
    """Codes that a person got, or said from one of these accounts."""
    said = [and_(link_codes.c.by_platform == a.platform, link_codes.c.by_user == a.user) for a in own]
    await db.execute(delete(link_codes).where(or_(link_codes.c.person_id == person_id, *said)))
