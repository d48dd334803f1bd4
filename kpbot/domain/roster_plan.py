"""What a roster would change of what is on record: decided here, done in storage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import UnitKind
from kpbot.domain.plain_text import fold
from kpbot.domain.roster import (
    Fault,
    KnownFacility,
    KnownPost,
    KnownStation,
    KnownUnit,
    Line,
    NewPost,
    NewUnit,
    OnRecord,
    Place,
    Rosterplan,
    Scope,
    Thing,
    UnitRef,
)
from kpbot.domain.roster_fields import FACILITY_NAMES
from kpbot.domain.roster_places import Map, Refused, unit_key
from kpbot.domain.upkeep import FacilityKind

_HELD = (PostState.ACTIVE, PostState.PENDING)


def plan_roster(lines: Sequence[Line], record: OnRecord, scope: Scope) -> Rosterplan:
    """Decide line by line. What is on record and not in the file stays as it is."""
    planning = _Planning(record, scope)
    planning.count_claims(lines)
    for line in lines:
        planning.line(line)
    planning.finish()
    return planning.plan


def same_name(name: str) -> str:
    return "".join(fold(name).split())


class _Planning:
    def __init__(self, record: OnRecord, scope: Scope) -> None:
        self.plan = Rosterplan()
        self._scope = scope
        self._map = Map(record, scope)
        self._record = record
        self._claims: Counter[tuple[object, str]] = Counter()
        self._made: dict[tuple[Place, str], NewUnit] = {}
        self._homes = {unit.id: unit.region_id for unit in record.units}
        self._seen_units: set[int] = set()
        self._demonstrations: dict[UnitRef, bool] = {}
        self._kinds: dict[int, UnitKind] = {}
        self._built: dict[int, date] = {}
        self._places: dict[Place, None] = {}
        self._people: dict[tuple[object, str], Line] = {}
        self._kept: set[int] = set()
        self._units_of: dict[str, dict[object, str]] = {}
        self._stations: dict[object, dict[str, KnownStation | None]] = {}
        self._facilities: dict[tuple[object, str], dict[str, KnownFacility | None]] = {}
        self._posts: dict[tuple[object, str], list[KnownPost]] = {}
        for station in record.stations:
            self._stations.setdefault(station.unit_id, {})[same_name(station.name)] = station
        for facility in record.facilities:
            self._facilities.setdefault((facility.unit_id, facility.kind), {})[same_name(facility.name)] = facility
        for post in record.posts:
            where = post.unit_id if post.unit_id is not None else ("region", post.region_id)
            self._posts.setdefault((where, same_name(post.name)), []).append(post)

    def count_claims(self, lines: Iterable[Line]) -> None:
        """In how many townships of a county the file has a unit of the same name."""
        towns: dict[tuple[str, str], set[str]] = {}
        for line in lines:
            towns.setdefault((line.county, unit_key(line.unit)), set()).add(line.township)
        self._claims.update({key: len(found) for key, found in towns.items()})

    def line(self, line: Line) -> None:
        if not line.unit and line.role is PostRole.OFFICER:
            if line.people or line.stations or line.things:
                self._fault(line, "no-unit", serious=True)
            return
        try:
            place = self._map.place(line)
            if line.role is PostRole.COORDINATOR and line.people:
                self._coordinator(line, place)
                return
            unit = self._unit(line, place)
        except Refused as refused:
            self.plan.faults.append(Fault(line.at, refused.code, refused.values, serious=True))
            return
        if unit is None:
            return
        for name in line.stations:
            self._station(line, unit, name)
        for thing in line.things:
            self._thing(line, unit, thing)
        for name in line.people:
            self._officer(line, unit, name)

    def _fault(self, line: Line, code: str, *, serious: bool = False, **values: str | int) -> None:
        self.plan.faults.append(Fault(line.at, code, tuple(values.items()), serious))

    # places

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
                self._fault(line, "unit-kind", serious=True, name=line.unit)
                return None
            self._make(place)
            self._made[key] = NewUnit(place, line.unit, line.kind)
            self.plan.units.append(self._made[key])
        elif line.kind_said and line.kind is not self._made[key].kind:
            self._fault(line, "unit-kind-twice", name=line.unit)
        if self._demonstration(line, self._made[key]):
            self.plan.demonstrations.add(self._made[key])
        return self._made[key]

    def _demonstration(self, line: Line, unit: UnitRef) -> bool | None:
        """What the file says of a unit; of several things the first, so that loading it again changes nothing."""
        if line.demonstration is None:
            return self._demonstrations.get(unit)
        first = self._demonstrations.setdefault(unit, line.demonstration)
        if first is not line.demonstration:
            self._fault(line, "demonstration-twice", name=line.unit)
        return first

    def _kind(self, line: Line, unit: KnownUnit) -> UnitKind | None:
        """As `_demonstration`, of the kind of a unit on record."""
        if not line.kind_said or line.kind is None:
            return self._kinds.get(unit.id)
        first = self._kinds.setdefault(unit.id, line.kind)
        if first is not line.kind:
            self._fault(line, "unit-kind-twice", name=line.unit)
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

    # what stands there

    def _station(self, line: Line, unit: UnitRef, name: str) -> None:
        there = self._stations.setdefault(unit, {})
        if not name and (there and any(s is None or not s.ended for s in there.values())):
            name = next(key for key, s in there.items() if s is None or not s.ended)
        name = name or f"{line.unit}e站"
        if same_name(name) not in there:
            there[same_name(name)] = None
            self.plan.stations.append((unit, name, line.station_since or self._scope.today))
            return
        known = there[same_name(name)]
        if known is None:
            return
        if known.ended:
            self.plan.changed_stations[known.id] = {"ended": None}
        elif (since := self._since_of(line, known)) and since != known.since:
            self.plan.changed_stations[known.id] = {"since": since}
        else:
            self.plan.untouched += 1

    def _since_of(self, line: Line, station: KnownStation) -> date | None:
        """As `_demonstration`, of the day of a station on record."""
        if line.station_since is None:
            return self._built.get(station.id)
        first = self._built.setdefault(station.id, line.station_since)
        if first != line.station_since:
            self._fault(line, "station-since-twice", name=station.name, day=first.isoformat())
        return first

    def _thing(self, line: Line, unit: UnitRef, thing: Thing) -> None:
        """One by its name; without names, as many as it says, of whatever names there are already."""
        there = self._facilities.setdefault((unit, thing.kind.value), {})
        if thing.name:
            self._facility(line, unit, thing.kind, thing.name, there)
            return
        standing = sum(known is None or not known.ended for known in there.values())
        self.plan.untouched += min(standing, thing.count)
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
            self.plan.facilities.append((unit, kind, name, line.things_since or self._scope.today))
        elif (known := there[same_name(name)]) and known.ended:
            self.plan.changed_facilities[known.id] = {"ended": None}
            there[same_name(name)] = None
        else:
            self.plan.untouched += 1

    # people

    def _coordinator(self, line: Line, place: Place) -> None:
        if not self._scope.operator:
            raise Refused("coordinator-not-yours")
        self._make(place)
        where: object = ("region", place.under) if not place.names else place
        for name in line.people:
            self._person(line, where, name, NewPost(name, PostRole.COORDINATOR, place, None, self._since(line)))

    def _officer(self, line: Line, unit: UnitRef, name: str) -> None:
        place = unit.place if isinstance(unit, NewUnit) else Place(self._homes[unit])
        self._units_of.setdefault(same_name(name), {}).setdefault(unit, line.unit)
        self._person(line, unit, name, NewPost(name, PostRole.OFFICER, place, unit, self._since(line)))

    def _since(self, line: Line) -> date:
        return line.since or self._scope.today

    def _person(self, line: Line, where: object, name: str, post: NewPost) -> None:
        key = (where, same_name(name))
        if key in self._people:
            self._fault(line, "twice", name=name, row=self._people[key].at.row)
            return
        self._people[key] = line
        history = [p for p in self._posts.get(key, ()) if p.role is post.role]
        held = next((p for p in history if p.state in _HELD), None)
        if line.left is not None and line.left <= self._scope.today:
            self._leaves(line, held, name, line.left)
        elif held is not None:
            self._kept.add(held.id)
            self.plan.untouched += 1
            if held.state is PostState.PENDING:
                self._fault(line, "waits", name=name)
        else:
            self._comes(line, history, post)

    def _leaves(self, line: Line, held: KnownPost | None, name: str, day: date) -> None:
        if held is None:
            self._fault(line, "left-unknown", name=name)
            return
        self._kept.add(held.id)
        self.plan.ended[held.id] = max(day, held.since)
        if line.left_aside:
            self._fault(line, "left-aside", name=name, day=self.plan.ended[held.id].isoformat())

    def _comes(self, line: Line, history: Sequence[KnownPost], post: NewPost) -> None:
        """Somebody who held the post before does not come back by a list that may be an old one."""
        last = max((p for p in history if p.state is PostState.ENDED), key=lambda p: p.until or p.since, default=None)
        if last is not None:
            until = last.until or last.since
            if line.since is None or line.since <= until:
                self._fault(line, "ended-before", name=post.name, day=until.isoformat())
                return
            post = replace(post, person_id=last.person_id)
        self.plan.posts.append(post)

    # all of it

    def finish(self) -> None:
        self.plan.regions = list(self._places)
        self._same_names()
        self._missing()

    def _same_names(self) -> None:
        """The same name in two units may be two people: they stay two, and whoever is both may use both codes."""
        fresh = {same_name(post.name): post.name for post in self.plan.posts if post.role is PostRole.OFFICER}
        for key, name in fresh.items():
            if len(places := self._units_of.get(key, {})) > 1:
                line = next(line for (_, known), line in self._people.items() if known == key)
                self._fault(line, "same-name", name=name, places="、".join(dict.fromkeys(places.values())))

    def _missing(self) -> None:
        """Of the counties or townships that the file is about: units and officers that it does not have."""
        lines = self._people.values()
        if not (self._seen_units or self.plan.units or lines):
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
        self.plan.missing_people = [
            f"{names[post.unit_id]} {post.name}"
            for post in self._record.posts
            if post.unit_id in names and post.state is PostState.ACTIVE and post.id not in self._kept
        ]


def _free_name(name: str, there: dict[str, KnownFacility | None]) -> str:
    """One that was given up, which comes back before a new one is made; else 宣传栏, 宣传栏2 and so on."""
    for known in there.values():
        if known is not None and known.ended:
            return known.name
    number = 1
    while same_name(called := name if number == 1 else f"{name}{number}") in there:
        number += 1
    return called
