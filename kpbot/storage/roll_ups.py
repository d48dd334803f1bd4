"""Daily roll-ups of shares: how many items of a post and a local day rest on which kinds of evidence, so that looking
at a day of many posts, or at a year, does not mean counting shares again.

A row of `share_days` counts the items whose standing shares, over all destinations, rest on exactly the union `kinds`;
those of them that count for indicator 6-2 rest on `counting`, 0 where none does. So every policy about accepted kinds
and both views, counting items and all, have an exact answer, and no kind is added to another. Who writes shares or
evidence recounts the days that were touched before the transaction ends.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    Executable,
    FromClause,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    case,
    delete,
    distinct,
    except_,
    func,
    select,
    text,
    true,
    union,
)

from kpbot.domain.shares import Evidence
from kpbot.storage.database import Db
from kpbot.storage.portions import portions
from kpbot.storage.tables import evidence, share_days, shares

Pair = tuple[date, int]
"""A local day and a post."""

# These numbers are in people's databases: they stay as they are.
BITS: Mapping[Evidence, int] = {
    Evidence.CLAIMED: 1,
    Evidence.OBSERVED: 2,
    Evidence.REACHED: 4,
    Evidence.IMPORTED: 8,
    Evidence.SPOT_CHECKED: 16,
}
TAKEN_BACK = 32  # in `kinds`: the officer claimed it, and took a claim back
_SPOKEN = BITS[Evidence.CLAIMED] | TAKEN_BACK
_LOCKS = 0x6B7064  # ours among all advisory locks of the database
_LOCKING = text("SELECT count(pg_advisory_xact_lock(:ours, key)) FROM unnest(CAST(:keys AS int[])) AS key")
_ON = bindparam("on", type_=Date)


async def recount(db: Db, pairs: Iterable[Pair]) -> None:
    """Bring the roll-ups of these days of posts up to their shares, within the transaction that changed them.

    Two workers that changed the same post go one after the other from here to their commits, so that the second
    counts what the first wrote.
    """
    by_day: dict[date, list[int]] = {}
    for day, post_id in sorted(set(pairs)):
        by_day.setdefault(day, []).append(post_id)
    if db.dialect.name != "sqlite":
        await _lock(db, {post_id for posts in by_day.values() for post_id in posts})
    for day, posts in by_day.items():
        await _recount(db, day, posts)


async def _recount(db: Db, day: date, posts: list[int]) -> None:
    if db.dialect.name == "sqlite":
        statements, values = _recount_sqlite(), {"on": day, "of": json.dumps(posts)}
    else:
        statements, values = _recount_postgresql(), {"on": day, "of": posts}
    for statement in statements:
        await db.execute(statement, values)


async def _lock(db: Db, posts: Collection[int]) -> None:
    """Until the transaction ends; in one order, so that nobody waits in a circle."""
    if keys := sorted({post_id % 0x7FFFFFFF for post_id in posts}):
        await db.execute(_LOCKING, {"ours": _LOCKS, "keys": keys})


@cache
def _recount_sqlite() -> tuple[Executable, ...]:
    """Executed with `on` a day, `of` posts."""
    wanted = select(func.json_each(bindparam("of", type_=Text)).table_valued("value").c.value)
    items = _items(shares.c.day == _ON, shares.c.post_id.in_(wanted)).subquery()
    gone = delete(share_days).where(share_days.c.day == _ON, share_days.c.post_id.in_(wanted))
    return gone, _adding(items)


@cache
def _recount_postgresql() -> tuple[Executable, ...]:
    """As for SQLite. Post by post, each a look at a handful of rows: left to itself the planner, who knows nothing of
    a day that has just begun, reads all of it."""
    wanted = bindparam("of", type_=ARRAY(BigInteger))
    post = func.unnest(wanted).table_valued("post_id").render_derived()
    each = _items(shares.c.day == _ON, shares.c.post_id == post.c.post_id).lateral()
    items = select(each).select_from(post.join(each, true())).subquery()
    gone = delete(share_days).where(share_days.c.day == _ON, share_days.c.post_id == any_(wanted))
    return gone, _adding(items)


def _adding(items: FromClause) -> Executable:
    return share_days.insert().from_select([one.name for one in share_days.columns], _counted(items))


def _counted(items: FromClause) -> Select[Any]:
    """Rows of `share_days` from items with their kinds."""
    key = [items.c[name] for name in ("day", "post_id", "kinds", "counting")]
    return select(*key, func.count()).where(items.c.kinds > 0).group_by(*key)


def _items(*which: ColumnElement[bool]) -> Select[Any]:
    """Each post's items of a day with the kinds that their shares rest on."""
    stands = shares.c.withdrawn_at.is_(None)
    bit = case({kind.value: bit for kind, bit in BITS.items()}, value=evidence.c.kind, else_=0)
    taken_back = case((evidence.c.kind == Evidence.CLAIMED.value, TAKEN_BACK), else_=0)
    # The sum of different powers of two is their union, in every engine.
    kinds = func.sum(distinct(case((stands, bit), else_=taken_back)))
    counting = func.sum(distinct(case((and_(stands, shares.c.counts), bit), else_=0)))
    key = (shares.c.day, shares.c.post_id, shares.c.item_id)
    same = and_(*(shares.c[name] == evidence.c[name] for name in ("day", "post_id", "item_id", "destination")))
    query = select(*key, kinds.label("kinds"), counting.label("counting")).join(evidence, same)
    return query.where(*which).group_by(*key)


