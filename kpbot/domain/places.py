"""Where things are: regions, units, and what is kept in a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DEFAULT_ZONE = "Asia/Shanghai"


class Level(StrEnum):
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class UnitKind(StrEnum):
    """The three denominators of the plan's targets (section 三 of the notice)."""

    COMMUNITY = "community"
    SCHOOL = "school"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Region:
    """A node of the tree city → county → township.

    `path` is materialised, e.g. `/1/4/`, so that "this region and all below" is a prefix. `push_time` is local,
    `HH:MM` on the hour or half hour; empty means that of the region above. `short_links`: officers of this region and
    all below get links of their own, whose openings are counted.
    """

    id: int
    parent_id: int | None
    name: str
    level: Level
    path: str
    time_zone: str = DEFAULT_ZONE
    push_time: str = ""
    short_links: bool = False

    def covers(self, path: str) -> bool:
        return path.startswith(self.path)


@dataclass(frozen=True, slots=True)
class Unit:
    """A community, school or village; `region_path` is that of its region."""

    id: int
    region_id: int
    region_path: str
    name: str
    kind: UnitKind
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Station:
    """A 科普中国e站 (indicators 7-1, 7-2)."""

    id: int
    unit_id: int
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Facility:
    """A thing to be kept fresh: board, bookshelf or screen (indicators 7-3, 8-2).

    `since` is the day it was registered; `paused_until` and `snoozed_until` are the first day things go on again.
    """

    id: int
    unit_id: int
    kind: str  # kpbot.domain.upkeep.FacilityKind
    name: str
    since: date
    paused_until: date | None = None
    snoozed_until: date | None = None
