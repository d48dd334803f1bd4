"""Which digests were sent, and what their readers were told once and need not hear every morning."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select

from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.tables import digests, private_digests, reminders

Told = tuple[str, int]
"""A kind (such as `gone`) and the number of what it is about."""


async def last_days(db: Db, group_ids: Collection[int] | None = None) -> dict[int, date]:
    """The local day of each coordinators' group's latest digest; of all groups if none are given."""
    query = select(digests.c.group_id, func.max(digests.c.day).label("day")).group_by(digests.c.group_id)
    if group_ids is not None:
        query = query.where(digests.c.group_id.in_(group_ids))
    return {row.group_id: row.day for row in await db.execute(query)}


async def add(db: Db, group_id: int, day: date, at: datetime) -> bool:
    """False if the group had that day's digest already."""
    return await insert_new(db, digests, [{"id": new_id(), "group_id": group_id, "day": day, "at": at}]) == 1


async def last_private_days(db: Db) -> dict[int, date]:
    """The local day of the latest digest that was sent to the holder of a post, by post."""
    query = select(private_digests.c.post_id, func.max(private_digests.c.day).label("day"))
    return {row.post_id: row.day for row in await db.execute(query.group_by(private_digests.c.post_id))}


async def add_private(db: Db, post_id: int, day: date, at: datetime) -> bool:
    """False if the post's holder had that day's digest already."""
    return await insert_new(db, private_digests, [{"id": new_id(), "post_id": post_id, "day": day, "at": at}]) == 1


async def told(db: Db, audience: str, since: date) -> set[Told]:
    """What the readers (a group's number, or `p` and a post's) were told after a local day."""
    query = select(reminders.c.subject_kind, reminders.c.subject_id).where(
        reminders.c.subject_kind.startswith("told-"),
        reminders.c.audience == audience,
        reminders.c.day > since,
    )
    return {(row.subject_kind.removeprefix("told-"), row.subject_id) for row in await db.execute(query)}


async def tell(db: Db, audience: str, things: Collection[Told], day: date, at: datetime) -> None:
    """Note in the ledger of reminders what the readers are told."""
    rows = [
        {
            "id": new_id(),
            "subject_kind": f"told-{kind}",
            "subject_id": number,
            "audience": audience,
            "day": day,
            "asked": False,
            "at": at,
        }
        for kind, number in sorted(things)
    ]
    await insert_new(db, reminders, rows)
