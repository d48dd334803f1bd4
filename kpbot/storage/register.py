"""Stations and facilities as they are registered: twice the same is one, and what was given up can come back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.tables import facilities, stations


async def add_station(db: Db, unit_id: int, name: str, since: date) -> bool:
    """False if the unit has a station of that name."""
    row = {"id": new_id(), "unit_id": unit_id, "name": name, "since": since}
    if await insert_new(db, stations, [row]):
        return True
    ended = (stations.c.unit_id == unit_id, stations.c.name == name, stations.c.ended.is_not(None))
    return bool((await db.execute(update(stations).where(*ended).values(ended=None))).rowcount)


async def add_facility(db: Db, unit_id: int, kind: str, name: str, since: date) -> bool:
    """False if the unit has one of that kind and name."""
    row = {"id": new_id(), "unit_id": unit_id, "kind": kind, "name": name, "since": since}
    if await insert_new(db, facilities, [row]):
        return True
    same = (facilities.c.unit_id == unit_id, facilities.c.kind == kind, facilities.c.name == name)
    ended = update(facilities).where(*same, facilities.c.ended.is_not(None)).values(ended=None)
    return bool((await db.execute(ended)).rowcount)
