"""What a roster would change of the stations and facilities of units."""

from __future__ import annotations

from datetime import date

from kpbot.domain.roster import KnownFacility, KnownStation, Line, OnRecord, Rosterplan, Thing, UnitRef
from kpbot.domain.roster_fields import FACILITY_NAMES
from kpbot.domain.same_name import same_name
from kpbot.domain.upkeep import FacilityKind


class Standing:
    """What stands at the units on record and in the lines so far; what is to become of it goes to the plan."""

    def __init__(self, plan: Rosterplan, record: OnRecord, today: date) -> None:
        self._plan = plan
        self._today = today
        self._built: dict[int, date] = {}
        self._stations: dict[object, dict[str, KnownStation | None]] = {}
        self._facilities: dict[tuple[object, str], dict[str, KnownFacility | None]] = {}
        for station in record.stations:
            self._stations.setdefault(station.unit_id, {})[same_name(station.name)] = station
        for facility in record.facilities:
            self._facilities.setdefault((facility.unit_id, facility.kind), {})[same_name(facility.name)] = facility

    def station(self, line: Line, unit: UnitRef, name: str) -> None:
        there = self._stations.setdefault(unit, {})
        if not name and (there and any(s is None or not s.ended for s in there.values())):
            name = next(key for key, s in there.items() if s is None or not s.ended)
        name = name or f"{line.unit}e站"
        if same_name(name) not in there:
            there[same_name(name)] = None
            self._plan.stations.append((unit, name, line.station_since or self._today))
            return
        known = there[same_name(name)]
        if known is None:
            return
        if known.ended:
            self._plan.changed_stations[known.id] = {"ended": None}
        elif (since := self._since_of(line, known)) and since != known.since:
            self._plan.changed_stations[known.id] = {"since": since}
        else:
            self._plan.untouched += 1

    def _since_of(self, line: Line, station: KnownStation) -> date | None:
        """As `_demonstration`, of the day of a station on record."""
        if line.station_since is None:
            return self._built.get(station.id)
        first = self._built.setdefault(station.id, line.station_since)
        if first != line.station_since:
            self._plan.fault(line, "station-since-twice", name=station.name, day=first.isoformat())
        return first

    def thing(self, line: Line, unit: UnitRef, thing: Thing) -> None:
        """One by its name; without names, as many as it says, of whatever names there are already."""
        there = self._facilities.setdefault((unit, thing.kind.value), {})
        if thing.name:
            self._facility(line, unit, thing.kind, thing.name, there)
            return
        standing = sum(known is None or not known.ended for known in there.values())
        self._plan.untouched += min(standing, thing.count)
        for _ in range(thing.count - standing):
            self._facility(line, unit, thing.kind, _free_name(FACILITY_NAMES[thing.kind], there), there)

    def _facility(
        self,
        line: Line,
        unit: UnitRef,
        kind: FacilityKind,
        name: str,
        there: dict[str, KnownFacility | None],
    ) -> None:
        if same_name(name) not in there:
            there[same_name(name)] = None
            self._plan.facilities.append((unit, kind, name, line.things_since or self._today))
        elif (known := there[same_name(name)]) and known.ended:
            self._plan.changed_facilities[known.id] = {"ended": None}
            there[same_name(name)] = None
        else:
            self._plan.untouched += 1


def _free_name(name: str, there: dict[str, KnownFacility | None]) -> str:
    """One that was given up, which comes back before a new one is made; else 宣传栏, 宣传栏2 and so on."""
    for known in there.values():
        if known is not None and known.ended:
            return known.name
    number = 1
    while same_name(called := name if number == 1 else f"{name}{number}") in there:
        number += 1
    return called
