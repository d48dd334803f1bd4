"""What the bot owes: written before anything is sent, one row per message and chat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select, update

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage import bell
from kpbot.storage.database import Db, insert, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.tables import bodies, groups, outbox


class Priority(IntEnum):
    """Answers to people go ahead of broadcasts."""

    TOAST = 0
    ANSWER = 1
    NOTICE = 5
    PUSH = 10
    TALLY = 20


class State(StrEnum):
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"  # in doubt twice: it may or may not have arrived


@dataclass(frozen=True, slots=True)
class Owed:
    """A message to be sent. `key` is unique for ever: owing it twice sends it once."""

    key: str
    chat: Chat
    outgoing: Outgoing
    priority: Priority
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row this worker may send until its lease ends."""

    id: int
    key: str
    chat: Chat
    outgoing: Outgoing
    priority: int
    attempts: int
    doubted: bool
    due_at: datetime
    expires_at: datetime


def row_of(owed: Owed) -> dict[str, Any]:
    return {
        "key": owed.key,
        "platform": owed.chat.platform,
        "chat": owed.chat.id,
        "thread": owed.chat.thread,
        "private": owed.chat.private,
        "payload": owed.outgoing.to_json(),
        "priority": int(owed.priority),
        "state": State.DUE,
        "due_at": owed.due_at,
        "expires_at": owed.expires_at,
    }


async def owe(db: Db, messages: Sequence[Owed]) -> int:
    """Put messages into the outbox; those whose key is there already are left alone. Returns how many are new."""
    return await _put(db, [row_of(m) for m in messages])


async def _put(db: Db, rows: Sequence[dict[str, Any]]) -> int:
    new = await insert_new(db, outbox, rows)
    if new:
        await bell.ring(db)
    return new


async def new_body(db: Db, outgoing: Outgoing, now: datetime) -> int:
    """Store once what many chats will get; returns the body's id for `owe_many`."""
    body = new_id()
    await db.execute(insert(db, bodies), {"id": body, "payload": outgoing.to_json(), "made_at": now})
    return body


async def owe_many(
    db: Db,
    body: int,
    targets: Sequence[tuple[str, Chat]],
    priority: Priority,
    due_at: datetime,
    expires_at: datetime,
) -> int:
    """Owe one stored body to many chats, given as (key, chat)."""
    rows = [
        {
            "key": key,
            "platform": chat.platform,
            "chat": chat.id,
            "thread": chat.thread,
            "private": chat.private,
            "body_id": body,
            "priority": int(priority),
            "state": State.DUE,
            "due_at": due_at,
            "expires_at": expires_at,
        }
        for key, chat in targets
    ]
    return await _put(db, rows)


