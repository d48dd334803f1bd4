"""Deliveries of editions to groups: one row per group and day, whatever became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import bindparam, select, update

from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.rows import read
from kpbot.storage.tables import pushes


class PushState(StrEnum):
    OWED = "owed"  # in the outbox; what became of it there is the outbox's to say
    MISSED = "missed"  # the bot was down, longer than the catch-up window
    SKIPPED = "skipped"  # by decision of a coordinator
    HELD = "held"  # not approved, and the policy is to hold it back
    EMPTY = "empty"  # nothing to push


@dataclass(frozen=True, slots=True)
class Push:
    """`items` is how many items it held; `sharers` how many officers shared something of it, `shown` how many of
    them the group's message says."""

    id: int
    edition_id: int | None
    group_id: int
    day: date
    state: PushState
    items: int
    sharers: int
    shown: int


def key(group_id: int, day: date) -> str:
    """The outbox key of the push of a group and day."""
    return f"push:{group_id}:{day.isoformat()}"


async def of_groups(db: Db, group_ids: Collection[int], day: date) -> dict[int, Push]:
    """The pushes of a day by group."""
    if not group_ids:
        return {}
    rows = (await db.execute(select(pushes).where(pushes.c.group_id.in_(group_ids), pushes.c.day == day))).mappings()
    return {row["group_id"]: read(Push, row) for row in rows}


async def of_editions(db: Db, edition_ids: Collection[int]) -> list[Push]:
    rows = (await db.execute(select(pushes).where(pushes.c.edition_id.in_(edition_ids)))).mappings()
    return [read(Push, row) for row in rows]


async def add(
    db: Db, groups: Sequence[int], edition_id: int | None, day: date, now: datetime, state: PushState, items: int
) -> int:
    """Claim the day for these groups; those claimed before are left alone. Returns how many are new."""
    rows = [
        {"id": new_id(), "edition_id": edition_id, "group_id": g, "day": day, "at": now, "state": state, "items": items}
        for g in groups
    ]
    return await insert_new(db, pushes, rows)


async def tallies(db: Db, since: date) -> list[Push]:
    """Pushes whose message shows an old number of sharers."""
    query = select(pushes).where(pushes.c.day >= since, pushes.c.sharers != pushes.c.shown)
    return [read(Push, row) for row in (await db.execute(query.order_by(pushes.c.id))).mappings()]


async def set_shown(db: Db, shown: dict[int, int]) -> None:
    if shown:
        change = update(pushes).where(pushes.c.id == bindparam("push")).values(shown=bindparam("number"))
        await db.execute(change, [{"push": push, "number": number} for push, number in sorted(shown.items())])


async def release(db: Db, edition_id: int, items: int) -> list[Push]:
    """Pushes held back for an edition, or skipped with it, are owed after all; returns them."""
    held = (pushes.c.edition_id == edition_id, pushes.c.state.in_([PushState.HELD, PushState.SKIPPED]))
    rows = [read(Push, row) for row in (await db.execute(select(pushes).where(*held))).mappings()]
    await db.execute(update(pushes).where(*held).values(state=PushState.OWED, items=items))
    return rows
