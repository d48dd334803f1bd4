"""Pictures that belong to a record: what the platform calls them, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update

from kpbot.domain.messages import Chat, Photo
from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.tables import photos

DRAFT = "draft"  # of a report that is not confirmed yet
EVENT = "event"
UPKEEP = "upkeep"
"""Kinds of owners."""

LONGEST_REF = 500


class PhotoState(StrEnum):
    WAITING = "waiting"  # to be fetched from the platform
    STORED = "stored"
    REFUSED = "refused"  # it came, and was no picture we keep
    LOST = "lost"  # the platform did not give it
    DROPPED = "dropped"  # its owner was cancelled; file and row are to go


@dataclass(frozen=True, slots=True)
class Claimed:
    """A picture to be fetched, and where its sender is told if it is no good."""

    id: int
    platform: str
    ref: str
    chat: Chat
    language: str
    attempts: int  # this one included
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture of a record; `file` is relative to the data folder, empty until it is stored."""

    id: int
    owner_kind: str
    owner_id: int
    state: PhotoState
    file: str
    reason: str


async def attach(
    db: Db,
    owner: tuple[str, int],
    chat: Chat,
    pictures: Sequence[Photo],
    now: datetime,
    *,
    language: str,
    album: str = "",
) -> int:
    """Note pictures for `owner`, given as (kind, id), to be fetched soon; returns how many are new."""
    rows = [
        {
            "id": new_id(),
            "owner_kind": owner[0],
            "owner_id": owner[1],
            "platform": chat.platform,
            "ref": picture.ref,
            "chat": chat.id,
            "thread": chat.thread,
            "private": chat.private,
            "language": language,
            "album": album[:128],
            "state": PhotoState.WAITING,
            "received_at": now,
            "next_at": now,
        }
        for picture in pictures
        if 0 < len(picture.ref) <= LONGEST_REF
    ]
    return await insert_new(db, photos, rows)


async def count(db: Db, owner: tuple[str, int]) -> int:
    """Pictures of an owner that came or may still come."""
    good = photos.c.state.in_((PhotoState.WAITING, PhotoState.STORED))
    query = select(func.count()).select_from(photos).where(_of(owner), good)
    return int((await db.execute(query)).scalar_one())


async def of(db: Db, owner: tuple[str, int]) -> list[Kept]:
    """All pictures of an owner but dropped ones, in the order they came."""
    query = select(photos).where(_of(owner), photos.c.state != PhotoState.DROPPED).order_by(photos.c.id)
    return [
        Kept(r.id, r.owner_kind, r.owner_id, PhotoState(r.state), r.file, r.reason) for r in await db.execute(query)
    ]


async def give(db: Db, owner: tuple[str, int], to: tuple[str, int]) -> None:
    """Hand an owner's pictures to another record; those it has already are dropped."""
    theirs = photos.alias("theirs")
    known = exists().where(
        theirs.c.owner_kind == to[0],
        theirs.c.owner_id == to[1],
        theirs.c.platform == photos.c.platform,
        theirs.c.ref == photos.c.ref,
    )
    mine = and_(_of(owner), photos.c.state != PhotoState.DROPPED)
    await db.execute(update(photos).where(mine, ~known).values(owner_kind=to[0], owner_id=to[1]))
    await drop(db, owner)


async def drop(db: Db, owner: tuple[str, int]) -> None:
    """The owner was cancelled: `media.forget_dropped` takes files and rows away."""
    await db.execute(
        update(photos)
        .where(_of(owner), photos.c.state != PhotoState.DROPPED)
        .values(state=PhotoState.DROPPED, next_at=func.coalesce(photos.c.next_at, photos.c.received_at))
    )


async def owners_of_album(db: Db, platform: str, chat: str, album: str) -> list[tuple[str, int]]:
    """Who owns the pictures of an album that came before, the latest first; cancelled drafts included."""
    if not album:
        return []
    query = (
        select(photos.c.owner_kind, photos.c.owner_id)
        .where(photos.c.platform == platform, photos.c.album == album, photos.c.album != "", photos.c.chat == chat)
        .order_by(photos.c.id.desc())
    )
    return list(dict.fromkeys((row.owner_kind, row.owner_id) for row in await db.execute(query)))


async def claim(db: Db, now: datetime, lease_until: datetime, limit: int) -> list[Claimed]:
    """Take waiting pictures for fetching, the longest waiting first; others leave them alone until the lease ends."""
    due = (
        select(photos)
        .where(photos.c.state == PhotoState.WAITING, photos.c.next_at <= now)
        .order_by(photos.c.next_at, photos.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await db.execute(due)).all()
    await db.execute(
        update(photos)
        .where(photos.c.id.in_([row.id for row in rows]))
        .values(next_at=lease_until, attempts=photos.c.attempts + 1)
    )
    return [
        Claimed(
            row.id,
            row.platform,
            row.ref,
            Chat(row.platform, row.chat, row.thread, row.private),
            row.language,
            row.attempts + 1,
            row.received_at,
        )
        for row in rows
    ]


async def settle(
    db: Db,
    photo_id: int,
    state: PhotoState,
    *,
    file: str = "",
    reason: str = "",
    next_at: datetime | None = None,
) -> bool:
    """What became of a claimed picture; False if it was dropped or settled meanwhile."""
    result = await db.execute(
        update(photos)
        .where(photos.c.id == photo_id, photos.c.state == PhotoState.WAITING)
        .values(state=state, file=file, reason=reason, next_at=next_at)
    )
    return bool(result.rowcount)


async def drop_abandoned(db: Db, before: datetime) -> int:
    """Pictures of drafts nobody confirmed since `before`."""
    result = await db.execute(
        update(photos)
        .where(photos.c.owner_kind == DRAFT, photos.c.received_at < before, photos.c.state != PhotoState.DROPPED)
        .values(state=PhotoState.DROPPED, next_at=func.coalesce(photos.c.next_at, photos.c.received_at))
    )
    return int(result.rowcount)


async def dropped(db: Db, now: datetime, limit: int) -> list[tuple[int, datetime]]:
    """(id, received) of dropped pictures that nobody is fetching any more."""
    query = (
        select(photos.c.id, photos.c.received_at)
        .where(photos.c.state == PhotoState.DROPPED, photos.c.next_at <= now)
        .order_by(photos.c.next_at)
        .limit(limit)
    )
    return [(row.id, row.received_at) for row in await db.execute(query)]


async def remove(db: Db, photo_ids: Sequence[int]) -> None:
    await db.execute(delete(photos).where(photos.c.id.in_(photo_ids), photos.c.state == PhotoState.DROPPED))


def _of(owner: tuple[str, int]) -> ColumnElement[bool]:
    return and_(photos.c.owner_kind == owner[0], photos.c.owner_id == owner[1])
