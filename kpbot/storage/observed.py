"""Which shares are known to have been seen in a group already."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, select

from kpbot.domain.shares import Evidence
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db
from kpbot.storage.tables import evidence

Key = tuple[date, int, int, str]
"""Local day, post, item, destination."""

_seen = select(evidence.c.day, evidence.c.post_id, evidence.c.item_id, evidence.c.destination).where(
    evidence.c.day.in_(bindparam("days", expanding=True)),
    among(evidence.c.post_id),
    evidence.c.kind == Evidence.OBSERVED.value,
)


async def seen(db: Db, post_ids: Collection[int], days: Collection[date]) -> set[Key]:
    """Shares of these posts on these local days with evidence of kind observed, be they withdrawn since."""
    if not post_ids or not days:
        return set()
    keys = listed((post_id,) for post_id in post_ids)
    return {tuple(row) for row in await db.execute(_seen, {"days": list(days)} | keys)}
