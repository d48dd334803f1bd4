"""Daily roll-ups of shares: on which kinds of evidence the items of a post's local day rest, so that looking at a day
of many posts, or at a year, does not mean counting shares again.

A row of `share_days` has a letter for every item whose shares stand, over all destinations: one for each union of kinds
of evidence (of unlisted items only for those beyond the named ones: kpbot.domain.unlisted). `counting` has one for
every item that counts for indicator 6-2, for those of its shares that count. So every policy about accepted kinds and
both views, counting items and all, have an exact answer, and no kind is added to another. `said`: the officer claimed
something that day, be it taken back since.

Who writes shares or evidence recounts the days that were touched before the transaction ends.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from string import ascii_letters
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    distinct,
    func,
    select,
    text,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from kpbot.domain.shares import Evidence
from kpbot.domain.unlisted import BELOW
from kpbot.storage import turns
from kpbot.storage.database import Db
from kpbot.storage.portions import portions
from kpbot.storage.tables import evidence, share_days, shares

Pair = tuple[date, int]
"""A local day and a post."""

# These numbers, and the letters made of them, are in people's databases: they stay as they are.
BITS: Mapping[Evidence, int] = {
    Evidence.CLAIMED: 1,
    Evidence.OBSERVED: 2,
    Evidence.REACHED: 4,
    Evidence.IMPORTED: 8,
    Evidence.SPOT_CHECKED: 16,
}
LETTERS = ascii_letters[: sum(BITS.values())]  # the first for a sum of 1

_MANY = 1000  # posts; a server keeps only some thousands of locks, and a whole table is one
_TABLE_LOCK = text("LOCK TABLE share_days IN SHARE ROW EXCLUSIVE MODE")
_ON = bindparam("on", type_=Date)


async def recount(db: Db, pairs: Iterable[Pair]) -> None:
    """Bring the roll-ups of these days of posts up to their shares, within the transaction that changed them.

    Two workers that changed the same post go one after the other from here to their commits, so that the second
    counts what the first wrote.
    """
    by_day: dict[date, list[int]] = {}
    for day, post_id in sorted(set(pairs)):
        by_day.setdefault(day, []).append(post_id)
    if db.dialect.name == "sqlite":
        for day, posts in by_day.items():
            await db.execute(_recount_sqlite(), {"on": day, "of": json.dumps(posts)})
        return
    everybody = {post_id for posts in by_day.values() for post_id in posts}
    if len(everybody) > _MANY:
        await db.execute(_TABLE_LOCK)
    else:
        await turns.wait(db, turns.POSTS, everybody)
    for day, posts in by_day.items():
        await db.execute(_recount_postgresql(), {"on": day, "of": posts})


@cache
def _recount_sqlite() -> Any:
    """Executed with `on` a day, `of` posts."""
    wanted = select(func.json_each(bindparam("of", type_=Text)).table_valued("value").c.value)
    items = _items(_union_sqlite, shares.c.day == _ON, shares.c.post_id.in_(wanted))
    return _put(sqlite.insert(share_days), items.subquery())


@cache
def _recount_postgresql() -> Any:
    """As for SQLite. Post by post, each a look at a handful of rows: left to itself the planner, who knows nothing of
    a day that has just begun, reads all of it."""
    post = func.unnest(bindparam("of", type_=ARRAY(BigInteger))).table_valued("post_id").render_derived()
    each = _items(func.bit_or, shares.c.day == _ON, shares.c.post_id == post.c.post_id).lateral()
    return _put(postgresql.insert(share_days), select(each).select_from(post.join(each, true())).subquery())


def _put(insert: Any, items: FromClause) -> Any:
    names = [one.name for one in share_days.columns]
    upsert = insert.from_select(names, _counted(items))
    changed = {name: upsert.excluded[name] for name in ("counting", "shared", "said")}
    return upsert.on_conflict_do_update(index_elements=["day", "post_id"], set_=changed)


def _counted(items: FromClause) -> Select[Any]:
    """Rows of `share_days` from items. SQLite needs the WHERE before an ON CONFLICT."""
    letters = [_letters(items, name) for name in ("counting", "shared")]
    key = (items.c.day, items.c.post_id)
    return select(*key, *letters, func.max(items.c.said) == 1).where(true()).group_by(*key)


def _letters(items: FromClause, name: str) -> ColumnElement[str]:
    """A letter for each item; of the unlisted ones no more than there are beyond those with a name."""
    number = cast(items.c[name], Integer)
    letter, unlisted = func.substr(LETTERS, number, 1), items.c.item_id > BELOW
    named = func.coalesce(func.aggregate_strings(case((~unlisted, letter)), ""), "")
    others = func.coalesce(func.aggregate_strings(case((unlisted, letter)), ""), "")
    reach = func.max(case((and_(unlisted, number > 0), items.c.item_id - BELOW), else_=0))
    beyond = reach - func.length(named)
    return named + func.substr(others, 1, cast(case((beyond > 0, beyond), else_=0), Integer))


def _union_sqlite(bits: ColumnElement[int]) -> ColumnElement[int]:
    """The sum of different powers of two."""
    return func.sum(distinct(bits))


def _items(union: Callable[[ColumnElement[int]], ColumnElement[int]], *which: ColumnElement[bool]) -> Select[Any]:
    """Each post's items of a day with the kinds that their shares rest on, by numbers."""
    stands = shares.c.withdrawn_at.is_(None)
    bit = case({kind.value: bit for kind, bit in BITS.items()}, value=evidence.c.kind, else_=0)
    key = (shares.c.day, shares.c.post_id, shares.c.item_id)
    sums = {"counting": and_(stands, shares.c.counts), "shared": stands}
    kinds = [union(case((of, bit), else_=0)).label(name) for name, of in sums.items()]
    said = func.max(case((evidence.c.kind == Evidence.CLAIMED.value, 1), else_=0)).label("said")
    same = and_(*(shares.c[name] == evidence.c[name] for name in ("day", "post_id", "item_id", "destination")))
    return select(*key, *kinds, said).join(evidence, same).where(*which).group_by(*key)


