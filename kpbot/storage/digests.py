"""Which digests were sent, and what their readers were told once and need not hear every morning."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select

from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.tables import digests, reminders

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


async def told(db: Db, group_id: int, since: date) -> set[Told]:
    """What the group was told after a local day."""
    query = select(reminders.c.subject_kind, reminders.c.subject_id).where(
        reminders.c.subject_kind.startswith("told-"),
        reminders.c.audience == str(group_id),
        reminders.c.day > since,
    )
    return {(row.subject_kind.removeprefix("told-"), row.subject_id) for row in await db.execute(query)}


async def tell(db: Db, group_id: int, things: Collection[Told], day: date, at: datetime) -> None:
    """Note in the ledger of reminders what the group is told."""
    rows = [
        {
            "id": new_id(),
            "subject_kind": f"told-{kind}",
            "subject_id": number,
            "audience": str(group_id),
            "day": day,
            "asked": False,
            "at": at,
        }
        for kind, number in sorted(things)
    ]
    await insert_new(db, reminders, rows)
