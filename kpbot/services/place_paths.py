"""Places by their path of names, `演示市/青禾县/槐树村`: found as an operator types them, and set up at the start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kpbot.domain.place_match import match_places
from kpbot.domain.places import Level, Region, Unit, UnitKind
from kpbot.domain.plain_text import clean, fold, one_line
from kpbot.storage import places
from kpbot.storage.database import Db

NAME_LIMIT = 40  # characters


@dataclass(frozen=True, slots=True)
class PlaceAt:
    """A region, or a unit in it, and its full path of names."""

    path: str
    region: Region
    unit: Unit | None = None


def region_paths(regions: Iterable[Region]) -> dict[int, str]:
    """Each region's path of names by its id: `演示市/青禾县`."""
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


class PlaceError(ValueError):
    """A place cannot be added; `code` names a text `commands-unit-<code>`, filled in by `details`."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


async def add_unit_at(db: Db, path: str, kind: UnitKind, *, demonstration: bool) -> PlaceAt:
    """Register a unit by its path, `青禾县/柳河镇/槐树村` or `青禾县/东关社区`; townships that are not there yet are
    created. Raises PlaceError."""
    names = [clean(one_line(name), NAME_LIMIT) for name in path.replace("／", "/").split("/")]
    if len(names) < 2 or not all(names):
        raise PlaceError("how")
    regions = await places.all_regions(db)
    called = region_paths(regions)
    start = [r for r in regions if fold(names[0]) in (fold(r.name), fold(called[r.id]))]
    if len(start) != 1:
        raise PlaceError("no-region", name=names[0])
    region = start[0]
    for name in names[1:-1]:
        below = next((r for r in regions if r.parent_id == region.id and fold(r.name) == fold(name)), None)
        if below is None and region.level is Level.CITY:
            raise PlaceError("no-region", name=name)
        region = below or await places.add_region(db, name, Level.TOWNSHIP, region)
    if region.level is Level.CITY:
        raise PlaceError("how")
    if any(
        unit.region_id == region.id and fold(unit.name) == fold(names[-1])
        for unit in await places.units_within(db, region.path)
    ):
        raise PlaceError("there", name=names[-1])
    unit = await places.add_unit(db, region, names[-1], kind, demonstration)
    called = region_paths(await places.all_regions(db))
    return PlaceAt(f"{called[region.id]}/{unit.name}", region, unit)


async def all_places(db: Db) -> list[PlaceAt]:
    """Every region and unit with its path."""
    return await _all(db, regions=True, units=True)


async def nearest_paths(db: Db, path: str, most: int = 3) -> list[str]:
    """Paths of places whose path or name is written much like `path`, which is none, the likeliest first."""
    known = {place.path: place.path.rpartition("/")[2] for place in await all_places(db)}
    wanted = path.strip("/")
    likely = get_close_matches(wanted, known, n=most, cutoff=0.6)
    names = get_close_matches(wanted.rpartition("/")[2], known.values(), n=most, cutoff=0.5)
    return list(dict.fromkeys([*likely, *(p for name in names for p in known if known[p] == name)]))[:most]


async def all_units(db: Db) -> list[PlaceAt]:
    """Every unit with its path."""
    return [place for place in await _all(db, regions=False, units=True) if place.unit]
