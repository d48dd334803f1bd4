"""Which slots of the timed jobs were run: one row per (job, slot), so that two workers never run the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, func, select, update

from kpbot.storage.database import Db, insert_new
from kpbot.storage.tables import job_slots


async def take(db: Db, job: str, slot: datetime) -> bool:
    """Take a slot whose effects commit in this same transaction; False if it was run before."""
    return await insert_new(db, job_slots, [{"job": job, "slot": slot, "done": True, "error": ""}]) == 1


async def lease(db: Db, job: str, slot: datetime, now: datetime, length: timedelta) -> bool:
    """Take a slot for work outside a transaction; a dead worker's lease may be taken over when it ended."""
    row = {"job": job, "slot": slot, "done": False, "lease_until": now + length, "error": ""}
    if await insert_new(db, job_slots, [row]):
        return True
    ended = and_(job_slots.c.job == job, job_slots.c.slot == slot, ~job_slots.c.done, job_slots.c.lease_until < now)
    result = await db.execute(update(job_slots).where(ended).values(lease_until=now + length))
    return bool(result.rowcount)


async def finish(db: Db, job: str, slot: datetime, error: str = "") -> None:
    await db.execute(
        update(job_slots)
        .where(job_slots.c.job == job, job_slots.c.slot == slot)
        .values(done=True, error=error, lease_until=None)
    )


async def last_slots(db: Db) -> dict[str, datetime]:
    """The latest finished slot of every job."""
    query = (
        select(job_slots.c.job, func.max(job_slots.c.slot).label("slot"))
        .where(job_slots.c.done)
        .group_by(job_slots.c.job)
    )
    return {row.job: row.slot for row in await db.execute(query)}


async def purge(db: Db, before: datetime) -> None:
    """Forget old slots, but keep each job's latest."""
    later = job_slots.alias("later")
    newer = exists().where(later.c.job == job_slots.c.job, later.c.slot > job_slots.c.slot)
    await db.execute(delete(job_slots).where(job_slots.c.slot < before, newer))
