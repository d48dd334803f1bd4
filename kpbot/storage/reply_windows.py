"""How much the bot may still say in chats that have to speak first, such as one-to-one with an official account."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from kpbot.domain.messages import Chat
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert_new, inserting
from kpbot.storage.tables import reply_windows


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody wrote: until then so many messages may be sent. `message` is the platform's id of what was written."""

    chat: Chat
    message: str
    until: datetime  # UTC
    most: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One message that may be sent: in answer to `message`, the `number`-th of them, from 1."""

    message: str
    number: int


async def open_windows(db: Db, opened: Sequence[Opened]) -> None:
    """The last one of a chat counts. One that is shorter than what is open already changes nothing: a press of a menu
    does not end what a message allowed."""
    last = {(one.chat.platform, one.chat.id): one for one in opened}
    rows = [
        {"platform": platform, "chat": chat, "message": one.message, "until": one.until, "most": one.most, "used": 0}
        for (platform, chat), one in sorted(last.items())
    ]
    if not rows:
        return
    upsert, values = inserting(db, reply_windows, rows)
    new = upsert.excluded
    ends = or_(new.until >= reply_windows.c.until, reply_windows.c.used >= reply_windows.c.most)
    changed = {name: new[name] for name in ("message", "until", "most", "used")}
    await db.execute(
        upsert.on_conflict_do_update(index_elements=["platform", "chat"], set_=changed, where=ends), values
    )


async def take(db: Db, chat: Chat, now: datetime) -> Turn | None:
    """Count one message; None if none may be sent to the chat at `now` (UTC)."""
    here = (reply_windows.c.platform == chat.platform) & (reply_windows.c.chat == chat.id)
    free = (reply_windows.c.until > now) & (reply_windows.c.used < reply_windows.c.most)
    count = update(reply_windows).where(here, free).values(used=reply_windows.c.used + 1)
    row = (await db.execute(count.returning(reply_windows.c.message, reply_windows.c.used))).one_or_none()
    return Turn(row.message, row.used) if row else None


async def opened_meanwhile(db: Db, chats: Collection[tuple[str, str]], now: datetime) -> set[tuple[str, str]]:
    """Those of these (platform, chat) where something may be said at `now` after all. Whoever hears a chat of them at
    this moment waits until this transaction is over."""
    shut = {"message": "", "until": now, "most": 0, "used": 0}
    await insert_new(db, reply_windows, [{"platform": p, "chat": c, **shut} for p, c in sorted(chats)])
    named = among(reply_windows.c.platform, reply_windows.c.chat)
    query = select(reply_windows).where(named).order_by(reply_windows.c.platform, reply_windows.c.chat)
    rows = await db.execute(query.with_for_update(), listed(chats))
    return {(row.platform, row.chat) for row in rows if row.until > now and row.used < row.most}


async def close(db: Db, chat: Chat) -> None:
    """The platform says that nothing more may be sent, whatever was counted."""
    here = (reply_windows.c.platform == chat.platform) & (reply_windows.c.chat == chat.id)
    await db.execute(update(reply_windows).where(here).values(used=reply_windows.c.most))


async def purge(db: Db, now: datetime) -> None:
    """Forget windows that are over."""
    await db.execute(delete(reply_windows).where(reply_windows.c.until <= now))
