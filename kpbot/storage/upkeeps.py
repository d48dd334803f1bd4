"""Upkeep records: that a board, bookshelf or screen was changed (indicators 7-3, 8-2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update

from kpbot.domain.places import Facility, Unit
from kpbot.storage.database import Db, insert
from kpbot.storage.ids import new_id
from kpbot.storage.rows import read
from kpbot.storage.tables import facilities, regions, units, upkeeps


@dataclass(frozen=True, slots=True)
class Upkeep:
    """`day` is local, `at` is when it was entered (UTC). `post_id` is the officer's it belongs to, `entered_by` the
    coordinator who entered it for them. `late`: entered more than a week afterwards."""

    id: int
    facility_id: int
    post_id: int | None
    entered_by: int | None
    day: date
    at: datetime
    late: bool
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A facility in use, its unit, and the local day of its latest upkeep."""

    facility: Facility
    unit: Unit
    last: date | None

    @property
    def label(self) -> str:
        return place_label(self.unit.name, self.facility.name)


def place_label(unit: str, name: str) -> str:
    """What stands in a unit, named so that it cannot be mistaken for that of another."""
    return name if name.startswith(unit) else f"{unit} {name}"


async def kept_within(db: Db, path: str, kinds: Collection[str] = ()) -> list[Kept]:
    """Facilities of a region and all below, by region and unit."""
    return await _kept(db, regions.c.path.startswith(path, autoescape=True), kinds)


async def kept_of(db: Db, unit_ids: Collection[int], kinds: Collection[str] = ()) -> list[Kept]:
    """Facilities of these units."""
    return await _kept(db, facilities.c.unit_id.in_(unit_ids), kinds) if unit_ids else []


async def kept(db: Db, facility_ids: Collection[int]) -> dict[int, Kept]:
    """These facilities, by id."""
    found = await _kept(db, facilities.c.id.in_(facility_ids), ()) if facility_ids else []
    return {one.facility.id: one for one in found}


async def _kept(db: Db, condition: Any, kinds: Iterable[str]) -> list[Kept]:
    last = (
        select(func.max(upkeeps.c.day))
        .where(upkeeps.c.facility_id == facilities.c.id, upkeeps.c.withdrawn_at.is_(None))
        .scalar_subquery()
        .label("last")
    )
    labelled = [column.label(f"u_{column.name}") for column in units.c]
    query = (
        select(facilities, *labelled, regions.c.path.label("u_region_path"), last)
        .join(units, units.c.id == facilities.c.unit_id)
        .join(regions, regions.c.id == units.c.region_id)
        .where(condition, facilities.c.ended.is_(None))
        .order_by(regions.c.path, units.c.id, facilities.c.id)
    )
    if wanted := list(kinds):
        query = query.where(facilities.c.kind.in_(wanted))
    return [Kept(read(Facility, r), read(Unit, r, "u_"), r["last"]) for r in (await db.execute(query)).mappings()]


async def lock(db: Db, facility_id: int) -> None:
    """Whoever records upkeep of this facility meanwhile waits, so that one change is not written down twice."""
    await db.execute(select(facilities.c.id).where(facilities.c.id == facility_id).with_for_update())


async def add(
    db: Db, facility_id: int, post_id: int | None, entered_by: int | None, day: date, at: datetime, *, late: bool
) -> Upkeep:
    made = Upkeep(new_id(), facility_id, post_id, entered_by, day, at, late)
    row = {name: getattr(made, name) for name in Upkeep.__slots__}
    await db.execute(insert(db, upkeeps), row)
    return made


async def get(db: Db, upkeep_id: int) -> Upkeep | None:
    row = (await db.execute(select(upkeeps).where(upkeeps.c.id == upkeep_id))).mappings().one_or_none()
    return read(Upkeep, row) if row else None


async def on_day(db: Db, facility_id: int, day: date) -> Upkeep | None:
    """The record of that day, if there is one that is not withdrawn."""
    query = (
        select(upkeeps)
        .where(upkeeps.c.facility_id == facility_id, upkeeps.c.day == day, upkeeps.c.withdrawn_at.is_(None))
        .order_by(upkeeps.c.id)
        .limit(1)
    )
    row = (await db.execute(query)).mappings().one_or_none()
    return read(Upkeep, row) if row else None


async def change(db: Db, upkeep_id: int, **values: object) -> None:
    await db.execute(update(upkeeps).where(upkeeps.c.id == upkeep_id).values(**values))
