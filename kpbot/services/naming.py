"""Places as people name them, in the regions a speaker is responsible for."""

from __future__ import annotations

from dataclasses import dataclass

from kpbot.domain.place_match import match_places
from kpbot.domain.places import Region, Unit
from kpbot.services.place_paths import region_paths
from kpbot.services.talk import Talk
from kpbot.storage import places


@dataclass(frozen=True, slots=True)
class Spot:
    """A region, or a unit in it; `path` is how it is called in full: `演示市/青禾县/槐树村`."""

    region: Region
    unit: Unit | None
    path: str

    @property
    def name(self) -> str:
        """Short, but with the region: `青禾县/槐树村`."""
        return "/".join(self.path.split("/")[-2:]) if self.unit else self.region.name


async def spots_named(talk: Talk, name: str, *, units: bool) -> list[Spot]:
    """The units (or else the regions) that `name` may mean in the coordinator's regions; of several the surest."""
    spots = await own_spots(talk, units=units)
    hits = match_places(name, [(index, spot.path) for index, spot in enumerate(spots)])
    return [spots[index] for index in hits]


async def own_spots(talk: Talk, *, units: bool) -> list[Spot]:
    """All units (or else regions) of the regions that the speaker coordinates."""
    regions = {region.id: region for region in await places.all_regions(talk.db)}
    called = region_paths(regions.values())
    scopes = [post.region_path for post in talk.coordinator_posts]
    if not units:
        own = [r for r in regions.values() if any(r.path.startswith(scope) for scope in scopes)]
        return [Spot(region, None, called[region.id]) for region in own]
    found = {unit.id: unit for scope in scopes for unit in await places.units_within(talk.db, scope)}
    return [Spot(regions[unit.region_id], unit, f"{called[unit.region_id]}/{unit.name}") for unit in found.values()]
