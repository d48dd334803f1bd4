"""What a region may have of its own: push time, time zone, short links. An operator sets it; the audit log keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kpbot.domain.places import Region
from kpbot.services.place_paths import region_paths
from kpbot.services.rhythm import Tree, load_tree
from kpbot.services.short_links import turned_on
from kpbot.settings import Settings
from kpbot.storage import audit, places
from kpbot.storage.audit import Entry
from kpbot.storage.database import Db


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region as it works: `push_time` is its own or comes from above; `links_from` is the path of the region that
    has short links on, this or one above; empty for none."""

    path: str
    region: Region
    push_time: str
    links_from: str


class StillOn(ValueError):
    """Short links cannot be turned off here, because a region above, `above` by its path, has them on."""

    def __init__(self, above: str) -> None:
        super().__init__(above)
        self.above = above


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to set; None stays. An empty push time means that of the region above."""

    push_time: str | None = None
    time_zone: str | None = None
    short_links: bool | None = None


async def lines(db: Db, settings: Settings) -> list[RegionLine]:
    """Every region, those above first."""
    tree = await load_tree(db)
    called = region_paths(tree.regions.values())
    return [_line(tree, called, region, settings) for region in tree.sorted(tree.regions)]


def _line(tree: Tree, called: Mapping[int, str], region: Region, settings: Settings) -> RegionLine:
    on = turned_on(tree, region)
    push_time = tree.push_time(region, settings)
    return RegionLine(called[region.id], region, push_time, called[on.id] if on else "")


async def change(db: Db, region: Region, wanted: Wanted, now: datetime) -> bool:
    """Set what is wanted; False if it is so already. Time zone and short links are those of all regions below as well.
    Raises StillOn."""
    tree = await load_tree(db)
    if wanted.short_links is False:
        _require_off_above(tree, region)
    changes = {one: values for one in tree.below(region) if (values := _changes(tree.regions[one], region, wanted))}
    for one, values in changes.items():
        await places.update_region(db, one, **values)
    entries = [Entry(now, None, "region.set", f"region:{one}", values) for one, values in changes.items()]
    await audit.record(db, entries)
    return bool(changes)


def _require_off_above(tree: Tree, region: Region) -> None:
    on = next((turned_on(tree, one) for one in tree.above(region)[1:]), None)
    if on:
        raise StillOn(region_paths(tree.regions.values())[on.id])


def _changes(one: Region, region: Region, wanted: Wanted) -> dict[str, object]:
    """What is to be written of this region, the one that is set or one below it. Below, short links are on by being
    on above."""
    asked: dict[str, object] = {}
    if wanted.time_zone is not None:
        asked["time_zone"] = wanted.time_zone
    if wanted.short_links is False or (wanted.short_links and one.id == region.id):
        asked["short_links"] = wanted.short_links
    if wanted.push_time is not None and one.id == region.id:
        asked["push_time"] = wanted.push_time
    return {name: value for name, value in asked.items() if getattr(one, name) != value}
