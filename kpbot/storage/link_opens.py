"""Openings of short links: who opened one is a hash under a salt that lives for a day; and what several of them say of
a share (indicator 6-2, evidence of kind reached)."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select

from kpbot.domain.people import PostState
from kpbot.domain.shares import Evidence
from kpbot.domain.visitors import ENOUGH, SALT_BYTES
from kpbot.storage import roll_ups, turns
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert, insert_new
from kpbot.storage.short_links import known_to_reach
from kpbot.storage.tables import evidence, items, link_opens, link_salts, posts, shares, short_links

Open = tuple[str, str]
"""A code, and the visitor's hash of the day."""

_EVERYBODY = 0


async def salt_of(db: Db, day: date) -> bytes:
    """The salt of a day (on the clocks of the installation), the same for all workers; whoever asks first draws it,
    and those of days before are forgotten."""
    await _forget_salts(db, day)
    row = {"day": day, "salt": secrets.token_hex(SALT_BYTES)}
    await db.execute(insert(db, link_salts).on_conflict_do_nothing(), row)
    salt: str = (await db.execute(select(link_salts.c.salt).where(link_salts.c.day == day))).scalar_one()
    return bytes.fromhex(salt)


async def _forget_salts(db: Db, today: date) -> None:
    await db.execute(delete(link_salts).where(link_salts.c.day < today))


async def record(db: Db, opens: Sequence[Open], day: date, now: datetime) -> int:
    """Note openings of a day, each once; returns how many shares were seen to have reached somebody.

    Where a link has been opened by two visitors of the same day, that is evidence for the share for which it was last
    taken: the share is there afterwards, if it was not, and one that was withdrawn stays withdrawn. If the officer
    took the item back altogether that day, it does not come back by way of another destination. Visitors of different
    days cannot be told apart, so they do not add up. The roll-ups are counted again.
    """
    await turns.wait(db, turns.OPENS, [_EVERYBODY])  # two at once would each see only its own visitor
    rows = [{"code": code, "visitor": visitor, "day": day} for code, visitor in sorted(set(opens))]
    await insert_new(db, link_opens, rows)
    reached = await _reached(db, {code for code, _ in opens}, day)
    if not reached:
        return 0
    grown = [{**key, "counts": counts, **_share(now)} for key, counts in reached]
    await insert_new(db, shares, grown)
    kind = Evidence.REACHED.value
    await insert_new(db, evidence, [{**key, "kind": kind, "reference": "", "at": now} for key, _ in reached])
    await roll_ups.recount(db, ((key["day"], key["post_id"]) for key, _ in reached))
    return len(reached)


def _share(now: datetime) -> dict[str, Any]:
    return {"at": now, "entered_by": None, "flags": "", "withdrawn_at": None}


def _noted(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is a share of a link's item, on the day that the link was last taken for."""
    same = (shares.c[name] == short_links.c[name] for name in ("day", "post_id", "item_id"))
    return exists(select(shares.c.day).where(*same, *more).correlate(short_links))


_has_share = _noted(shares.c.destination == short_links.c.destination)
# Noted for other destinations, and withdrawn for all of them.
_taken_back = _noted() & ~_noted(shares.c.withdrawn_at.is_(None))

# The second link of somebody whose two posts became one.
_merged = exists(
    select(posts.c.id).where(posts.c.id == short_links.c.post_id, posts.c.state == PostState.MERGED)
).correlate(short_links)


async def _reached(db: Db, codes: Collection[str], day: date) -> list[tuple[dict[str, Any], bool]]:
    """Of these links, those that enough visitors of the day opened and of which that was not known: the keys of their
    shares, in order, and whether the items count."""
    enough = (
        select(link_opens.c.code)
        .where(among(link_opens.c.code), link_opens.c.day == day)
        .group_by(link_opens.c.code)
        .having(func.count() >= ENOUGH)
    )
    query = (
        select(short_links, items.c.counts)
        .join(items, items.c.id == short_links.c.item_id)
        .where(short_links.c.code.in_(enough), ~known_to_reach, or_(_has_share, ~_taken_back), ~_merged)
        .order_by(short_links.c.day, short_links.c.post_id, short_links.c.item_id, short_links.c.destination)
    )
    return [
        (
            {"day": r.day, "post_id": r.post_id, "item_id": r.item_id, "destination": r.destination},
            bool(r.counts),
        )
        for r in await db.execute(query, listed((code,) for code in sorted(codes)))
    ]


async def purge(db: Db, today: date) -> int:
    """Forget the salts and openings of days that are over; returns how many openings there were."""
    await _forget_salts(db, today)
    return int((await db.execute(delete(link_opens).where(link_opens.c.day < today))).rowcount)
