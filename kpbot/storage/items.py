"""Kept items of popular science."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, case, or_, select, update

from kpbot.domain.content import Item, ItemState, Topic
from kpbot.storage.database import Db, insert
from kpbot.storage.rows import read
from kpbot.storage.tables import items

_OURS = ("title", "summary")  # a coordinator may write them


def item_of(row: RowMapping, prefix: str = "") -> Item:
    months = tuple(int(month) for month in row[f"{prefix}season"].split(",") if month)
    return read(Item, row, prefix, season=months, slug=row[f"{prefix}slug"] or "")


def _row(item: Item) -> dict[str, Any]:
    row = {name: getattr(item, name) for name in Item.__slots__}
    return row | {"season": ",".join(map(str, item.season)), "slug": item.slug or None}


async def keep(db: Db, found: Sequence[Item]) -> None:
    """Insert new items; of known ones (same source and identity) refresh what a publisher may correct.

    State and topic stay as they are: a coordinator may have decided them. So do title and summary that one wrote.
    """
    if not found:
        return
    upsert = insert(db, items)
    fresh = (
        "body",
        "link",
        "canonical",
        "fingerprint",
        "counts",
        "season",
        "village",
        "not_before",
        "scope",
        "publisher",
    )
    written = {name: case((items.c.edited_by.is_(None), upsert.excluded[name]), else_=items.c[name]) for name in _OURS}
    upsert = upsert.on_conflict_do_update(
        index_elements=["source", "identity"], set_={name: upsert.excluded[name] for name in fresh} | written
    )
    await db.execute(upsert, [_row(item) for item in found])


async def known(db: Db, source: str, identities: Collection[str]) -> dict[str, Item]:
    """Items of a source that are kept already, by identity."""
    if not identities:
        return {}
    query = select(items).where(items.c.source == source, items.c.identity.in_(identities))
    return {row["identity"]: item_of(row) for row in (await db.execute(query)).mappings()}


async def recent_titles(db: Db, source: str, limit: int = 300) -> list[str]:
    """Titles of a source, the last kept first."""
    query = select(items.c.title).where(items.c.source == source).order_by(items.c.id.desc()).limit(limit)
    return list((await db.execute(query)).scalars())


async def candidates(db: Db, gathered_since: datetime, evergreen: Collection[str], limit: int = 2000) -> list[Item]:
    """Items an edition may be chosen from: recent ones, the newest first, and all of the evergreen sources."""
    usable = items.c.state.in_((ItemState.READY, ItemState.REVIEW))
    young = or_(items.c.gathered_at >= gathered_since, items.c.not_before >= gathered_since.date())
    recent = (
        select(items)
        .where(usable, young, items.c.source.not_in(tuple(evergreen)))
        .order_by(items.c.gathered_at.desc(), items.c.id.desc())
        .limit(limit)
    )
    lasting = select(items).where(usable, items.c.source.in_(tuple(evergreen))).order_by(items.c.id)
    return [item_of(row) for query in (recent, lasting) for row in (await db.execute(query)).mappings()]


async def by_ids(db: Db, ids: Collection[int]) -> dict[int, Item]:
    if not ids:
        return {}
    rows = (await db.execute(select(items).where(items.c.id.in_(ids)))).mappings()
    return {row["id"]: item_of(row) for row in rows}


async def by_slug(db: Db, slug: str) -> Item | None:
    row = (await db.execute(select(items).where(items.c.slug == slug))).mappings().one_or_none()
    return item_of(row) if row else None


async def by_canonical(db: Db, links: Collection[str]) -> list[Item]:
    """Items that have one of these canonical links."""
    if not links:
        return []
    query = select(items).where(items.c.canonical.in_(links)).order_by(items.c.id)
    return [item_of(row) for row in (await db.execute(query)).mappings()]


async def set_state(
    db: Db, ids: Collection[int], state: ItemState, *, by: int | None = None, was: Collection[ItemState] = ()
) -> int:
    """Change the state of items, of those in one of `was` if given; returns how many."""
    change = update(items).where(items.c.id.in_(ids))
    if was:
        change = change.where(items.c.state.in_(was))
    return int((await db.execute(change.values(state=state, approved_by=by))).rowcount)


async def write_summary(db: Db, item_id: int, summary: str, by: int | None) -> bool:
    """A coordinator's own words: what the publisher changes later does not undo them. False for an item that was
    recalled, or that nobody has."""
    mine = (items.c.id == item_id) & (items.c.state != ItemState.RECALLED)
    return bool((await db.execute(update(items).where(mine).values(summary=summary, edited_by=by))).rowcount)


async def set_topic(db: Db, item_id: int, topic: Topic) -> bool:
    return bool((await db.execute(update(items).where(items.c.id == item_id).values(topic=topic))).rowcount)


async def hold(db: Db, ids: Collection[int], reason: str, was: ItemState = ItemState.READY) -> None:
    """For a coordinator to look at, with the reason as `Reason.to_text` writes it."""
    held = update(items).where(items.c.id.in_(ids), items.c.state == was)
    await db.execute(held.values(state=ItemState.REVIEW, review_reason=reason))


async def of_source(db: Db, source: str, state: ItemState | None = None) -> list[Item]:
    query = select(items).where(items.c.source == source).order_by(items.c.id)
    if state:
        query = query.where(items.c.state == state)
    return [item_of(row) for row in (await db.execute(query)).mappings()]