async def claim(
    db: Db,
    platform: str,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    full: Collection[str] = (),
    held: Collection[str] = (),
) -> list[Claimed]:
    """Take up to `limit` due rows of a platform for sending, the oldest of each chat and priority first.

    A row waits while an earlier one of its chat, of the same or a higher priority, is not settled: order is kept
    within a chat, but an answer does not wait behind a postponed push. `full` chats take no more messages now; toasts
    answer persons and are none. `held` chats are to be left alone altogether.
    """
    earlier = outbox.alias("earlier")
    blocked = exists().where(
        earlier.c.platform == outbox.c.platform,
        earlier.c.chat == outbox.c.chat,
        earlier.c.state.in_((State.DUE, State.SENDING)),
        earlier.c.priority <= outbox.c.priority,
        earlier.c.id < outbox.c.id,
    )
    due = (
        select(outbox.c.id)
        .where(
            outbox.c.state == State.DUE,
            outbox.c.due_at <= now,
            outbox.c.platform == platform,
            outbox.c.chat.not_in(tuple(held)),
            or_(outbox.c.priority == Priority.TOAST, and_(outbox.c.chat.not_in(tuple(full)), ~blocked)),
        )
        .order_by(outbox.c.priority, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list((await db.execute(due)).scalars())
    if not ids:
        return []
    await db.execute(
        update(outbox).where(outbox.c.id.in_(ids)).values(state=State.SENDING, owner=owner, lease_until=now + lease)
    )
    return await _claimed(db, ids)


async def _claimed(db: Db, ids: list[int]) -> list[Claimed]:
    query = (
        select(outbox, bodies.c.payload.label("shared"))
        .outerjoin(bodies, bodies.c.id == outbox.c.body_id)
        .where(outbox.c.id.in_(ids))
        .order_by(outbox.c.priority, outbox.c.id)
    )
    return [
        Claimed(
            row.id,
            row.key,
            Chat(row.platform, row.chat, row.thread, row.private),
            Outgoing.from_json(row.payload or row.shared or "{}"),
            row.priority,
            row.attempts,
            row.doubted,
            row.due_at,
            row.expires_at,
        )
        for row in await db.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claimed row. A `due_at` with state DUE postpones it."""

    id: int
    state: State
    message: str = ""
    error: str = ""
    attempts: int = 0
    doubted: bool = False
    due_at: datetime | None = None


_settle = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.owner == bindparam("by"), outbox.c.state == State.SENDING)
    .values(
        state=bindparam("new_state"),
        message=bindparam("new_message"),
        error=bindparam("new_error"),
        attempts=bindparam("new_attempts"),
        doubted=bindparam("new_doubted"),
        due_at=func.coalesce(bindparam("new_due", type_=outbox.c.due_at.type), outbox.c.due_at),
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
            "at": None if r.state == State.DUE else now,
        }
        for r in results
    ]
    if rows:
        await db.execute(_settle, rows)


async def settle_key(db: Db, key: str, state: State, now: datetime) -> None:
    """Settle a row that was answered in the platform's own request."""
    await db.execute(
        update(outbox)
        .where(outbox.c.key == key, outbox.c.state == State.SENDING)
        .values(state=state, settled_at=now, lease_until=None)
    )


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
        .where(outbox.c.state == State.DUE, outbox.c.expires_at <= now)
        .values(state=State.EXPIRED, settled_at=now)
    )
    return int(result.rowcount)


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform's id of a message of ours, or whether it is still on its way."""

    message: str = ""
    waiting: bool = False


async def sent_message(db: Db, key: str) -> Sent:
    row = (await db.execute(select(outbox.c.message, outbox.c.state).where(outbox.c.key == key))).one_or_none()
    if row is None:
        return Sent()
    return Sent(row.message if row.state == State.SENT else "", row.state in (State.DUE, State.SENDING))


async def stored(db: Db, key: str) -> Outgoing | None:
    """The message owed under a key, whatever became of it; None if there is none (any more)."""
    row = (await db.execute(select(outbox.c.payload).where(outbox.c.key == key))).one_or_none()
    return Outgoing.from_json(row.payload or "{}") if row else None


async def anything_to_do(db: Db, now: datetime) -> bool:
    """Whether a row is due, has expired, or was abandoned: a look without a lock."""
    due = and_(outbox.c.state == State.DUE, or_(outbox.c.due_at <= now, outbox.c.expires_at <= now))
    abandoned = and_(outbox.c.state == State.SENDING, outbox.c.lease_until < now)
    query = select(exists().where(due)), select(exists().where(abandoned))
    return any([bool((await db.execute(q)).scalar_one()) for q in query])


async def oldest_due(db: Db) -> datetime | None:
    """Since when the longest waiting row is due; None if nothing waits."""
    query = select(outbox.c.due_at).where(outbox.c.state == State.DUE).order_by(outbox.c.due_at).limit(1)
    return (await db.execute(query)).scalar_one_or_none()


async def move(db: Db, chat: Chat, new_id: str) -> None:
    """A chat got a new id: what is still owed goes there."""
    open_rows = outbox.c.state.in_((State.DUE, State.SENDING))
    await db.execute(
        update(outbox)
        .where(outbox.c.platform == chat.platform, outbox.c.chat == chat.id, open_rows)
        .values(chat=new_id)
    )


async def chat_gone(db: Db, chat: Chat, reason: str, now: datetime) -> None:
    """The bot can no longer write to a chat: its group is marked, what was owed to it fails."""
    await db.execute(
        update(groups)
        .where(groups.c.platform == chat.platform, groups.c.chat == chat.id)
        .values(state="gone", state_reason=reason)
    )
    await db.execute(
        update(outbox)
        .where(outbox.c.platform == chat.platform, outbox.c.chat == chat.id, outbox.c.state == State.DUE)
        .values(state=State.FAILED, error=reason, settled_at=now)
    )


async def purge(db: Db, before: datetime) -> int:
    """Forget settled rows and bodies nobody needs any more."""
    result = await db.execute(delete(outbox).where(outbox.c.settled_at < before))
    unused = ~exists().where(outbox.c.body_id == bodies.c.id)
    await db.execute(delete(bodies).where(bodies.c.made_at < before, unused))
    return int(result.rowcount)
