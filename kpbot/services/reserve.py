"""The evergreen reserve's approval: it ships unreviewed, and a coordinator approves it once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from kpbot.domain.content import Item, ItemState
from kpbot.storage import audit, items
from kpbot.storage.database import Db


async def waiting(db: Db, reserve: Collection[str]) -> list[Item]:
    """Items of the evergreen sources that nobody has approved yet."""
    return [item for source in sorted(reserve) for item in await items.of_source(db, source, ItemState.REVIEW)]


async def approve(db: Db, approved: Sequence[Item], name: str, now: datetime, by: int | None = None) -> int:
    """Approve exactly these items, in the name of the coordinator who read them; `by` if they are a known person.

    Returns how many; items whose state changed meanwhile are left alone.
    """
    count = await items.set_state(db, [item.id for item in approved], ItemState.READY, by=by, was=(ItemState.REVIEW,))
    details = {"items": count, "name": name}
    await audit.record(db, [audit.Entry(now, by, "item.approve", "reserve", details)])
    return count
