"""The tree of regions, the units in it, and what is kept in a unit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, update

from kpbot.domain.places import Facility, Level, Region, Station, Unit, UnitKind
from kpbot.storage.arrays import among, listed
from kpbot.storage.database import Db, insert
from kpbot.storage.ids import new_id
from kpbot.storage.rows import read
from kpbot.storage.tables import facilities, regions, stations, units


def _units() -> Select[Any]:
    return select(units, regions.c.path.label("region_path")).join(regions, regions.c.id == units.c.region_id)


_regions_by_id = select(regions).where(among(regions.c.id))


async def all_regions(db: Db) -> list[Region]:
    rows = (await db.execute(select(regions).order_by(func.length(regions.c.path), regions.c.path))).mappings()
    return [read(Region, row) for row in rows]


async def regions_by_id(db: Db, ids: Collection[int]) -> dict[int, Region]:
    if not ids:
        return {}
    rows = (await db.execute(_regions_by_id, listed((one,) for one in ids))).mappings()
    return {row["id"]: read(Region, row) for row in rows}


async def add_region(
    db: Db, name: str, level: Level, parent: Region | None, time_zone: str = "", push_time: str = ""
) -> Region:
    region_id = new_id()
    path = f"{parent.path if parent else '/'}{region_id}/"
    region = Region(
        region_id,
        parent.id if parent else None,
        name,
        level,
        path,
        time_zone or (parent.time_zone if parent else "Asia/Shanghai"),
        push_time,
    )
    row = {
        name: getattr(region, name) for name in ("id", "parent_id", "name", "level", "path", "time_zone", "push_time")
    }
    await db.execute(insert(db, regions), row)
    return region


async def update_region(db: Db, region_id: int, **values: object) -> None:
    await db.execute(update(regions).where(regions.c.id == region_id).values(**values))


async def unit(db: Db, unit_id: int) -> Unit | None:
    row = (await db.execute(_units().where(units.c.id == unit_id))).mappings().one_or_none()
    return read(Unit, row) if row else None


async def units_within(db: Db, path: str) -> list[Unit]:
    """Units of a region and all below."""
    query = _units().where(regions.c.path.startswith(path, autoescape=True)).order_by(regions.c.path, units.c.id)
    return [read(Unit, row) for row in (await db.execute(query)).mappings()]


async def add_unit(db: Db, region: Region, name: str, kind: UnitKind, demonstration: bool = False) -> Unit:
    unit = Unit(new_id(), region.id, region.path, name, kind, demonstration)
    row = {"id": unit.id, "region_id": region.id, "name": name, "kind": kind, "demonstration": demonstration}
    await db.execute(insert(db, units), row)
    return unit


async def stations_of(db: Db, unit_ids: Collection[int]) -> list[Station]:
    query = select(stations).where(stations.c.unit_id.in_(unit_ids), stations.c.ended.is_(None))
    return [read(Station, row) for row in (await db.execute(query.order_by(stations.c.id))).mappings()]


async def stations_within(db: Db, path: str) -> list[tuple[Station, Unit]]:
    query = (
        _units()
        .add_columns(stations.c.id.label("s_id"), stations.c.name.label("s_name"), stations.c.since.label("s_since"))
        .join(stations, stations.c.unit_id == units.c.id)
        .where(regions.c.path.startswith(path, autoescape=True), stations.c.ended.is_(None))
        .order_by(regions.c.path, units.c.id, stations.c.id)
    )
    rows = (await db.execute(query)).mappings()
    return [(read(Station, r, "s_", unit_id=r["id"]), read(Unit, r)) for r in rows]


async def add_station(db: Db, unit_id: int, name: str, since: date) -> Station:
    station = Station(new_id(), unit_id, name, since)
    await db.execute(insert(db, stations), {"id": station.id, "unit_id": unit_id, "name": name, "since": since})
    return station


async def facilities_of(db: Db, unit_ids: Collection[int]) -> list[Facility]:
    query = select(facilities).where(facilities.c.unit_id.in_(unit_ids), facilities.c.ended.is_(None))
    return [read(Facility, row) for row in (await db.execute(query.order_by(facilities.c.id))).mappings()]


async def facilities_within(db: Db, path: str) -> list[tuple[Facility, Unit]]:
    labelled = [c.label(f"f_{c.name}") for c in facilities.c]
    query = (
        _units()
        .add_columns(*labelled)
        .join(facilities, facilities.c.unit_id == units.c.id)
        .where(regions.c.path.startswith(path, autoescape=True), facilities.c.ended.is_(None))
        .order_by(regions.c.path, units.c.id, facilities.c.id)
    )
    return [(read(Facility, r, "f_"), read(Unit, r)) for r in (await db.execute(query)).mappings()]


async def facility(db: Db, facility_id: int) -> Facility | None:
    row = (await db.execute(select(facilities).where(facilities.c.id == facility_id))).mappings().one_or_none()
    return read(Facility, row) if row else None


async def add_facility(db: Db, unit_id: int, kind: str, name: str, since: date) -> Facility:
    facility = Facility(new_id(), unit_id, kind, name, since)
    row = {"id": facility.id, "unit_id": unit_id, "kind": kind, "name": name, "since": since}
    await db.execute(insert(db, facilities), row)
    return facility


async def update_facility(db: Db, facility_id: int, **values: object) -> None:
    await db.execute(update(facilities).where(facilities.c.id == facility_id).values(**values))
