"""Shares and their evidence (indicator 6-2). Writing them in masses is kpbot.storage.writes."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, bindparam, exists, select, update

from kpbot.domain.shares import Evidence
from kpbot.storage import references, roll_ups
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.tables import corrections, evidence, items, shares

LOOKED_THERE = frozenset({Evidence.SPOT_CHECKED})
"""What holds for the destination that a person looked at, and for no other."""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A share that is not withdrawn, with the kinds of evidence it rests on. `addresses`: where the officer says that
    others can see it."""

    day: date
    post_id: int
    item_id: int
    destination: str
    counts: bool
    at: datetime
    entered_by: int | None
    flags: str
    title: str
    kinds: frozenset[Evidence]
    addresses: tuple[str, ...] = ()


async def of_posts(db: Db, post_ids: Collection[int], since: date, until: date) -> list[ShareRow]:
    """Shares of these posts on local days since…until (both included), oldest first."""
    if not post_ids:
        return []
    mine = and_(shares.c.day.between(since, until), shares.c.post_id.in_(post_ids), shares.c.withdrawn_at.is_(None))
    query = (
        select(shares, items.c.title)
        .join(items, items.c.id == shares.c.item_id)
        .where(mine)
        .order_by(shares.c.day, shares.c.at, shares.c.item_id)
    )
    proofs = await _proofs(db, post_ids, since, until)
    return [
        ShareRow(
            r["day"],
            r["post_id"],
            r["item_id"],
            r["destination"],
            r["counts"],
            r["at"],
            r["entered_by"],
            r["flags"],
            r["title"],
            *_grounds(proofs.get((r["day"], r["post_id"], r["item_id"], r["destination"]), ())),
        )
        for r in (await db.execute(query)).mappings()
    ]


def _grounds(proofs: Collection[tuple[Evidence, str]]) -> tuple[frozenset[Evidence], tuple[str, ...]]:
    claimed = (reference for kind, reference in proofs if kind is Evidence.CLAIMED)
    return frozenset(kind for kind, _ in proofs), tuple(reference for reference in claimed if reference)


async def _proofs(
    db: Db, post_ids: Collection[int], since: date, until: date
) -> dict[tuple[date, int, int, str], list[tuple[Evidence, str]]]:
    """Kinds of evidence and references, the earliest first."""
    # Each day by itself: the key begins with it, and a span would be read with everybody's rows.
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    query = select(evidence).where(evidence.c.day.in_(days), evidence.c.post_id.in_(post_ids))
    found: dict[tuple[date, int, int, str], list[tuple[Evidence, str]]] = {}
    for row in await db.execute(query.order_by(evidence.c.at, evidence.c.reference)):
        key = (row.day, row.post_id, row.item_id, row.destination)
        found.setdefault(key, []).append((Evidence(row.kind), row.reference))
    return found


_rests_on_accepted = exists().where(
    *(evidence.c[name] == shares.c[name] for name in ("day", "post_id", "item_id", "destination")),
    evidence.c.kind.in_(bindparam("accepted", expanding=True)),
)
_keys_of_days = select(
    shares.c.day,
    shares.c.post_id,
    shares.c.item_id,
    shares.c.destination,
    shares.c.withdrawn_at.is_(None),
    _rests_on_accepted,
).where(shares.c.day.in_(bindparam("days", expanding=True)), among(shares.c.post_id))


async def keys_of_day(
    db: Db, post_ids: Collection[int], days: Collection[date], accepted: Collection[str]
) -> list[tuple[date, int, int, str, bool, bool]]:
    """(day, post, item, destination, whether it stands, whether it rests on an accepted kind of evidence) of shares,
    withdrawn ones too: what a batch needs to count."""
    if not post_ids or not days:
        return []
    given = {"days": list(days), "accepted": list(accepted)} | listed((post_id,) for post_id in post_ids)
    return [tuple(row) for row in await db.execute(_keys_of_days, given)]


async def withdraw(
    db: Db, day: date, post_id: int, item_id: int, now: datetime, by: int, destination: str | None = None
) -> int:
    """Withdraw an item's shares of a day, to one destination or all; kept as a correction. Returns how many."""
    which = and_(
        shares.c.day == day,
        shares.c.post_id == post_id,
        shares.c.item_id == item_id,
        shares.c.withdrawn_at.is_(None),
    )
    if destination is not None:
        which = and_(which, shares.c.destination == destination)
    destinations = list((await db.execute(select(shares.c.destination).where(which))).scalars())
    await db.execute(update(shares).where(which).values(withdrawn_at=now))
    await references.drop_addresses(db, day, post_id, item_id, destinations)
    await roll_ups.recount(db, [(day, post_id)])
    for one in destinations:
        before = {"day": day.isoformat(), "item": item_id, "destination": one}
        await correct(db, now, by, post_id, "share", before, {})
    return len(destinations)


async def correct(
    db: Db,
    now: datetime,
    by: int,
    post_id: int | None,
    subject: str,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    """Keep what a record said before somebody changed it."""
    row = {
        "id": new_id(),
        "at": now,
        "person_id": by,
        "post_id": post_id,
        "subject": subject,
        "before": json.dumps(before, ensure_ascii=False, default=str),
        "after": json.dumps(after, ensure_ascii=False, default=str),
    }
    await db.execute(insert(db, corrections), row)


async def sharers_of(db: Db, item_id: int, since: date) -> set[int]:
    """Posts that shared an item since a day."""
    query = select(shares.c.post_id).where(
        shares.c.day >= since, shares.c.item_id == item_id, shares.c.withdrawn_at.is_(None)
    )
    return set((await db.execute(query)).scalars())


async def redirect(db: Db, day: date, post_id: int, item_id: int, old: str, new: str, now: datetime, by: int) -> None:
    """Correct a share's destination; what it said before is kept as a correction."""
    found = [row for row in await of_posts(db, [post_id], day, day) if (row.item_id, row.destination) == (item_id, old)]
    if not found or old == new:
        return
    await db.execute(
        update(shares)
        .where(
            shares.c.day == day, shares.c.post_id == post_id, shares.c.item_id == item_id, shares.c.destination == old
        )
        .values(withdrawn_at=now)
    )
    await references.drop_addresses(db, day, post_id, item_id, [old])
    key = {"day": day, "post_id": post_id, "item_id": item_id, "destination": new}
    row = {**key, "counts": found[0].counts, "at": found[0].at, "flags": found[0].flags, "withdrawn_at": None}
    upsert = insert(db, shares)
    await db.execute(
        upsert.on_conflict_do_update(index_elements=list(key), set_={"withdrawn_at": None}),
        row | {"entered_by": found[0].entered_by},
    )
    await insert_new(
        db,
        evidence,
        [{**key, "kind": kind.value, "reference": "", "at": found[0].at} for kind in found[0].kinds - LOOKED_THERE],
    )
    await roll_ups.recount(db, [(day, post_id)])
    await correct(db, now, by, post_id, "share", {**key, "destination": old}, {**key})
