"""Editions (今日三条) and the items in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from kpbot.domain.content import Item, PastUse
from kpbot.domain.reason import Reason
from kpbot.storage.database import Db, insert, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.items import item_of
from kpbot.storage.portions import portions
from kpbot.storage.tables import edition_items, editions, items, outbox


class EditionState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    SKIPPED = "skipped"  # nothing is pushed that day, by decision of a coordinator
    SUBSTITUTED = "substituted"  # not approved in time: items of the approved reserve instead
    HELD = "held"  # not approved in time, and the policy is to hold it back


@dataclass(frozen=True, slots=True)
class Place:
    """One of the edition's items: position from 1, and why it was chosen."""

    position: int
    item: Item
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """`day` is a local day of the region. `swapped_out`: ids of items a coordinator did not want."""

    id: int
    region_id: int
    audience: str
    day: date
    state: EditionState
    places: tuple[Place, ...]
    swapped_out: tuple[int, ...] = ()
    provisional: bool = False
    approved_by: int | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(place.item for place in self.places)


def _reasons(raw: str) -> tuple[Reason, ...]:
    return tuple(Reason.from_text(text) for text in json.loads(raw))


def _dump(reasons: Sequence[Reason]) -> str:
    return json.dumps([r.to_text() for r in reasons], ensure_ascii=False)


async def add(
    db: Db, region_id: int, audience: str, day: date, places: Sequence[Place], now: datetime, provisional: bool
) -> int | None:
    """A new proposed edition; None if the region has one for that day and audience already."""
    edition_id = new_id()
    row = {
        "id": edition_id,
        "region_id": region_id,
        "audience": audience,
        "day": day,
        "state": EditionState.PROPOSED,
        "made_at": now,
        "provisional": provisional,
    }
    if not await insert_new(db, editions, [row]):
        return None
    await _put_places(db, edition_id, places)
    return edition_id


async def _put_places(db: Db, edition_id: int, places: Sequence[Place]) -> None:
    rows = [
        {"edition_id": edition_id, "position": p.position, "item_id": p.item.id, "reasons": _dump(p.reasons)}
        for p in places
    ]
    if rows:
        await db.execute(insert(db, edition_items), rows)


async def replace_places(db: Db, edition_id: int, places: Sequence[Place], swapped_out: Collection[int]) -> None:
    """Other items for an edition, and what a coordinator did not want."""
    await db.execute(delete(edition_items).where(edition_items.c.edition_id == edition_id))
    await _put_places(db, edition_id, places)
    await db.execute(
        update(editions).where(editions.c.id == edition_id).values(swapped_out=json.dumps(sorted(swapped_out)))
    )


async def decide(db: Db, edition_id: int, state: EditionState, now: datetime, by: int | None = None) -> None:
    await db.execute(
        update(editions).where(editions.c.id == edition_id).values(state=state, decided_at=now, approved_by=by)
    )


async def load(db: Db, ids: Collection[int], *, lock: bool = False) -> dict[int, Edition]:
    """With `lock`, whoever decides on them or pushes them meanwhile waits."""
    found: dict[int, Edition] = {}
    for some in portions(sorted(ids)):
        found |= {e.id: e for e in await _load(db, editions.c.id.in_(some), lock=lock)}
    return found


async def of_days(db: Db, region_ids: Collection[int], days: Collection[date], *, lock: bool = False) -> list[Edition]:
    """Editions of these regions for these days, by region, day and audience; locked as by `load`."""
    found: list[Edition] = []
    for some in portions(sorted(region_ids)):
        found += await _load(db, editions.c.region_id.in_(some) & editions.c.day.in_(days), lock=lock)
    return found


async def waiting(db: Db, region_ids: Collection[int], since: date) -> list[Edition]:
    """Editions from a day on that nobody has decided on."""
    return await _load(
        db,
        editions.c.region_id.in_(region_ids) & (editions.c.day >= since) & (editions.c.state == EditionState.PROPOSED),
    )


async def with_item(db: Db, item_id: int, since: date) -> list[Edition]:
    """Editions from a day on that contain an item."""
    containing = select(edition_items.c.edition_id).where(edition_items.c.item_id == item_id)
    return await _load(db, editions.c.id.in_(containing) & (editions.c.day >= since))


async def _load(db: Db, condition: Any, *, lock: bool = False) -> list[Edition]:
    heads = select(editions).where(condition).order_by(editions.c.region_id, editions.c.day, editions.c.audience)
    rows = list((await db.execute(heads.with_for_update() if lock else heads)).mappings())
    if not rows:
        return []
    labelled = [column.label(f"i_{column.name}") for column in items.c]
    query = (
        select(edition_items, *labelled)
        .join(items, items.c.id == edition_items.c.item_id)
        .where(edition_items.c.edition_id.in_([row["id"] for row in rows]))
        .order_by(edition_items.c.edition_id, edition_items.c.position)
    )
    places: dict[int, list[Place]] = {}
    for row in (await db.execute(query)).mappings():
        place = Place(row["position"], item_of(row, "i_"), _reasons(row["reasons"]))
        places.setdefault(row["edition_id"], []).append(place)
    return [
        Edition(
            row["id"],
            row["region_id"],
            row["audience"],
            row["day"],
            EditionState(row["state"]),
            tuple(places.get(row["id"], ())),
            tuple(json.loads(row["swapped_out"])),
            row["provisional"],
            row["approved_by"],
        )
        for row in rows
    ]


async def previews_shown(db: Db, keys: Collection[str]) -> list[str]:
    """Those of these outbox keys whose messages arrived or are on their way."""
    found: list[str] = []
    for some in portions(sorted(keys)):
        arrived = or_(outbox.c.state.in_(("due", "sending")), and_(outbox.c.state == "sent", outbox.c.message != ""))
        found += (await db.execute(select(outbox.c.key).where(outbox.c.key.in_(some), arrived))).scalars()
    return found


async def past_uses(db: Db, region_id: int, since: date, audience: str, except_edition: int = 0) -> list[PastUse]:
    """What the region's editions used since a day, planned ones too; skipped editions used nothing."""
    query = (
        select(items.c.id, editions.c.day, items.c.canonical, items.c.fingerprint, items.c.title)
        .select_from(editions)
        .join(edition_items, edition_items.c.edition_id == editions.c.id)
        .join(items, items.c.id == edition_items.c.item_id)
        .where(
            editions.c.region_id == region_id,
            editions.c.audience == audience,
            editions.c.day >= since,
            editions.c.state != EditionState.SKIPPED,
            editions.c.id != except_edition,
        )
    )
    return [PastUse(*row) for row in await db.execute(query)]
