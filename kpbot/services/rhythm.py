"""Which regions have editions, and at what local times things happen there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kpbot.domain.places import Level, Region
from kpbot.settings import Settings
from kpbot.storage import groups, places
from kpbot.storage.database import Db


@dataclass(frozen=True, slots=True)
class Tree:
    """All regions, by id."""

    regions: Mapping[int, Region]

    def above(self, region: Region) -> list[Region]:
        """The region itself and those above it, the nearest first."""
        ids = [int(step) for step in region.path.split("/") if step]
        return [self.regions[i] for i in reversed(ids) if i in self.regions]

    def edition_region(self, region: Region) -> Region:
        """The county whose edition a place gets; a place above the counties has its own."""
        return next((r for r in self.above(region) if r.level == Level.COUNTY), region)

    def sorted(self, ids: Iterable[int]) -> list[Region]:
        """Regions by their path: those above before those below."""
        return sorted((self.regions[i] for i in ids if i in self.regions), key=lambda region: region.path)

    def push_time(self, region: Region, settings: Settings) -> str:
        """Local `HH:MM`: the region's own, else that of the nearest region above, else the setting."""
        return next((r.push_time for r in self.above(region) if r.push_time), settings.push.at)

    def below(self, region: Region) -> list[int]:
        """Ids of the region and all regions below it."""
        return [r.id for r in self.regions.values() if r.path.startswith(region.path)]

    def title(self, region: Region) -> str:
        """The path without the top: 青禾县/柳河镇."""
        names = [r.name for r in reversed(self.above(region))]
        return "/".join(names[1:] or names)


async def load_tree(db: Db) -> Tree:
    return Tree({region.id: region for region in await places.all_regions(db)})


async def edition_regions(db: Db, tree: Tree) -> list[Region]:
    """Regions that have an edition every day, because a group in them gets it."""
    bound = [tree.regions[i] for i in await groups.pushed_regions(db) if i in tree.regions]
    found = {tree.edition_region(region).id for region in bound}
    return tree.sorted(found)


@dataclass(frozen=True, slots=True, order=True)
class Beat:
    """A local time in a zone at which something is due for the regions that keep it."""

    zone: str
    time: str  # HH:MM


async def beats(db: Db, settings: Settings) -> tuple[set[str], set[Beat]]:
    """All time zones in use, and all (zone, push time) pairs: a handful even in a nation."""
    tree = await load_tree(db)
    zones = {region.time_zone for region in tree.regions.values()} or {settings.time_zone}
    pushed = {Beat(r.time_zone, tree.push_time(r, settings)) for r in await edition_regions(db, tree)}
    return zones, pushed


def local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
