"""Leaves 请假 of posts: spans of local days, both ends included, that never overlap. Past ones stay, because the days
in them are judged later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, func, select, update

from kpbot.storage.database import Db, insert
from kpbot.storage.portions import portions
from kpbot.storage.tables import leaves

Span = tuple[date, date]
_DAY = timedelta(days=1)


async def away(db: Db, post_ids: Collection[int], day: date) -> set[int]:
    """Those of these posts that are on leave on a day."""
    found: set[int] = set()
    for some in portions(sorted(post_ids)):
        query = select(leaves.c.post_id).where(leaves.c.post_id.in_(some), leaves.c.since <= day, leaves.c.until >= day)
        found.update((await db.execute(query)).scalars())
    return found


async def of_posts(db: Db, post_ids: Collection[int]) -> dict[int, list[Span]]:
    """All leaves of these posts, the earliest first."""
    query = select(leaves).where(leaves.c.post_id.in_(post_ids)).order_by(leaves.c.since)
    found: dict[int, list[Span]] = {}
    for row in await db.execute(query):
        found.setdefault(row.post_id, []).append((row.since, row.until))
    return found


async def put(db: Db, post_id: int, since: date, until: date) -> None:
    """A leave; of an earlier one that reaches into it only the days before it stay."""
    overlapping = (leaves.c.post_id == post_id, leaves.c.since <= until, leaves.c.until >= since)
    await db.execute(delete(leaves).where(*overlapping, leaves.c.since >= since))
    await db.execute(update(leaves).where(*overlapping).values(until=since - _DAY))
    await db.execute(insert(db, leaves), {"post_id": post_id, "since": since, "until": until})


async def end(db: Db, post_ids: Sequence[int], today: date) -> set[int]:
    """Nobody is away from `today` on, nor later; returns the posts for which that changed anything."""
    open_ones = (leaves.c.post_id.in_(post_ids), leaves.c.until >= today)
    changed = set((await db.execute(select(leaves.c.post_id).where(*open_ones))).scalars())
    await db.execute(delete(leaves).where(*open_ones, leaves.c.since >= today))
    await db.execute(update(leaves).where(*open_ones).values(until=today - _DAY))
    return changed


async def next_of(db: Db, post_ids: Collection[int], today: date) -> Span | None:
    """The leave that lasts on `today`, or else the next one to come; None without any."""
    query = select(func.min(leaves.c.since)).where(leaves.c.post_id.in_(post_ids), leaves.c.until >= today)
    since = (await db.execute(query)).scalar_one()
    if since is None:
        return None
    ends = select(func.max(leaves.c.until)).where(leaves.c.post_id.in_(post_ids), leaves.c.since == since)
    return since, (await db.execute(ends)).scalar_one()
