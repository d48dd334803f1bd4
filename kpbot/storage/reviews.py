"""Items that wait for a coordinator to look at them, in the order in which the desk shows them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from kpbot.domain.content import Item, ItemState
from kpbot.storage.database import Db
from kpbot.storage.items import item_of
from kpbot.storage.tables import items

# What rules stopped comes first. What only comes from a source that has to be looked at is proposed with an edition
# anyway; what has no text may be used once somebody writes a summary.
_UNTRUSTED = items.c.review_reason.startswith('{"code": "untrusted"', autoescape=True)
_NO_BODY = items.c.review_reason.startswith('{"code": "no-body"', autoescape=True)
_WAITS = items.c.state == ItemState.REVIEW
_part = case((and_(_WAITS, ~_UNTRUSTED), 0), (_WAITS, 1), else_=2)
_ORDER = (_part, items.c.id.desc())  # of two the one that was kept later


def _shown(paths: Collection[str], since: datetime) -> ColumnElement[bool]:
    """Of items gathered since then (or for a day since then), those for everybody or for a region within `paths`."""
    mine = or_(items.c.scope == "", *(items.c.scope.startswith(path, autoescape=True) for path in paths))
    young = or_(items.c.gathered_at >= since, items.c.not_before >= since.date())
    writable = and_(items.c.state == ItemState.REJECTED, _NO_BODY)
    return and_(mine, young, or_(_WAITS, writable))


async def next_one(db: Db, paths: Collection[str], since: datetime, after: int = 0) -> Item | None:
    """The first, or the one after the item of id `after`, whatever became of that; the first again after the last."""
    found = select(items).where(_shown(paths, since)).order_by(*_ORDER).limit(1)
    behind = [found.where(_behind(rank, after))] if after and (rank := await _rank_of(db, after)) is not None else []
    for query in (*behind, found):
        if row := (await db.execute(query)).mappings().first():
            return item_of(row)
    return None


def _behind(rank: int, item_id: int) -> ColumnElement[bool]:
    return or_(_part > rank, and_(_part == rank, items.c.id < item_id))


async def _rank_of(db: Db, item_id: int) -> int | None:
    """In which part of the order an item stands, or stood before it was decided on."""
    before = case((_NO_BODY, 2), (_UNTRUSTED, 1), else_=0)
    found = (await db.execute(select(before).where(items.c.id == item_id))).scalar_one_or_none()
    return None if found is None else int(found)


async def waiting(db: Db, paths: Collection[str], since: datetime) -> int:
    """How many wait for those in charge of `paths`, but for those without any text."""
    return int((await db.execute(select(func.count()).where(_shown(paths, since), _WAITS))).scalar_one())


async def stopped_scopes(db: Db, since: datetime) -> dict[str, int]:
    """How many items rules stopped for a coordinator to look at, by the path of the region they are for."""
    query = (
        select(items.c.scope, func.count())
        .where(_WAITS, ~_UNTRUSTED, or_(items.c.gathered_at >= since, items.c.not_before >= since.date()))
        .group_by(items.c.scope)
    )
    return {row[0]: int(row[1]) for row in await db.execute(query)}


async def rejected(db: Db, since: datetime, limit: int = 500) -> list[Item]:
    """What rules or coordinators turned down since then, the last first."""
    turned_down = (items.c.state == ItemState.REJECTED) & (items.c.gathered_at >= since)
    query = select(items).where(turned_down).order_by(items.c.id.desc()).limit(limit)
    return [item_of(row) for row in (await db.execute(query)).mappings()]
