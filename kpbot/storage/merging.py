"""Two persons turn out to be one: their accounts and posts become one person's, and where both held the same post, its
records become one post's, each counted once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Table, and_, case, delete, exists, select, update

from kpbot.domain.people import Post, PostRole, PostState
from kpbot.storage import roll_ups, turns
from kpbot.storage.database import Db, insert_new, inserting
from kpbot.storage.people import live_posts
from kpbot.storage.tables import (
    accounts,
    additions,
    assessments,
    audit,
    broadcasts,
    codes,
    column_maps,
    conversations,
    corrections,
    editions,
    events,
    evidence,
    items,
    leaves,
    link_codes,
    persons,
    posts,
    private_digests,
    share_days,
    shares,
    short_links,
    spot_checks,
    upkeeps,
    uploads,
)

_PERSONS: Sequence[Column[Any]] = (
    accounts.c.person_id,
    posts.c.person_id,
    posts.c.decided_by,
    codes.c.made_by,
    codes.c.used_by,
    items.c.approved_by,
    items.c.edited_by,
    editions.c.approved_by,
    additions.c.person_id,
    uploads.c.person_id,
    column_maps.c.made_by,
    events.c.entered_by,
    events.c.decided_by,
    upkeeps.c.entered_by,
    broadcasts.c.entered_by,
    assessments.c.signed_by,
    spot_checks.c.answered_by,
    corrections.c.person_id,
    audit.c.person_id,
)
"""Where a person is named, besides `shares.entered_by`: that table is large, and only coordinators are named there."""

_POSTS: Sequence[Column[Any]] = (
    posts.c.replaces,
    codes.c.replaces,
    codes.c.post_id,
    events.c.post_id,
    upkeeps.c.post_id,
    corrections.c.post_id,
)
"""Where a post is named and may be so any number of times."""


@dataclass(frozen=True, slots=True)
class Double:
    """A post that the person had twice: whose records are whose now."""

    lost: Post
    kept: Post


async def merge(db: Db, old: int, into: int, today: date) -> list[Double]:
    """All that is the person `old`'s becomes the person `into`'s, and `old` is gone. Of posts with the same role at the
    same place one is kept: an active one rather than one that waits, and the one held longer; the other is ended on the
    local day `today` and says that it was merged."""
    held = await live_posts(db, [old, into])
    await turns.wait(db, turns.POSTS, [post.id for post in held])
    doubles = _doubles(held)
    for double in doubles:
        await _move_records(db, double)
        await _end(db, double, today)
    await _rename(db, old, into)
    return doubles


def _doubles(held: Collection[Post]) -> list[Double]:
    """`held`: the longest held first."""
    first: dict[tuple[PostRole, int, int | None], Post] = {}
    doubles = []
    for post in sorted(held, key=lambda post: post.state is not PostState.ACTIVE):
        kept = first.setdefault((post.role, post.region_id, post.unit_id), post)
        if kept is not post:
            doubles.append(Double(post, kept))
    return doubles


async def _end(db: Db, double: Double, today: date) -> None:
    values = {"state": PostState.MERGED, "until": today}
    await db.execute(update(posts).where(posts.c.id == double.lost.id).values(**values))


async def _move_records(db: Db, double: Double) -> None:
    lost, kept = double.lost.id, double.kept.id
    days = await _move_shares(db, lost, kept)
    await db.execute(delete(share_days).where(share_days.c.post_id == lost, share_days.c.day.in_(days)))
    await roll_ups.recount(db, [(day, kept) for day in days])
    for table in (leaves, private_digests):
        await _move_days(db, table, lost, kept)
    await _move_short_links(db, lost, kept)
    await _move_spot_checks(db, lost, kept)
    for column in _POSTS:
        await db.execute(update(column.table).where(column == lost).values({column.name: kept}))


async def _move_shares(db: Db, lost: int, kept: int) -> list[date]:
    """An item that went to one place on one day is one share: it stands if one of the two stands, and rests on what
    either rested on. Returns the local days that were touched."""
    of_lost = shares.c.post_id == lost
    rows = [dict(row) for row in (await db.execute(select(shares).where(of_lost))).mappings()]
    if not rows:
        return []
    days = sorted({row["day"] for row in rows})
    upsert, values = inserting(db, shares, [row | {"post_id": kept} for row in rows])
    stands = case((upsert.excluded.withdrawn_at.is_(None), None), else_=shares.c.withdrawn_at)
    key = ["day", "post_id", "item_id", "destination"]
    await db.execute(upsert.on_conflict_do_update(index_elements=key, set_={"withdrawn_at": stands}), values)
    proofs = and_(evidence.c.day.in_(days), evidence.c.post_id == lost)
    found = [dict(row) for row in (await db.execute(select(evidence).where(proofs))).mappings()]
    await insert_new(db, evidence, [row | {"post_id": kept} for row in found])
    await db.execute(delete(evidence).where(proofs))
    await db.execute(delete(shares).where(of_lost))
    return days


async def _move_days(db: Db, table: Table, lost: int, kept: int) -> None:
    """Rows of which a post has one a day."""
    of_lost = table.c.post_id == lost
    rows = [dict(row) for row in (await db.execute(select(table).where(of_lost))).mappings()]
    await db.execute(delete(table).where(of_lost))
    await insert_new(db, table, [row | {"post_id": kept} for row in rows])


async def _move_short_links(db: Db, lost: int, kept: int) -> None:
    """Where both had one for the same item and destination, the second stays as it is: it is in chats and has to lead
    somewhere. Its openings are evidence of nothing any more (kpbot.storage.link_opens)."""
    other = short_links.alias()
    taken = exists(
        select(other.c.code).where(
            other.c.post_id == kept,
            other.c.item_id == short_links.c.item_id,
            other.c.destination == short_links.c.destination,
        )
    )
    await db.execute(update(short_links).where(short_links.c.post_id == lost, ~taken).values(post_id=kept))


async def _move_spot_checks(db: Db, lost: int, kept: int) -> None:
    """What was asked of both is asked once, and an answer is not lost."""
    both = select(spot_checks).where(spot_checks.c.post_id.in_((lost, kept))).order_by(spot_checks.c.id)
    by_key: dict[tuple[object, ...], list[Any]] = {}
    for row in await db.execute(both):
        by_key.setdefault((row.region_id, row.week, row.day, row.item_id, row.destination), []).append(row)
    better = [sorted(rows, key=lambda row: (not row.answer, row.post_id != kept)) for rows in by_key.values()]
    needless = [row.id for rows in better for row in rows[1:]]
    await db.execute(delete(spot_checks).where(spot_checks.c.id.in_(needless)))
    await db.execute(update(spot_checks).where(spot_checks.c.post_id == lost).values(post_id=kept))


async def _rename(db: Db, old: int, into: int) -> None:
    """Talks that are open on the accounts of `old` end: they may be about what has moved."""
    of_old = exists(
        select(accounts.c.user).where(
            accounts.c.person_id == old,
            accounts.c.platform == conversations.c.platform,
            accounts.c.user == conversations.c.sender,
        )
    )
    await db.execute(delete(conversations).where(of_old))
    await db.execute(delete(link_codes).where(link_codes.c.person_id == old))
    coordinated = select(posts.c.id).where(posts.c.person_id == old, posts.c.role == PostRole.COORDINATOR).limit(1)
    entered = (shares.c.entered_by,) if (await db.execute(coordinated)).first() else ()
    for column in (*_PERSONS, *entered):
        await db.execute(update(column.table).where(column == old).values({column.name: into}))
    await db.execute(update(audit).where(audit.c.subject == f"person:{old}").values(subject=f"person:{into}"))
    await db.execute(delete(persons).where(persons.c.id == old))
