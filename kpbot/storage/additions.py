"""Pages that coordinators named, until they are fetched and shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select, update

from kpbot.domain.messages import Chat
from kpbot.storage.database import Db, insert
from kpbot.storage.ids import new_id
from kpbot.storage.tables import additions


class AdditionState(StrEnum):
    WAITING = "waiting"  # to be fetched
    SHOWN = "shown"  # the coordinator got a preview
    FAILED = "failed"  # nothing came of it, and the coordinator was told


@dataclass(frozen=True, slots=True)
class Addition:
    """`attempts`: this one included. `chat` is where it was asked, by the message `message`."""

    id: int
    chat: Chat
    message: str
    person_id: int
    language: str
    scope: str
    address: str
    attempts: int


async def ask(
    db: Db, chat: Chat, address: str, now: datetime, *, message: str, person_id: int, language: str, scope: str
) -> None:
    """A page to be fetched soon."""
    row = {
        "id": new_id(),
        "platform": chat.platform,
        "chat": chat.id,
        "thread": chat.thread,
        "private": chat.private,
        "message": message,
        "person_id": person_id,
        "language": language,
        "scope": scope,
        "address": address,
        "state": AdditionState.WAITING,
        "asked_at": now,
        "next_at": now,
    }
    await db.execute(insert(db, additions), row)


async def waiting_of(db: Db, person_id: int) -> int:
    mine = (additions.c.person_id == person_id) & (additions.c.state == AdditionState.WAITING)
    return int((await db.execute(select(func.count()).select_from(additions).where(mine))).scalar_one())


async def is_waiting(db: Db, address: str, scope: str) -> bool:
    """Whether somebody asked for the same page for the same region already."""
    same = (additions.c.address == address) & (additions.c.scope == scope)
    query = select(additions.c.id).where(same, additions.c.state == AdditionState.WAITING).limit(1)
    return (await db.execute(query)).first() is not None


async def claim(db: Db, now: datetime, lease_until: datetime, limit: int) -> list[Addition]:
    """Take waiting pages for fetching, the longest waiting first; others leave them alone until the lease ends."""
    due = (
        select(additions)
        .where(additions.c.state == AdditionState.WAITING, additions.c.next_at <= now)
        .order_by(additions.c.next_at, additions.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await db.execute(due)).all()
    await db.execute(
        update(additions)
        .where(additions.c.id.in_([row.id for row in rows]))
        .values(next_at=lease_until, attempts=additions.c.attempts + 1)
    )
    return [
        Addition(
            row.id,
            Chat(row.platform, row.chat, row.thread, row.private),
            row.message,
            row.person_id,
            row.language,
            row.scope,
            row.address,
            row.attempts + 1,
        )
        for row in rows
    ]


async def settle(
    db: Db, addition_id: int, state: AdditionState, *, reason: str = "", item_id: int | None = None
) -> bool:
    """What became of a claimed page; False if it was settled meanwhile."""
    change = (
        update(additions)
        .where(additions.c.id == addition_id, additions.c.state == AdditionState.WAITING)
        .values(state=state, reason=reason, item_id=item_id, next_at=None)
    )
    return bool((await db.execute(change)).rowcount)


async def postpone(db: Db, addition_id: int, next_at: datetime, reason: str) -> None:
    waiting = (additions.c.id == addition_id) & (additions.c.state == AdditionState.WAITING)
    await db.execute(update(additions).where(waiting).values(next_at=next_at, reason=reason))


async def purge(db: Db, before: datetime) -> None:
    """Forget what was asked before a moment, whatever became of it."""
    await db.execute(delete(additions).where(additions.c.asked_at < before))
