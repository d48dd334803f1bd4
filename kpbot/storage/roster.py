"""Rosters: what is on record where one is loaded, and what is written of it, thousands of rows a statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, Table, bindparam, or_, select, update

from kpbot.domain.people import PostState
from kpbot.domain.roster import KnownFacility, KnownPost, KnownStation, KnownUnit, OnRecord
from kpbot.storage import places
from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.portions import portions
from kpbot.storage.rows import read
from kpbot.storage.tables import facilities, persons, posts, regions, stations, units

T = TypeVar("T")
_NEVER = (PostState.REFUSED, PostState.MERGED)  # no term of anybody's


async def on_record(db: Db, paths: Collection[str]) -> OnRecord:
    """All regions, and what is in those of `paths` and below."""
    here = or_(*(regions.c.path.startswith(path, autoescape=True) for path in paths))
    in_unit = select(units.c.id).join(regions, regions.c.id == units.c.region_id).where(here)
    held = (
        select(posts, persons.c.name)
        .join(persons, persons.c.id == posts.c.person_id)
        .join(regions, regions.c.id == posts.c.region_id)
        .where(here, persons.c.forgotten_at.is_(None), posts.c.state.not_in(_NEVER))
    )
    return OnRecord(
        tuple(await places.all_regions(db)),
        await _all(db, KnownUnit, select(units).join(regions, regions.c.id == units.c.region_id).where(here)),
        await _all(db, KnownStation, _with_end(stations).where(stations.c.unit_id.in_(in_unit))),
        await _all(db, KnownFacility, _with_end(facilities).where(facilities.c.unit_id.in_(in_unit))),
        await _all(db, KnownPost, held),
    )


def _with_end(table: Table) -> Select[Any]:
    columns = [column for column in table.c if column.name != "ended"]
    return select(*columns, table.c.ended.is_not(None).label("ended"))


async def _all(db: Db, record: type[T], query: Select[Any]) -> tuple[T, ...]:
    rows = (await db.execute(query.order_by("id"))).mappings()
    return tuple(read(record, row) for row in rows)


class Crossed(Exception):
    """Somebody else made one of these records in this very moment: nothing may be written, and it is to be tried
    again."""


async def add_units(db: Db, rows: Sequence[dict[str, Any]]) -> list[int]:
    """The ids of new units, in order. A row has region_id, name, kind and demonstration. Raises Crossed."""
    return await _add(db, units, rows)


async def add_stations(db: Db, rows: Sequence[dict[str, Any]]) -> None:
    """A row has unit_id, name and since. Raises Crossed."""
    await _add(db, stations, rows)


async def add_facilities(db: Db, rows: Sequence[dict[str, Any]]) -> None:
    """A row has unit_id, kind, name and since. Raises Crossed."""
    await _add(db, facilities, rows)


async def add_persons(db: Db, names: Sequence[str]) -> list[int]:
    """People who were named by others and have not consented themselves."""
    return await _add(db, persons, [{"name": name, "language": "", "consented_at": None} for name in names])


async def add_posts(db: Db, rows: Sequence[dict[str, Any]]) -> list[int]:
    """A row has person_id, role, region_id, unit_id, since, asked_at and decided_by."""
    return await _add(db, posts, [{**row, "state": PostState.ACTIVE} for row in rows])


async def _add(db: Db, table: Table, rows: Sequence[dict[str, Any]]) -> list[int]:
    ids = [new_id() for _ in rows]
    numbered = [{"id": number, **row} for number, row in zip(ids, rows, strict=True)]
    for some in portions(numbered):
        if await insert_new(db, table, some) != len(some):
            raise Crossed
    return ids


async def change_units(db: Db, changes: Mapping[int, Mapping[str, object]]) -> None:
    await _change(db, units, changes)


async def change_stations(db: Db, changes: Mapping[int, Mapping[str, object]]) -> None:
    await _change(db, stations, changes)


async def change_facilities(db: Db, changes: Mapping[int, Mapping[str, object]]) -> None:
    await _change(db, facilities, changes)


async def _change(db: Db, table: Table, changes: Mapping[int, Mapping[str, object]]) -> None:
    alike: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for number, values in changes.items():
        alike.setdefault(tuple(values), []).append({"which": number, **{f"to_{name}": v for name, v in values.items()}})
    for names, rows in alike.items():
        one = update(table).where(table.c.id == bindparam("which"))
        await db.execute(one.values({name: bindparam(f"to_{name}", type_=table.c[name].type) for name in names}), rows)


async def end_posts(db: Db, ended: Mapping[int, date]) -> None:
    """By post its last day."""
    live = (PostState.PENDING, PostState.ACTIVE)
    one = update(posts).where(posts.c.id == bindparam("which"), posts.c.state.in_(live))
    rows = [{"which": post_id, "last": day} for post_id, day in ended.items()]
    if rows:
        values = {"state": PostState.ENDED, "until": bindparam("last", type_=posts.c.until.type)}
        await db.execute(one.values(values), rows)
