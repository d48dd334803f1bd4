"""What loading the official app's export looks at and writes, tens of thousands of lines at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, or_, select

from kpbot.domain.app_ledger import Booked, KeptItem, NewItem, Proof
from kpbot.domain.app_shares import SOURCE, Held
from kpbot.domain.content import ItemState, Topic
from kpbot.domain.people import PostRole, PostState
from kpbot.domain.shares import Evidence
from kpbot.domain.similarity import fingerprint
from kpbot.domain.spot_checks import ShareKey
from kpbot.storage import roll_ups
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert_new
from kpbot.storage.portions import portions
from kpbot.storage.tables import (
    edition_items,
    editions,
    evidence,
    items,
    persons,
    posts,
    regions,
    shares,
    units,
)

AT_ONCE = 5000  # rows of a statement
_PUSHED_BEFORE = timedelta(days=30)  # how long after its push an item may still be shared


async def officers(db: Db, paths: Collection[str]) -> list[Held]:
    """Who holds or held an officer's post in these regions and all below; those who were forgotten have no name."""
    below = or_(*(regions.c.path.startswith(path, autoescape=True) for path in paths))
    query = (
        select(posts, persons.c.name, units.c.name.label("unit"))
        .join(persons, persons.c.id == posts.c.person_id)
        .join(regions, regions.c.id == posts.c.region_id)
        .outerjoin(units, units.c.id == posts.c.unit_id)
        .where(
            below,
            posts.c.role == PostRole.OFFICER,
            posts.c.state.in_((PostState.ACTIVE, PostState.ENDED)),
            persons.c.forgotten_at.is_(None),
        )
    )
    return [
        Held(row.id, row.person_id, row.name, row.unit or "", row.since, row.until) for row in await db.execute(query)
    ]


async def unit_names(db: Db, paths: Collection[str]) -> list[str]:
    below = or_(*(regions.c.path.startswith(path, autoescape=True) for path in paths))
    query = select(units.c.name).join(regions, regions.c.id == units.c.region_id).where(below)
    return list((await db.execute(query)).scalars())


_days: BindParameter[date] = bindparam("days", expanding=True)
_booked = select(shares).where(shares.c.day.in_(_days), among(shares.c.post_id))
_proofs = select(evidence).where(
    evidence.c.day.in_(_days), among(evidence.c.post_id), evidence.c.kind == Evidence.IMPORTED.value
)


async def booked(db: Db, post_ids: Collection[int], days: Collection[date]) -> list[Booked]:
    """Shares of these posts on these local days, withdrawn ones too."""
    if not post_ids or not days:
        return []
    keys = listed((post_id,) for post_id in sorted(post_ids))
    return [
        Booked(ShareKey(r.day, r.post_id, r.item_id, r.destination), r.withdrawn_at is None, r.counts)
        for r in await db.execute(_booked, {"days": sorted(days)} | keys)
    ]


async def proofs(db: Db, post_ids: Collection[int], days: Collection[date]) -> list[Proof]:
    """What was imported before for these posts on these local days."""
    if not post_ids or not days:
        return []
    keys = listed((post_id,) for post_id in sorted(post_ids))
    return [
        Proof(ShareKey(r.day, r.post_id, r.item_id, r.destination), r.reference)
        for r in await db.execute(_proofs, {"days": sorted(days)} | keys)
    ]


async def items_of_time(db: Db, since: date, until: date, longest: timedelta) -> list[KeptItem]:
    """Items that could be shared on the days since…until: gathered at most `longest` before, or pushed shortly
    before. Those known from an export only are left out: `of_app` finds them."""
    start, end = (datetime.combine(day, time(0), UTC) for day in (since, until))
    pushed = (
        select(edition_items.c.item_id)
        .join(editions, editions.c.id == edition_items.c.edition_id)
        .where(editions.c.day.between(since - _PUSHED_BEFORE, until))
    )
    gathered = items.c.gathered_at.between(start - longest, end + timedelta(days=3))
    query = select(items).where(items.c.source != SOURCE, or_(gathered, items.c.id.in_(pushed)))
    return [_kept(row) for row in await db.execute(query)]


async def items_at(db: Db, links: Sequence[str]) -> list[KeptItem]:
    """Items with these canonical links, whenever they were gathered."""
    found = []
    for some in portions(links):
        query = select(items).where(items.c.source != SOURCE, items.c.canonical.in_(some))
        found += [_kept(row) for row in await db.execute(query)]
    return found


def _kept(row: Row[Any]) -> KeptItem:
    return KeptItem(row.id, row.title, row.canonical, row.counts, row.gathered_at.date())


async def of_app(db: Db, identities: Sequence[str]) -> dict[str, int]:
    """Items that are known from exports only, by identity."""
    found: dict[str, int] = {}
    for some in portions(identities):
        query = select(items.c.identity, items.c.id).where(items.c.source == SOURCE, items.c.identity.in_(some))
        found |= {row.identity: row.id for row in await db.execute(query)}
    return found


async def of_app_called(db: Db, titles: Iterable[str]) -> list[NewItem]:
    """Items that are known from exports only, by title; case, width and punctuation don't matter."""
    found = []
    for some in portions(sorted({fingerprint(title, "") for title in titles})):
        query = select(items).where(items.c.source == SOURCE, items.c.fingerprint.in_(some))
        found += [NewItem(row.id, row.identity, row.title, row.link) for row in await db.execute(query)]
    return found


async def keep(db: Db, new: Sequence[NewItem], now: datetime, *, counts: bool) -> None:
    """Items that are known from exports only, so that they are in no edition; those that are there stay as they are."""
    rows = [
        {
            "id": one.id,
            "source": SOURCE,
            "identity": one.identity,
            "title": one.title,
            "link": one.link,
            "canonical": one.link or f"{SOURCE}:{one.identity}",
            "fingerprint": fingerprint(one.title, ""),
            "topic": Topic.EVERYDAY.value,
            "state": ItemState.RECORDED.value,
            "gathered_at": now,
            "counts": counts,
        }
        for one in new
    ]
    for start in range(0, len(rows), AT_ONCE):
        await insert_new(db, items, rows[start : start + AT_ONCE])


async def write(db: Db, new: Iterable[Booked], proved: Iterable[Proof], now: datetime) -> None:
    """Shares and their evidence, those that are there left as they are; the days' roll-ups are counted anew."""
    rows = [
        {**one.share._asdict(), "counts": one.counts, "at": now, "entered_by": None, "flags": "", "withdrawn_at": None}
        for one in sorted(new)
    ]
    kind = Evidence.IMPORTED.value
    grounds = [{**one.share._asdict(), "kind": kind, "reference": one.reference, "at": now} for one in sorted(proved)]
    for start in range(0, len(rows), AT_ONCE):
        await insert_new(db, shares, rows[start : start + AT_ONCE])
    for start in range(0, len(grounds), AT_ONCE):
        await insert_new(db, evidence, grounds[start : start + AT_ONCE])
    await roll_ups.recount(db, {(row["day"], row["post_id"]) for row in (*rows, *grounds)})
