"""Taking what is owed for sending, and writing down what became of it: leases, doubt, expiry."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, text, update

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage.database import Db
from kpbot.storage.outbox import Priority, State
from kpbot.storage.tables import bodies, outbox


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row this worker may send until its lease ends. `due_at` is when it was first due."""

    id: int
    key: str
    chat: Chat
    outgoing: Outgoing
    priority: int
    attempts: int
    doubted: bool
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """What a claim would find, seen without a lock. `urgent`: something due for a person, or for the desk; `doubted`:
    a broadcast due that may have arrived before."""

    due: bool = False
    urgent: bool = False
    stale: bool = False
    doubted: bool = False

    def __bool__(self) -> bool:
        return self.due or self.stale


async def look(db: Db, platforms: Collection[str], now: datetime) -> Look:
    """Whether a row of these platforms is due, and whether any row has expired or was abandoned."""
    due = and_(outbox.c.state == State.DUE, outbox.c.due_at <= now, outbox.c.platform.in_(platforms))
    expired = and_(outbox.c.state == State.DUE, outbox.c.expires_at <= now)
    abandoned = and_(outbox.c.state == State.SENDING, outbox.c.lease_until < now)
    query = select(
        exists().where(due),
        exists().where(due, outbox.c.priority <= Priority.ANSWER),
        or_(exists().where(expired), exists().where(abandoned)),
        exists().where(due, outbox.c.doubted, outbox.c.priority > Priority.ANSWER),
    )
    return Look(*(await db.execute(query)).one())


