"""Places by their path of names, `演示市/青禾县/槐树村`: found as an operator types them, and set up at the start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpbot.domain.place_match import match_places
from kpbot.domain.places import Level, Region, Unit
from kpbot.storage import places
from kpbot.storage.database import Db


@dataclass(frozen=True, slots=True)
class PlaceAt:
    """A region, or a unit in it, and its full path of names."""

    path: str
    region: Region
    unit: Unit | None = None


def region_paths(regions: Iterable[Region]) -> dict[int, str]:
    """Each region's path of names by its id."""
    by_id: Mapping[int, Region] = {region.id: region for region in regions}
    return {
        region.id: "/".join(by_id[int(step)].name for step in region.path.split("/") if step)
        for region in by_id.values()
    }


async def places_at(db: Db, path: str, *, regions: bool = True, units: bool = True) -> list[PlaceAt]:
    """The regions and units that `path` may mean, of the surest kind of match only; several are to be asked."""
    known = await _all(db, regions=regions, units=units)
    found = set(match_places(path, [(number, place.path) for number, place in enumerate(known)]))
    return [place for number, place in enumerate(known) if number in found]


async def _all(db: Db, *, regions: bool, units: bool) -> list[PlaceAt]:
    by_id = {region.id: region for region in await places.all_regions(db)}
    called = region_paths(by_id.values())
    found = [PlaceAt(called[region.id], region) for region in by_id.values()] if regions else []
    if units:
        for unit in await places.units_within(db, "/"):
            found.append(PlaceAt(f"{called[unit.region_id]}/{unit.name}", by_id[unit.region_id], unit))
    return found


async def set_up_regions(db: Db, city: str, counties: Sequence[str], time_zone: str) -> list[PlaceAt]:
    """Create the city and its counties where they are not there yet; returns what was created."""
    known = {(region.parent_id, region.name): region for region in await places.all_regions(db)}
    created = []
    top = known.get((None, city))
    if top is None:
        top = await places.add_region(db, city, Level.CITY, None, time_zone)
        created.append(PlaceAt(city, top))
    for name in dict.fromkeys(counties):
        if (top.id, name) not in known:
            region = await places.add_region(db, name, Level.COUNTY, top)
            created.append(PlaceAt(f"{city}/{name}", region))
    return created