async def rebuild(db: Db, since: date, until: date) -> None:
    """Count all posts' local days since…until (both included) anew; nobody else writes roll-ups meanwhile."""
    if db.dialect.name != "sqlite":
        await db.execute(text("LOCK TABLE share_days IN SHARE ROW EXCLUSIVE MODE"))
    await db.execute(delete(share_days).where(share_days.c.day.between(since, until)))
    await db.execute(_adding(_within(since, until)))


def _within(since: date, until: date) -> FromClause:
    """All posts' items of these days; said of both tables, for no planner concludes it."""
    return _items(*(table.c.day.between(since, until) for table in (shares, evidence))).subquery()


async def differing(db: Db, since: date, until: date) -> int:
    """How many posts' days since…until have roll-ups that their shares don't bear out; none, unless somebody changed
    the database by hand."""
    kept = select(share_days).where(share_days.c.day.between(since, until))
    counted = _counted(_within(since, until))
    either = [except_(kept, counted).subquery(), except_(counted, kept).subquery()]
    pairs = union(*(select(one.c.day, one.c.post_id) for one in either)).subquery()
    return int((await db.execute(select(func.count()).select_from(pairs))).scalar_one())


async def span(db: Db) -> tuple[date, date] | None:
    """The first and last local day with shares or roll-ups; None without any."""
    ends = [select(end(table.c.day)) for table in (shares, share_days) for end in (func.min, func.max)]
    days = [day for query in ends if (day := (await db.execute(query)).scalar_one()) is not None]
    return (min(days), max(days)) if days else None


@dataclass(slots=True)
class DayOfPost:
    """A post's local day. `counting`: how many items that count for 6-2 rest on exactly which kinds. `spoke`: the
    officer said something about the day, be it taken back since."""

    counting: Counter[frozenset[Evidence]] = field(default_factory=Counter)
    spoke: bool = False


async def of_day(db: Db, post_ids: Collection[int], day: date) -> dict[int, DayOfPost]:
    """A local day of these posts, those of which anything is known."""
    found: dict[int, DayOfPost] = {}
    for some in portions(sorted(post_ids)):
        query = select(share_days).where(share_days.c.day == day, share_days.c.post_id.in_(some))
        for row in await db.execute(query):
            one = found.setdefault(row.post_id, DayOfPost())
            one.spoke |= bool(row.kinds & _SPOKEN)
            if row.counting:
                one.counting[_kinds(row.counting)] += row.items
    return found


def _kinds(bits: int) -> frozenset[Evidence]:
    return frozenset(kind for kind, bit in BITS.items() if bits & bit)


async def days_met(
    db: Db, since: date, until: date, accepted: Collection[Evidence], need: int, *, counting: bool = True
) -> dict[int, int]:
    """On how many local days since…until (both included) each post has `need` items or more that rest on an accepted
    kind, by post; posts without such a day are left out. `counting`: only items that count for 6-2."""
    days = (
        select(share_days.c.post_id)
        .where(share_days.c.day.between(since, until), _rests_on(accepted, counting=counting))
        .group_by(share_days.c.day, share_days.c.post_id)
        .having(func.sum(share_days.c.items) >= need)
        .subquery()
    )
    query = select(days.c.post_id, func.count()).group_by(days.c.post_id)
    return {row[0]: row[1] for row in await db.execute(query)}


def _rests_on(accepted: Collection[Evidence], *, counting: bool) -> ColumnElement[bool]:
    bits = share_days.c.counting if counting else share_days.c.kinds
    return bits.bitwise_and(sum(BITS[kind] for kind in set(accepted))) != 0
