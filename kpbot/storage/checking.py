"""What only the check of an installation asks the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from kpbot.domain.content import ItemState
from kpbot.domain.people import GroupKind, GroupState
from kpbot.storage.database import Db
from kpbot.storage.outbox import State
from kpbot.storage.tables import groups, items, job_slots, outbox


async def clock(db: Db) -> datetime | None:
    """What time the database's server has, UTC; None for SQLite, which has no clock of its own."""
    if db.dialect.name == "sqlite":
        return None
    found = (await db.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return found if isinstance(found, datetime) else None


async def last_slot(db: Db) -> datetime | None:
    """The latest time for which a job ran."""
    last: datetime | None = (await db.execute(select(func.max(job_slots.c.slot)))).scalar_one()
    return last


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A chat the bot is or was in, by its title or else its id; `kind` is None until it is bound."""

    title: str
    kind: GroupKind | None
    state: GroupState


async def known_groups(db: Db) -> list[KnownGroup]:
    query = select(groups.c.title, groups.c.chat, groups.c.kind, groups.c.state).order_by(groups.c.id)
    return [
        KnownGroup(row.title or row.chat, GroupKind(row.kind) if row.kind else None, GroupState(row.state))
        for row in await db.execute(query)
    ]


async def struggling(db: Db, attempts: int) -> tuple[int, str]:
    """How many messages were tried so often and will be tried again, and what was said of the last of them."""
    tried = (outbox.c.state == State.DUE, outbox.c.attempts >= attempts)
    count = (await db.execute(select(func.count()).where(*tried))).scalar_one()
    last = select(outbox.c.error).where(*tried).order_by(outbox.c.due_at.desc(), outbox.c.id.desc()).limit(1)
    return int(count), str((await db.execute(last)).scalar_one_or_none() or "")


async def settled_badly(db: Db, since: datetime) -> dict[State, int]:
    """How many messages were settled as unknown or failed since then."""
    states = (State.UNKNOWN, State.FAILED)
    query = (
        select(outbox.c.state, func.count())
        .where(outbox.c.settled_at >= since, outbox.c.state.in_(states))
        .group_by(outbox.c.state)
    )
    return {State(row[0]): row[1] for row in await db.execute(query)}


async def item_states(db: Db, sources: Collection[str]) -> dict[ItemState, int]:
    """How many items of these sources there are, by state."""
    query = select(items.c.state, func.count()).where(items.c.source.in_(sources)).group_by(items.c.state)
    return {ItemState(row[0]): row[1] for row in await db.execute(query)}
