"""When each group last got its push, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from kpbot.storage.database import Db
from kpbot.storage.outbox import State
from kpbot.storage.portions import portions
from kpbot.storage.pushes import PushState, key
from kpbot.storage.tables import outbox, pushes


@dataclass(frozen=True, slots=True)
class LastPush:
    """`day` is local; `state` is None where the outbox no longer knows."""

    day: date
    state: State | None


async def by_group(db: Db) -> dict[int, LastPush]:
    """The latest push of each group that ever had one to get."""
    query = select(pushes.c.group_id, func.max(pushes.c.day)).where(pushes.c.state == PushState.OWED)
    days = {row[0]: row[1] for row in await db.execute(query.group_by(pushes.c.group_id))}
    keys = {key(group_id, day): group_id for group_id, day in days.items()}
    states: dict[int, State] = {}
    for some in portions(list(keys)):
        rows = await db.execute(select(outbox.c.key, outbox.c.state).where(outbox.c.key.in_(some)))
        states |= {keys[row.key]: State(row.state) for row in rows}
    return {group_id: LastPush(day, states.get(group_id)) for group_id, day in days.items()}
