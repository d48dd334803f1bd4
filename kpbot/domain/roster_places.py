"""Which region and unit a line of a roster means, and which of them would have to be made."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpbot.domain.places import Level, Region
from kpbot.domain.plain_text import fold
from kpbot.domain.roster import KnownUnit, Line, OnRecord, Place, Scope

_UNIT_ENDS = (("村民委员会", "村"), ("村委会", "村"), ("居民委员会", "社区"), ("居委会", "社区"))
_ASIDE = re.compile(r"(?<=.)\(.*\)$")
_OFFICE = re.compile(r"街道办(?:事处)?$")
_REGION_ENDS = re.compile(r"(?:街道|自治县|县|区|市|镇|乡|办事处)$")


class Refused(Exception):
    """A line names no place that can be used; `code` and `values` as in `Fault`."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = tuple(values.items())


def unit_key(name: str) -> str:
    """The same for 槐树村, 槐树村委会 and 槐树村村民委员会."""
    folded = "".join(fold(name).split())
    for ending, kind in _UNIT_ENDS:
        if folded.endswith(ending):
            bare = folded.removesuffix(ending)
            return bare if bare.endswith(kind) else bare + kind
    return folded


def _region_key(name: str) -> str:
    """Without what stands in brackets behind it."""
    return _OFFICE.sub("街道", _ASIDE.sub("", "".join(fold(name).split())))


def _bare(name: str) -> str:
    key = _region_key(name)
    bare = _REGION_ENDS.sub("", key)
    return bare if len(bare) > 1 else key


class Map:
    """The regions and units on record, by what people call them."""

    def __init__(self, record: OnRecord, scope: Scope) -> None:
        self._scope = scope
        self.regions = {region.id: region for region in record.regions}
        self._mine = [r for r in record.regions if self._is_mine(r)]
        self._below: dict[int | None, list[Region]] = {}
        for region in record.regions:
            self._below.setdefault(region.parent_id, []).append(region)
        self._units: dict[tuple[int, str], KnownUnit] = {}
        self._named: dict[str, list[KnownUnit]] = {}
        for unit in record.units:
            self._units[unit.region_id, unit_key(unit.name)] = unit
            self._named.setdefault(unit_key(unit.name), []).append(unit)

    def _is_mine(self, region: Region) -> bool:
        if not self._scope.regions:
            return self._scope.operator
        return any(int(step) in self._scope.regions for step in region.path.split("/") if step)

    def place(self, line: Line) -> Place:
        """The region that a line's unit lies in. Raises Refused."""
        county = self._county(line)
        if not line.township or (
            county.under is not None and not county.names and self._is_called(county, line.township)
        ):
            return county
        if county.names:
            return Place(county.under, (*county.names, line.township))
        found = _called(line.township, self._below.get(county.under, ()))
        if len(found) > 1:
            raise Refused("which-township", name=line.township)
        return Place(found[0].id) if found else Place(county.under, (line.township,))

    def _is_called(self, place: Place, name: str) -> bool:
        """A township's coordinator need not name the township above each village."""
        region = self.regions[place.under] if place.under is not None and not place.names else None
        return region is not None and region.level is Level.TOWNSHIP and bool(_called(name, [region]))

    def _county(self, line: Line) -> Place:
        if not line.county:
            return self._only(line)
        counties = [region for region in self._mine if region.level is not Level.CITY]
        found = _called(line.county, [r for r in counties if r.level is Level.COUNTY]) or _called(line.county, counties)
        if not found and line.city:
            found = _called(line.county.removeprefix(line.city), counties)
        if len(found) == 1:
            return Place(found[0].id)
        if found:
            raise Refused("which-county", name=line.county)
        if not self._scope.operator:
            raise Refused(self._why_not(line.county), name=line.county)
        tops = [region for region in self._below.get(None, ()) if self._is_mine(region)]
        if self.regions and not tops:
            raise Refused(self._why_not(line.county), name=line.county)
        cities = [region for region in tops if not line.city or _called(line.city, [region])]
        if len(cities) != 1:
            raise Refused("which-city" if cities or self.regions else "no-city", name=line.city or line.county)
        return Place(cities[0].id, (line.county,))

    def _why_not(self, name: str) -> str:
        return "county-not-yours" if _called(name, self.regions.values()) else "no-county"

    def _only(self, line: Line) -> Place:
        """Without a column for it: the only county there can be, or the one that has this township or unit."""
        tops = self._tops()
        below = [r for r in self._mine if r.level is Level.COUNTY] or tops
        if len(below) == 1:
            return Place(below[0].id)
        towns = _called(line.township, [r for r in self._mine if r.level is Level.TOWNSHIP]) if line.township else []
        if len(towns) == 1 and towns[0].parent_id is not None:
            return Place(towns[0].parent_id)
        raise Refused("needs-county")

    def _tops(self) -> list[Region]:
        ids = {region.id for region in self._mine}
        return [r for r in self._mine if r.parent_id not in ids and r.level is not Level.CITY]

    def unit(self, place: Place, line: Line, claims: int) -> KnownUnit | None:
        """The unit on record that a line means: of that name in its region, or, where only one region of the file
        (`claims`) has such a name, registered right under the county or in some township of it. Raises Refused where
        the line names no township and several have one."""
        key = unit_key(line.unit)
        if place.under is None:
            return None
        if not place.names and (found := self._units.get((place.under, key))):
            return found
        county = self._county_of(place)
        if line.township:
            return self._units.get((county.id, key)) if claims == 1 else None
        inside = [
            unit for unit in self._named.get(key, ()) if self.regions[unit.region_id].path.startswith(county.path)
        ]
        if len(inside) > 1:
            raise Refused("which-township-of-unit", name=line.unit)
        return inside[0] if inside and not place.names else None

    def _county_of(self, place: Place) -> Region:
        region = self.regions[place.under] if place.under is not None else self._mine[0]
        while region.level is Level.TOWNSHIP and region.parent_id in self.regions:
            region = self.regions[region.parent_id]
        return region

    def is_city(self, place: Place) -> bool:
        """Units lie in counties and townships."""
        return not place.names and place.under is not None and self.regions[place.under].level is Level.CITY

    def name(self, place: Place) -> str:
        """How a region is called without its city: `青禾县/柳河镇`."""
        names = list(place.names)
        region = self.regions.get(place.under) if place.under is not None else None
        while region is not None and region.level is not Level.CITY:
            names.insert(0, region.name)
            region = self.regions.get(region.parent_id) if region.parent_id is not None else None
        return "/".join(names)


def _called(name: str, regions: Iterable[Region]) -> list[Region]:
    """The regions called so; else those called so but for 县, 镇 and the like."""
    among = list(regions)
    key, bare = _region_key(name), _bare(name)
    exact = [region for region in among if _region_key(region.name) == key]
    return exact or [
        r for r in among if _bare(r.name) == bare and (key == bare or _region_key(r.name) == _bare(r.name))
    ]
