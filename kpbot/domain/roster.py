"""What a roster says and what is on record: the values that a plan is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Region, UnitKind
from kpbot.domain.upkeep import FacilityKind


@dataclass(frozen=True, slots=True)
class At:
    """A line of the file."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a line; `code` names the text `roster-<code>`, filled in by `values`. `serious`: as it is,
    nothing can be applied."""

    at: At
    code: str
    values: tuple[tuple[str, str | int], ...] = ()
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """Facilities of a kind: one with a name, or `count` without."""

    kind: FacilityKind
    name: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of a roster says, places by name as far as it names them. `kind_said`: the kind was not guessed
    from the name. `stations` are names, "" for one without. `left` is the day the persons left; `left_aside`: that they
    did stands in brackets beside their names."""

    at: At
    city: str = ""
    county: str = ""
    township: str = ""
    unit: str = ""
    kind: UnitKind | None = None
    kind_said: bool = False
    demonstration: bool | None = None
    people: tuple[str, ...] = ()
    role: PostRole = PostRole.OFFICER
    since: date | None = None
    left: date | None = None
    left_aside: bool = False
    stations: tuple[str, ...] = ()
    station_since: date | None = None
    things: tuple[Thing, ...] = ()
    things_since: date | None = None


@dataclass(frozen=True, slots=True)
class KnownUnit:
    id: int
    region_id: int
    name: str
    kind: UnitKind
    demonstration: bool


@dataclass(frozen=True, slots=True)
class KnownStation:
    id: int
    unit_id: int
    name: str
    since: date
    ended: bool


@dataclass(frozen=True, slots=True)
class KnownFacility:
    id: int
    unit_id: int
    kind: str
    name: str
    ended: bool


@dataclass(frozen=True, slots=True)
class KnownPost:
    """`unit_id` is None for coordinators."""

    id: int
    person_id: int
    name: str
    role: PostRole
    region_id: int
    unit_id: int | None
    state: PostState
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is there, within the reach of whoever loads."""

    regions: tuple[Region, ...] = ()
    units: tuple[KnownUnit, ...] = ()
    stations: tuple[KnownStation, ...] = ()
    facilities: tuple[KnownFacility, ...] = ()
    posts: tuple[KnownPost, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Who loads: a coordinator of `regions` (ids) and all below, or the operator, who may do all, in these regions or
    without any everywhere. `today` is the local day."""

    today: date
    regions: frozenset[int] = frozenset()
    operator: bool = False


RegionKey = tuple[str, ...]
"""Names of regions from the city down; what is to be made is named so until it has an id."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its id, or the names under a known one (`under`) that are to be made."""

    under: int | None
    names: RegionKey = ()


@dataclass(frozen=True, slots=True)
class NewUnit:
    place: Place
    name: str
    kind: UnitKind


UnitRef = int | NewUnit


@dataclass(frozen=True, slots=True)
class NewPost:
    """`person_id`: somebody who held this post before. `unit` None: a coordinator's."""

    name: str
    role: PostRole
    place: Place
    unit: UnitRef | None
    since: date
    person_id: int | None = None


@dataclass(slots=True)
class Rosterplan:
    """What loading would do; nothing here has been done. `untouched` counts records that are as the file says,
    `missing` are names of what is on record at the places of the file and not in it."""

    regions: list[Place] = field(default_factory=list)
    units: list[NewUnit] = field(default_factory=list)
    demonstrations: set[NewUnit] = field(default_factory=set)  # of the new units
    changed_units: dict[int, dict[str, object]] = field(default_factory=dict)
    stations: list[tuple[UnitRef, str, date]] = field(default_factory=list)
    changed_stations: dict[int, dict[str, object]] = field(default_factory=dict)
    facilities: list[tuple[UnitRef, FacilityKind, str, date]] = field(default_factory=list)
    changed_facilities: dict[int, dict[str, object]] = field(default_factory=dict)
    posts: list[NewPost] = field(default_factory=list)
    ended: dict[int, date] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    untouched: int = 0
    missing_units: list[str] = field(default_factory=list)
    missing_people: list[str] = field(default_factory=list)

    def fault(self, line: Line, code: str, *, serious: bool = False, **values: str | int) -> None:
        self.faults.append(Fault(line.at, code, tuple(values.items()), serious))

    @property
    def possible(self) -> bool:
        return not any(fault.serious for fault in self.faults)

    @property
    def changed(self) -> int:
        """Records on record that would become different."""
        return len(self.changed_units) + len(self.changed_stations) + len(self.changed_facilities)

    @property
    def changes(self) -> int:
        made = len(self.regions) + len(self.units) + len(self.stations) + len(self.facilities) + len(self.posts)
        return made + self.changed + len(self.ended)