async def claim(
    db: Db,
    platform: str,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    full: Collection[str] = (),
    held: Collection[str] = (),
    *,
    highest: Priority = Priority.TOAST,
    lowest: Priority = Priority.TALLY,
    doubted: bool = False,
) -> list[Claimed]:
    """Take up to `limit` due rows of a platform for sending, the oldest of each chat and priority first.

    A row waits while an earlier message of its chat, of the same or a higher priority, is not settled: order is kept
    within a chat, but an answer does not wait behind a postponed push. `full` chats take no more messages now; toasts
    answer persons and are none. `held` chats are to be left alone altogether. Nothing above
    `highest` or below `lowest` is taken. Toasts alone come newest first: the oldest are worth nothing in a moment.
    Broadcasts in doubt are taken if `doubted`, and then nothing else is.
    """
    free = or_(outbox.c.priority == Priority.TOAST, and_(outbox.c.chat.not_in(tuple(full)), ~_behind_another()))
    again = and_(outbox.c.doubted, outbox.c.priority > Priority.ANSWER)
    due = (
        select(outbox.c.id)
        .where(
            outbox.c.state == State.DUE,
            outbox.c.due_at <= now,
            outbox.c.platform == platform,
            outbox.c.priority.between(highest, lowest),
            again if doubted else ~again,
            outbox.c.chat.not_in(tuple(held)),
            free,
        )
        .order_by(outbox.c.priority, outbox.c.id.desc() if lowest is Priority.TOAST else outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")  # evaluated once: a subquery might lock more rows than it may
    )
    take = update(outbox).where(outbox.c.id.in_(select(due.c.id)))
    take = take.values(state=State.SENDING, owner=owner, lease_until=now + lease).returning(outbox)
    rows = (await db.execute(take)).mappings().all()
    shared = await _bodies(db, {row["body_id"] for row in rows if row["body_id"]})
    found = [_claimed(row, shared) for row in rows]
    return sorted(found, key=lambda row: (row.priority, row.id))


def _behind_another() -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    # The states in words, and an id that is no bare column: SQLite would else read all rows with a lower id.
    return exists().where(
        earlier.c.platform == outbox.c.platform,
        earlier.c.chat == outbox.c.chat,
        text("earlier.state IN ('due', 'sending')"),
        earlier.c.priority.between(Priority.ANSWER, outbox.c.priority),
        earlier.c.id + 0 < outbox.c.id,
    )


async def _bodies(db: Db, ids: Collection[int]) -> dict[int, Outgoing]:
    """What many chats get, read once for all of them."""
    if not ids:
        return {}
    query = select(bodies.c.id, bodies.c.payload).where(bodies.c.id.in_(ids))
    return {row.id: Outgoing.from_json(row.payload) for row in await db.execute(query)}


def _claimed(row: Mapping[str, Any], shared: Mapping[int, Outgoing]) -> Claimed:
    own = row["payload"]
    return Claimed(
        row["id"],
        row["key"],
        Chat(row["platform"], row["chat"], row["thread"], row["private"]),
        Outgoing.from_json(own) if own else shared.get(row["body_id"], Outgoing()),
        row["priority"],
        row["attempts"],
        row["doubted"],
        row["first_due_at"] or row["due_at"],
        row["expires_at"],
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claimed row. A `due_at` with state DUE postpones it; WAITING waits for the chat to speak."""

    id: int
    state: State
    message: str = ""
    error: str = ""
    attempts: int = 0
    doubted: bool = False
    due_at: datetime | None = None
    expires_at: datetime | None = None  # if it is to wait longer


_settle = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.owner == bindparam("by"), outbox.c.state == State.SENDING)
    .values(
        state=bindparam("new_state"),
        message=bindparam("new_message"),
        error=bindparam("new_error"),
        attempts=bindparam("new_attempts"),
        doubted=bindparam("new_doubted"),
        first_due_at=func.coalesce(outbox.c.first_due_at, outbox.c.due_at),
        due_at=func.coalesce(bindparam("new_due", type_=outbox.c.due_at.type), outbox.c.due_at),
        expires_at=func.coalesce(bindparam("new_expiry", type_=outbox.c.expires_at.type), outbox.c.expires_at),
        settled_at=bindparam("at", type_=outbox.c.settled_at.type),
        lease_until=None,
    )
)


async def settle(db: Db, results: Sequence[Settled], owner: str, now: datetime) -> None:
    """Write down the outcomes; rows another worker took over meanwhile are left to it."""
    rows = [
        {
            "row": r.id,
            "by": owner,
            "new_state": r.state,
            "new_message": r.message,
            "new_error": r.error,
            "new_attempts": r.attempts,
            "new_doubted": r.doubted,
            "new_due": r.due_at,
            "new_expiry": r.expires_at,
            "at": None if r.state in (State.DUE, State.WAITING) else now,
        }
        for r in results
    ]
    if rows:
        await db.execute(_settle, rows)


async def recover(db: Db, now: datetime, ours: Collection[int] = ()) -> int:
    """Rows whose lease ended unsettled: once more, marked as doubted; the second time nobody knows.

    `ours` the caller is sending or about to mark at this moment, whatever a clock that jumped says of their lease.
    """
    abandoned = and_(outbox.c.state == State.SENDING, outbox.c.lease_until < now, outbox.c.id.not_in(tuple(ours)))
    toast = outbox.c.priority == Priority.TOAST
    lost = await db.execute(
        update(outbox)
        .where(abandoned, or_(outbox.c.doubted, toast))
        .values(state=State.UNKNOWN, settled_at=now, lease_until=None)
    )
    again = await db.execute(
        update(outbox).where(abandoned).values(state=State.DUE, doubted=True, lease_until=None, owner="")
    )
    return int(lost.rowcount) + int(again.rowcount)


async def release(db: Db, owner: str, ids: Collection[int] | None = None) -> None:
    """Give back claimed rows that were not tried: those of `ids`, or all the owner still holds."""
    held = and_(outbox.c.owner == owner, outbox.c.state == State.SENDING)
    if ids is not None:
        held = and_(held, outbox.c.id.in_(ids))
    if ids is None or ids:
        await db.execute(update(outbox).where(held).values(state=State.DUE, lease_until=None, owner=""))


async def expire(db: Db, now: datetime) -> int:
    """Stale messages are not sent any more."""
    result = await db.execute(
        update(outbox)
        .where(outbox.c.state.in_((State.DUE, State.WAITING)), outbox.c.expires_at <= now)
        .values(state=State.EXPIRED, settled_at=now)
    )
    return int(result.rowcount)
