"""Pushes that did not reach their group, as the outbox knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, text

from kpbot.storage.database import Db
from kpbot.storage.outbox import Priority, State
from kpbot.storage.tables import outbox

_LOST = (State.FAILED, State.EXPIRED, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A push that waits, or was given up. `reason` is the platform's, or ours."""

    group_id: int
    day: date
    state: State
    reason: str


async def stuck(db: Db, since: datetime, until: datetime) -> list[Stuck]:
    """Pushes that wait for somebody to write in their group, and those that were given up since then (UTC); of both
    only what was first due before `until`."""
    first_due = func.coalesce(outbox.c.first_due_at, outbox.c.due_at)
    lost = outbox.c.state.in_(_LOST) & (outbox.c.settled_at >= since)
    pushed = (outbox.c.priority == Priority.PUSH, outbox.c.key.startswith("push:"), first_due < until)
    columns = (outbox.c.key, outbox.c.state, outbox.c.error)
    found = [
        row
        for which in (text("state = 'waiting'"), lost)  # one after the other: each has an index of its own
        for row in await db.execute(select(*columns).where(which, *pushed).order_by(outbox.c.id))
    ]
    return [_read(row.key, row.state, row.error) for row in found]


def _read(key: str, state: str, error: str) -> Stuck:
    _, group_id, day = key.split(":")
    return Stuck(int(group_id), date.fromisoformat(day), State(state), error)
