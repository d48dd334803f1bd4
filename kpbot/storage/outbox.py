"""What the bot owes: written before anything is sent, one row per message and chat."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import and_, delete, exists, func, select, text, update

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage import bell
from kpbot.storage.database import Db, insert_new
from kpbot.storage.portions import portions
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
    WAITING = "waiting"  # for somebody to write in that chat
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


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform's id of a message of ours, or whether it is still on its way."""

    message: str = ""
    waiting: bool = False


async def sent_message(db: Db, key: str) -> Sent:
    row = (await db.execute(select(outbox.c.message, outbox.c.state).where(outbox.c.key == key))).one_or_none()
    if row is None:
        return Sent()
    return Sent(row.message if row.state == State.SENT else "", row.state in (State.DUE, State.SENDING, State.WAITING))


async def stored(db: Db, key: str) -> Outgoing | None:
    """The message owed under a key, whatever became of it; None if there is none (any more)."""
    row = (await db.execute(select(outbox.c.payload).where(outbox.c.key == key))).one_or_none()
    return Outgoing.from_json(row.payload or "{}") if row else None


async def lost(db: Db, keys: Collection[str]) -> set[str]:
    """Which of these were given up before they arrived."""
    found: set[str] = set()
    for some in portions(sorted(keys)):
        gone = outbox.c.state.in_((State.FAILED, State.EXPIRED))
        found |= set((await db.execute(select(outbox.c.key).where(outbox.c.key.in_(some), gone))).scalars())
    return found


async def reword(db: Db, messages: Mapping[str, Outgoing]) -> set[str]:
    """Other words for what is still to be sent; the keys of those that nobody has tried to send yet."""
    keys_of: dict[str, list[str]] = {}
    for key, said in sorted(messages.items()):
        keys_of.setdefault(said.to_json(), []).append(key)
    changed: set[str] = set()
    unsent = outbox.c.state.in_((State.DUE, State.WAITING))
    for payload, keys in keys_of.items():
        for some in portions(keys):
            change = update(outbox).where(outbox.c.key.in_(some), unsent, ~outbox.c.doubted)
            changed |= set((await db.execute(change.values(payload=payload).returning(outbox.c.key))).scalars())
    return changed


async def waiting_since(db: Db, now: datetime) -> datetime | None:
    """When the longest waiting message was first due, be it postponed since; None if none waits."""
    since = func.coalesce(outbox.c.first_due_at, outbox.c.due_at)
    query = select(since).where(outbox.c.state == State.DUE, since <= now).order_by(since).limit(1)
    found: datetime | None = (await db.execute(query)).scalar_one_or_none()
    return found


async def last_sent(db: Db) -> datetime | None:
    """When a platform last took a message of ours."""
    query = select(outbox.c.settled_at).where(outbox.c.state == State.SENT).order_by(outbox.c.settled_at.desc())
    return (await db.execute(query.limit(1))).scalar_one_or_none()


async def hasten(db: Db, platform: str, reason: str, now: datetime) -> int:
    """What a platform refused for a reason (how it begins) is due at once, not when it was put off to; how many."""
    put_off = and_(outbox.c.state == State.DUE, outbox.c.attempts > 0, outbox.c.due_at > now)
    for_it = and_(outbox.c.platform == platform, outbox.c.error.startswith(reason, autoescape=True))
    result = await db.execute(update(outbox).where(put_off, for_it).values(due_at=now))
    return int(result.rowcount)


async def heard(db: Db, chats: Collection[tuple[str, str]], now: datetime) -> int:
    """Somebody wrote in these (platform, chat): what waited for it is due, unless its time is over; how many."""
    by_platform: dict[str, list[str]] = {}
    for platform, chat in sorted(chats):
        by_platform.setdefault(platform, []).append(chat)
    count = 0
    for platform, ids in by_platform.items():
        waits = and_(text("state = 'waiting'"), outbox.c.platform == platform, outbox.c.chat.in_(ids))
        free = update(outbox).where(waits, outbox.c.expires_at > now)
        # It is due from now on: until now nobody could have sent it.
        count += int((await db.execute(free.values(state=State.DUE, due_at=now, first_due_at=None))).rowcount)
    if count:
        await bell.ring(db)
    return count


async def expire_waiting(db: Db, now: datetime) -> int:
    """What waited in vain; how many."""
    over = (text("state = 'waiting'"), outbox.c.expires_at <= now)
    result = await db.execute(update(outbox).where(*over).values(state=State.EXPIRED, settled_at=now))
    return int(result.rowcount)


async def drop_waiting(db: Db, keys: Collection[str], now: datetime) -> int:
    """What waits for somebody to write there was overtaken, and is not to be said any more; how many."""
    count = 0
    for some in portions(sorted(keys)):
        waits = and_(outbox.c.key.in_(some), outbox.c.state == State.WAITING)
        count += int(
            (await db.execute(update(outbox).where(waits).values(state=State.EXPIRED, settled_at=now))).rowcount
        )
    return count


async def move(db: Db, chat: Chat, new_id: str) -> None:
    """A chat got a new id: what is still owed goes there."""
    open_rows = outbox.c.state.in_((State.DUE, State.SENDING, State.WAITING))
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
        .where(
            outbox.c.platform == chat.platform,
            outbox.c.chat == chat.id,
            outbox.c.state.in_((State.DUE, State.WAITING)),
        )
        .values(state=State.FAILED, error=reason, settled_at=now)
    )


async def purge(db: Db, before: datetime) -> int:
    """Forget settled rows and bodies nobody needs any more."""
    result = await db.execute(delete(outbox).where(outbox.c.settled_at < before))
    unused = ~exists().where(outbox.c.body_id == bodies.c.id)
    await db.execute(delete(bodies).where(bodies.c.made_at < before, unused))
    return int(result.rowcount)
