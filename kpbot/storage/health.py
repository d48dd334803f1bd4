"""What the database says about how kpbot is doing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from kpbot.storage import facts, outbox
from kpbot.storage.database import Database, Db
from kpbot.storage.outage import reason
from kpbot.storage.outbox import State
from kpbot.storage.tables import outbox as table

TROUBLED = "sources-in-trouble"  # a fact: how many there were after the last round of gathering
PATIENCE = 3  # seconds; who asks for health wants to know now


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """`oldest_due` is when the longest waiting message was first due (UTC); None if none waits. `last_sent` is when
    one was last taken by a platform. `waiting` counts the messages that are not settled, by state, `troubled` the
    sources that fail, as the last round of gathering found them."""

    reachable: bool
    oldest_due: datetime | None = None
    last_sent: datetime | None = None
    waiting: dict[str, int] = field(default_factory=dict)
    troubled: int = 0


async def look(database: Database, now: datetime) -> DatabaseHealth:
    """Never raises: a database that is away or has no tables is what this is asked to find out."""
    try:
        async with asyncio.timeout(PATIENCE), database.read() as db:
            since, last = await outbox.waiting_since(db, now), await outbox.last_sent(db)
            troubled = int(await facts.get(db, TROUBLED) or 0)
            return DatabaseHealth(not database.outage, since, last, await _waiting(db), troubled)
    except (SQLAlchemyError, OSError, TimeoutError):
        return DatabaseHealth(False)


async def refusal(database: Database) -> str:
    """Why no connection can be had, in the driver's words and without the statement; empty if one can."""
    try:
        async with database.read() as db:
            await db.execute(select(1))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return reason(error)
    return ""


async def _waiting(db: Db) -> dict[str, int]:
    """Only unsettled states: they have an index, while all that was ever sent would have to be read through."""
    states = (State.DUE, State.SENDING, State.WAITING)
    query = select(table.c.state, func.count()).where(table.c.state.in_(states)).group_by(table.c.state)
    found = {row[0]: row[1] for row in await db.execute(query)}
    return {state.value: found.get(state.value, 0) for state in states}
