"""What platforms gave us to speak with, shared by all workers: the value, until when, and who fetches the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from kpbot.storage.database import Db, insert_new
from kpbot.storage.tables import access_tokens


@dataclass(frozen=True, slots=True)
class Kept:
    value: str
    expires_at: datetime | None  # UTC


async def kept(db: Db, name: str) -> Kept:
    query = select(access_tokens.c.value, access_tokens.c.expires_at).where(access_tokens.c.name == name)
    row = (await db.execute(query)).one_or_none()
    return Kept(row.value, row.expires_at) if row else Kept("", None)


async def lease(db: Db, name: str, known: str, now: datetime, until: datetime) -> bool:
    """Whether the caller is the one to fetch the next, because nobody else does and what is kept is still `known`."""
    await insert_new(db, access_tokens, [{"name": name, "value": ""}])
    ended, wrong = access_tokens.c.lease_until <= now, access_tokens.c.lease_until > until + (until - now)
    free = or_(access_tokens.c.lease_until.is_(None), ended, wrong)  # wrong: taken by a clock that was far ahead
    ours = (access_tokens.c.name == name) & (access_tokens.c.value == known)
    return bool((await db.execute(update(access_tokens).where(ours, free).values(lease_until=until))).rowcount)


async def keep(db: Db, name: str, value: str, expires_at: datetime) -> None:
    here = update(access_tokens).where(access_tokens.c.name == name)
    await db.execute(here.values(value=value, expires_at=expires_at, lease_until=None))


async def let_go(db: Db, name: str) -> None:
    """Nothing came of the fetch."""
    await db.execute(update(access_tokens).where(access_tokens.c.name == name).values(lease_until=None))


async def leave(db: Db, name: str, value: str, expires_at: datetime) -> None:
    """One that is good for a single use, for whoever takes it; the first that is left under a name stays."""
    await insert_new(db, access_tokens, [{"name": name, "value": value, "expires_at": expires_at}])


async def take(db: Db, name: str, now: datetime) -> str:
    """What was left; empty if nothing is, any more."""
    good = (access_tokens.c.name == name) & (access_tokens.c.expires_at > now)
    found = (await db.execute(delete(access_tokens).where(good).returning(access_tokens.c.value))).scalar_one_or_none()
    return str(found or "")


async def forget(db: Db, prefix: str, before: datetime) -> int:
    """Those whose names begin so, and that are good for nothing since then; how many."""
    named = access_tokens.c.name.startswith(prefix, autoescape=True)
    result = await db.execute(delete(access_tokens).where(named, access_tokens.c.expires_at < before))
    return int(result.rowcount)
