"""Stations and facilities of units, registered by coordinators."""

from __future__ import annotations

from kpbot.domain.upkeep import FacilityKind
from kpbot.services.naming import Spot
from kpbot.services.talk import Talk
from kpbot.storage import places, register


async def add_station(talk: Talk, spot: Spot, name: str) -> bool:
    """False if the unit has a station of that name; one that was given up comes back."""
    unit_id = _unit_id(spot)
    if not await register.add_station(talk.db, unit_id, name, talk.today):
        return False
    talk.audit("station.add", f"unit:{unit_id}", name=name)
    return True


async def add_facility(talk: Talk, spot: Spot, kind: FacilityKind, name: str) -> bool:
    """False if the unit has one of that kind and name; one that was given up comes back."""
    unit_id = _unit_id(spot)
    if not await register.add_facility(talk.db, unit_id, kind.value, name, talk.today):
        return False
    talk.audit("facility.add", f"unit:{unit_id}", kind=kind.value, name=name)
    return True


async def station_lines(talk: Talk) -> list[tuple[str, str]]:
    """(unit, station) of the speaker's regions."""
    found = {}
    for scope in talk.coordinator_posts:
        for station, unit in await places.stations_within(talk.db, scope.region_path):
            found[station.id] = (unit.name, station.name)
    return list(found.values())


async def facility_lines(talk: Talk) -> list[tuple[str, str]]:
    """(unit, facility) of the speaker's regions."""
    found = {}
    for scope in talk.coordinator_posts:
        for facility, unit in await places.facilities_within(talk.db, scope.region_path):
            found[facility.id] = (unit.name, facility.name)
    return list(found.values())


def _unit_id(spot: Spot) -> int:
    if spot.unit is None:
        raise ValueError("a station or facility belongs to a unit")
    return spot.unit.id
