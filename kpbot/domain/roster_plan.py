"""What a roster would change of what is on record: decided here, done in storage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kpbot.domain.people import PostRole
from kpbot.domain.places import UnitKind
from kpbot.domain.roster import Fault, KnownUnit, Line, NewUnit, OnRecord, Place, Rosterplan, Scope, UnitRef
from kpbot.domain.roster_people import People
from kpbot.domain.roster_places import Map, Refused, unit_key
from kpbot.domain.roster_standing import Standing


def plan_roster(lines: Sequence[Line], record: OnRecord, scope: Scope) -> Rosterplan:
    """Decide line by line. What is on record and not in the file stays as it is."""
    planning = _Planning(record, scope)
    planning.count_claims(lines)
    for line in lines:
        planning.line(line)
    planning.finish()
    return planning.plan


class _Planning:
    def __init__(self, record: OnRecord, scope: Scope) -> None:
        self.plan = Rosterplan()
        self._scope = scope
        self._map = Map(record, scope)
        self._record = record
        self._claims: Counter[tuple[object, str]] = Counter()
        self._made: dict[tuple[Place, str], NewUnit] = {}
        self._seen_units: set[int] = set()
        self._demonstrations: dict[UnitRef, bool] = {}
        self._kinds: dict[int, UnitKind] = {}
        self._places: dict[Place, None] = {}
        self._standing = Standing(self.plan, record, scope.today)
        self._people = People(self.plan, record, scope.today)

    def count_claims(self, lines: Iterable[Line]) -> None:
        """In how many townships of a county the file has a unit of the same name."""
        towns: dict[tuple[str, str], set[str]] = {}
        for line in lines:
            towns.setdefault((line.county, unit_key(line.unit)), set()).add(line.township)
        self._claims.update({key: len(found) for key, found in towns.items()})

    def line(self, line: Line) -> None:
        if not line.unit and line.role is PostRole.OFFICER:
            if line.people or line.stations or line.things:
                self.plan.fault(line, "no-unit", serious=True)
            return
        try:
            place = self._map.place(line)
            if line.role is PostRole.COORDINATOR and line.people:
                self._coordinators(line, place)
                return
            unit = self._unit(line, place)
        except Refused as refused:
            self.plan.faults.append(Fault(line.at, refused.code, refused.values, serious=True))
            return
        if unit is None:
            return
        for name in line.stations:
            self._standing.station(line, unit, name)
        for thing in line.things:
            self._standing.thing(line, unit, thing)
        for name in line.people:
            self._people.officer(line, unit, name)

    def _make(self, place: Place) -> None:
        """The regions that a place needs and nobody made yet, from the top."""
        for depth in range(1, len(place.names) + 1):
            self._places.setdefault(Place(place.under, place.names[:depth]))

    def _unit(self, line: Line, place: Place) -> UnitRef | None:
        if self._map.is_city(place):
            raise Refused("needs-county")
        known = self._map.unit(place, line, self._claims[line.county, unit_key(line.unit)])
        if known is not None:
            self._compare(line, known)
            return known.id
        key = (place, unit_key(line.unit))
        if key not in self._made:
            if line.kind is None:
                self.plan.fault(line, "unit-kind", serious=True, name=line.unit)
                return None
            self._make(place)
            self._made[key] = NewUnit(place, line.unit, line.kind)
            self.plan.units.append(self._made[key])
        elif line.kind_said and line.kind is not self._made[key].kind:
            self.plan.fault(line, "unit-kind-twice", name=line.unit)
        if self._demonstration(line, self._made[key]):
            self.plan.demonstrations.add(self._made[key])
        return self._made[key]

    def _demonstration(self, line: Line, unit: UnitRef) -> bool | None:
        """What the file says of a unit; of several things the first, so that loading it again changes nothing."""
        if line.demonstration is None:
            return self._demonstrations.get(unit)
        first = self._demonstrations.setdefault(unit, line.demonstration)
        if first is not line.demonstration:
            self.plan.fault(line, "demonstration-twice", name=line.unit)
        return first

    def _kind(self, line: Line, unit: KnownUnit) -> UnitKind | None:
        """As `_demonstration`, of the kind of a unit on record."""
        if not line.kind_said or line.kind is None:
            return self._kinds.get(unit.id)
        first = self._kinds.setdefault(unit.id, line.kind)
        if first is not line.kind:
            self.plan.fault(line, "unit-kind-twice", name=line.unit)
        return first

    def _compare(self, line: Line, known: KnownUnit) -> None:
        changes: dict[str, object] = {}
        demonstration, kind = self._demonstration(line, known.id), self._kind(line, known)
        if demonstration is not None and demonstration != known.demonstration:
            changes["demonstration"] = demonstration
        if kind is not None and kind is not known.kind:
            changes["kind"] = kind
        if changes:
            self.plan.changed_units.setdefault(known.id, {}).update(changes)
        elif known.id not in self._seen_units:
            self.plan.untouched += 1
        self._seen_units.add(known.id)

    def _coordinators(self, line: Line, place: Place) -> None:
        if not self._scope.operator:
            raise Refused("coordinator-not-yours")
        self._make(place)
        for name in line.people:
            self._people.coordinator(line, place, name)

    def finish(self) -> None:
        self.plan.regions = list(self._places)
        self._people.note_same_names()
        self._missing()

    def _missing(self) -> None:
        """Of the counties or townships that the file is about: units and officers that it does not have."""
        if not (self._seen_units or self.plan.units or self._people):
            return
        regions = {self._map.regions[u.region_id].id for u in self._record.units if u.id in self._seen_units}
        regions |= {
            place.under for new in self.plan.units if (place := new.place).under is not None and not place.names
        }
        units = [unit for unit in self._record.units if unit.region_id in regions]
        self.plan.missing_units = [unit.name for unit in units if unit.id not in self._seen_units]
        if not self._people:
            return
        names = {unit.id: unit.name for unit in units}
        self.plan.missing_people = self._people.missing(names)