async def rebuild(db: Db, since: date, until: date) -> None:
    """Count all posts' local days since…until (both included) anew; nobody else writes roll-ups meanwhile."""
    if db.dialect.name != "sqlite":
        await db.execute(_TABLE_LOCK)
    await db.execute(delete(share_days).where(share_days.c.day.between(since, until)))
    names = [one.name for one in share_days.columns]
    await db.execute(share_days.insert().from_select(names, _within(db, since, until)))


def _within(db: Db, since: date, until: date) -> Select[Any]:
    """All posts' days; said of both tables, for no planner concludes it."""
    union = _union_sqlite if db.dialect.name == "sqlite" else func.bit_or
    return _counted(_items(union, *(table.c.day.between(since, until) for table in (shares, evidence))).subquery())


async def differing(db: Db, since: date, until: date) -> int:
    """How many posts' days since…until have roll-ups that their shares don't bear out; none, unless somebody changed
    the database by hand."""
    kept = select(share_days).where(share_days.c.day.between(since, until))
    counted = _within(db, since, until)
    # Whose letters are the same in another order is in both, and the same when sorted.
    one, other = [
        {_sorted(row) for row in await db.execute(a.except_(b))} for a, b in ((kept, counted), (counted, kept))
    ]
    return len({row[:2] for row in one ^ other})


def _sorted(row: Any) -> tuple[Any, ...]:
    day, post_id, counting, shared, said = row
    return day, post_id, *map("".join, map(sorted, (counting, shared))), said


async def span(db: Db) -> tuple[date, date] | None:
    """The first and last local day with shares or roll-ups; None without any."""
    ends = [select(end(table.c.day)) for table in (shares, share_days) for end in (func.min, func.max)]
    days = [day for query in ends if (day := (await db.execute(query)).scalar_one()) is not None]
    return (min(days), max(days)) if days else None


@dataclass(frozen=True, slots=True)
class DayOfPost:
    """A post's local day. `counting`: how many items that count for 6-2 rest on exactly which kinds. `said`: the
    officer said something about the day, be it taken back since."""

    counting: Mapping[frozenset[Evidence], int] = field(default_factory=dict)
    said: bool = False


async def of_day(db: Db, post_ids: Collection[int], day: date) -> dict[int, DayOfPost]:
    """A local day of these posts, those of which anything is known."""
    found: dict[int, DayOfPost] = {}
    for some in portions(sorted(post_ids)):
        query = select(share_days).where(share_days.c.day == day, share_days.c.post_id.in_(some))
        for row in await db.execute(query):
            found[row.post_id] = DayOfPost(Counter(map(_kinds, row.counting)), row.said)
    return found


@cache
def _kinds(letter: str) -> frozenset[Evidence]:
    return frozenset(kind for kind, bit in BITS.items() if (LETTERS.index(letter) + 1) & bit)


async def days_met(
    db: Db, since: date, until: date, accepted: Collection[Evidence], need: int, *, counting: bool = True
) -> dict[int, int]:
    """On how many local days since…until (both included) each post has `need` items or more that rest on an accepted
    kind, by post; posts without such a day are left out. `counting`: only items that count for 6-2."""
    enough = func.length(_accepted(accepted, counting=counting)) >= need
    query = select(share_days.c.post_id, func.count()).where(share_days.c.day.between(since, until), enough)
    return {row[0]: row[1] for row in await db.execute(query.group_by(share_days.c.post_id))}


def _accepted(accepted: Collection[Evidence], *, counting: bool) -> ColumnElement[str]:
    """The letters of the items that rest on an accepted kind: all, without those of no such kind."""
    letters: ColumnElement[str] = share_days.c.counting if counting else share_days.c.shared
    for letter in LETTERS:
        if not _kinds(letter).intersection(accepted):
            letters = func.replace(letters, letter, "")
    return letters
