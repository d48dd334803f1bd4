"""The corrections a person made, with the names of what was corrected."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, select

from kpbot.storage.database import Db
from kpbot.storage.tables import corrections, events, facilities, items, stations, upkeeps


@dataclass(frozen=True, slots=True)
class Correction:
    """`kind`: share, spot, event or upkeep; `name`: the item's or the event's title or the facility's name, empty where
    the record is gone. `before` and `after` say what changed, by field, days as ISO dates, stations by name; `after`
    is empty where a share or a renewal was taken back."""

    at: datetime
    kind: str
    name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


async def of_person(db: Db, person_id: int) -> list[Correction]:
    """The latest first."""
    query = select(corrections).where(corrections.c.person_id == person_id).order_by(corrections.c.id.desc())
    rows = [
        (row.at, *_subject(row.subject), json.loads(row.before), json.loads(row.after))
        for row in await db.execute(query)
    ]
    station = await _names(db, stations, stations.c.name, _stations(said for row in rows for said in row[3:]))
    named = {
        "share": await _names(db, items, items.c.title, {_item(row[3]) for row in rows if row[1] == "share"}),
        "spot": await _names(db, items, items.c.title, {_item(row[3]) for row in rows if row[1] == "spot"}),
        "event": await _names(db, events, events.c.title, {row[2] for row in rows if row[1] == "event"}),
        "upkeep": await _facilities(db, {row[2] for row in rows if row[1] == "upkeep"}),
    }
    return [
        Correction(
            at,
            kind,
            named.get(kind, {}).get(_item(before) if kind in ("share", "spot") else number, ""),
            _with_station(before, station),
            _with_station(after, station),
        )
        for at, kind, number, before, after in rows
    ]


def _subject(written: str) -> tuple[str, int]:
    """`event:17`; a share's record is named by what it said."""
    kind, _, number = written.partition(":")
    return kind, int(number) if number.isdigit() else 0


def _item(said: Mapping[str, Any]) -> int:
    return int(said.get("item", said.get("item_id", 0)))


def _stations(said: Iterable[Mapping[str, Any]]) -> set[int]:
    return {one["station_id"] for one in said if "station_id" in one}


def _with_station(said: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    rest = {field: value for field, value in said.items() if field != "station_id"}
    return rest | {"station": names.get(said["station_id"], "")} if "station_id" in said else rest


async def _names(db: Db, table: Table, name: Column[str], ids: Collection[int]) -> dict[int, str]:
    rows = await db.execute(select(table.c.id, name).where(table.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


async def _facilities(db: Db, ids: Collection[int]) -> dict[int, str]:
    """The facility's name by the renewal's id."""
    query = select(upkeeps.c.id, facilities.c.name).join(facilities, facilities.c.id == upkeeps.c.facility_id)
    return {row[0]: row[1] for row in await db.execute(query.where(upkeeps.c.id.in_(ids)))}
