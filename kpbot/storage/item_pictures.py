"""The picture of an item: where its publisher has it, and what became of ours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, delete, select, update

from kpbot.domain.content import ItemState
from kpbot.storage.database import Db, insert_new
from kpbot.storage.tables import item_pictures, items

LONGEST_LINK = 2_000


class PictureState(StrEnum):
    WAITING = "waiting"  # to be fetched
    STORED = "stored"
    DECLINED = "declined"  # stored, and a coordinator does not want it
    REFUSED = "refused"  # it came, and was no picture we keep
    LOST = "lost"  # nobody gave it


@dataclass(frozen=True, slots=True)
class ItemPicture:
    """`file` is relative to the data folder, empty until it is stored. `attempts`: this one included."""

    item_id: int
    link: str
    state: PictureState
    file: str
    gathered_at: datetime
    attempts: int = 0


async def note(db: Db, wanted: Sequence[tuple[int, str]], now: datetime) -> int:
    """Note the addresses of items' pictures, to be fetched soon; returns how many are new. An item has one at most."""
    rows = [
        {"item_id": item_id, "link": link, "state": PictureState.WAITING, "next_at": now}
        for item_id, link in dict(wanted).items()
        if 0 < len(link) <= LONGEST_LINK
    ]
    return await insert_new(db, item_pictures, rows)


async def claim(db: Db, now: datetime, lease_until: datetime, limit: int, only: int | None = None) -> list[ItemPicture]:
    """Take waiting pictures for fetching, the longest waiting first; others leave them alone until the lease ends.
    `only`: that of one item, due or not."""
    mine = item_pictures.c.next_at <= now if only is None else item_pictures.c.item_id == only
    due = (
        _select()
        .where(item_pictures.c.state == PictureState.WAITING, mine)
        .order_by(item_pictures.c.next_at, item_pictures.c.item_id)
        .limit(limit)
        .with_for_update(of=item_pictures, skip_locked=True)
    )
    rows = (await db.execute(due)).all()
    await db.execute(
        update(item_pictures)
        .where(item_pictures.c.item_id.in_([row.item_id for row in rows]))
        .values(next_at=lease_until, attempts=item_pictures.c.attempts + 1)
    )
    return [ItemPicture(r.item_id, r.link, PictureState(r.state), r.file, r.gathered_at, r.attempts + 1) for r in rows]


async def settle(
    db: Db,
    item_id: int,
    state: PictureState,
    *,
    file: str = "",
    reason: str = "",
    next_at: datetime | None = None,
) -> bool:
    """What became of a claimed picture; False if it was settled meanwhile."""
    waiting = (item_pictures.c.item_id == item_id) & (item_pictures.c.state == PictureState.WAITING)
    change = update(item_pictures).where(waiting).values(state=state, file=file, reason=reason, next_at=next_at)
    return bool((await db.execute(change)).rowcount)


async def of(db: Db, item_id: int) -> ItemPicture | None:
    """The picture of an item, if it is there to be shown or was declined."""
    there = item_pictures.c.state.in_((PictureState.STORED, PictureState.DECLINED))
    row = (await db.execute(_select().where(item_pictures.c.item_id == item_id, there))).one_or_none()
    if row is None:
        return None
    return ItemPicture(row.item_id, row.link, PictureState(row.state), row.file, row.gathered_at, row.attempts)


async def want(db: Db, item_id: int, wanted: bool) -> bool:
    """Show a stored picture, or don't; False if there is none, or nothing to change."""
    was, now = PictureState.DECLINED, PictureState.STORED
    if not wanted:
        was, now = now, was
    change = update(item_pictures).where(item_pictures.c.item_id == item_id, item_pictures.c.state == was)
    return bool((await db.execute(change.values(state=now))).rowcount)


async def unused(db: Db, limit: int) -> list[tuple[int, str]]:
    """(item, file) of pictures of items that will not be pushed any more, and of those nobody wants."""
    over = items.c.state.in_((ItemState.REJECTED, ItemState.RECALLED))
    unwanted = (item_pictures.c.state == PictureState.DECLINED) & (items.c.state != ItemState.REVIEW)
    query = (
        select(item_pictures.c.item_id, item_pictures.c.file)
        .join(items, items.c.id == item_pictures.c.item_id)
        .where(over | unwanted)
        .order_by(item_pictures.c.item_id)
        .limit(limit)
    )
    return [(row.item_id, row.file) for row in await db.execute(query)]


async def remove(db: Db, item_ids: Collection[int]) -> None:
    await db.execute(delete(item_pictures).where(item_pictures.c.item_id.in_(item_ids)))


def _select() -> Select[Any]:
    return select(
        item_pictures.c.item_id,
        item_pictures.c.link,
        item_pictures.c.state,
        item_pictures.c.file,
        item_pictures.c.attempts,
        items.c.gathered_at,
    ).join(items, items.c.id == item_pictures.c.item_id)
