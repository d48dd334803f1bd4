"""The kind of sheet `roster`: units, officers, e-stations and facilities from the tables that counties keep already."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from kpbot.domain.people import PostRole
from kpbot.domain.places import DEFAULT_ZONE, Level, Region
from kpbot.domain.roster import NewPost, NewUnit, OnRecord, Place, Rosterplan, Scope, UnitRef
from kpbot.domain.roster_fields import FIELDS
from kpbot.domain.roster_plan import plan_roster
from kpbot.domain.roster_reading import Read, read_roster
from kpbot.domain.sheets import Field, Sheet
from kpbot.services import invitations
from kpbot.services.sheets import roster_words
from kpbot.services.sheets.kind import Applied, Loading, Plan
from kpbot.storage import audit, places, roster
from kpbot.storage.audit import Entry
from kpbot.texts import say


class Roster:
    """Implements `SheetKind`. Officers' codes come out as a file where a coordinator loads it."""

    name = "roster"
    fields: tuple[Field, ...] = FIELDS

    async def plan(self, loading: Loading, sheets: Sequence[Sheet]) -> Plan:
        planned, read, record = await _planned(loading, sheets)
        return Plan(
            roster_words.summary(loading.lang, planned, read),
            roster_words.remarks(loading.lang, planned, read, record),
            planned.changes,
            _mark(planned, record),
        )

    async def apply(self, loading: Loading, sheets: Sequence[Sheet]) -> Applied:
        """A roster with faults changes nothing."""
        planned, read, record = await _planned(loading, sheets)
        if not _possible(planned, read):
            return Applied(roster_words.refused(loading.lang, planned, read))
        await _write(loading, planned, record)
        done = roster_words.done(loading.lang, planned)
        if loading.person_id is None or not any(post.role is PostRole.OFFICER for post in planned.posts):
            return Applied(done)
        cards = await _cards(loading)
        return Applied(f"{done}\n{cards.text}".rstrip(), cards.document)


def _possible(planned: Rosterplan, read: Read) -> bool:
    return planned.possible and not any(fault.serious for fault in read.faults)


async def _planned(loading: Loading, sheets: Sequence[Sheet]) -> tuple[Rosterplan, Read, OnRecord]:
    scope = _scope(loading)
    paths = [region.path for region in loading.scope] or ["/"]
    record = await roster.on_record(loading.db, paths)
    read = await asyncio.to_thread(read_roster, sheets, scope.today)
    return await asyncio.to_thread(plan_roster, read.lines, record, scope), read, record


def _scope(loading: Loading) -> Scope:
    zone = loading.scope[0].time_zone if loading.scope else loading.settings.time_zone
    today = loading.now.astimezone(ZoneInfo(zone or DEFAULT_ZONE)).date()
    return Scope(today, frozenset(region.id for region in loading.scope), operator=loading.person_id is None)


def _mark(planned: Rosterplan, record: OnRecord) -> str:
    """What would be done, and to what: the same file on another state of things is another plan."""
    parts = (
        planned.regions,
        planned.units,
        sorted(map(repr, planned.demonstrations)),
        sorted(planned.changed_units.items()),
        [(_named(of), *rest) for of, *rest in planned.stations],
        sorted(planned.changed_stations.items()),
        [(_named(of), *rest) for of, *rest in planned.facilities],
        sorted(planned.changed_facilities.items()),
        planned.posts,
        sorted(planned.ended.items()),
        len(record.regions),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _named(unit: UnitRef) -> str:
    return repr(unit)


# writing


async def _write(loading: Loading, planned: Rosterplan, record: OnRecord) -> None:
    db = loading.db
    regions = await _make_regions(loading, planned, record)
    units = await _make_units(loading, planned, regions)

    def unit_id(of: UnitRef) -> int:
        return units[of] if isinstance(of, NewUnit) else of

    await roster.change_units(db, planned.changed_units)
    stations = [{"unit_id": unit_id(of), "name": name, "since": since} for of, name, since in planned.stations]
    await roster.add_stations(db, stations)
    await roster.change_stations(db, planned.changed_stations)
    await roster.add_facilities(
        db,
        [
            {"unit_id": unit_id(of), "kind": kind.value, "name": name, "since": since}
            for of, kind, name, since in planned.facilities
        ],
    )
    await roster.change_facilities(db, planned.changed_facilities)
    posts = await _make_posts(loading, planned.posts, regions, units)
    await roster.end_posts(db, planned.ended)
    await _audit(loading, planned, posts)


async def _make_regions(loading: Loading, planned: Rosterplan, record: OnRecord) -> dict[Place, Region]:
    made = {Place(region.id): region for region in record.regions}
    for place in planned.regions:
        above = made[Place(place.under, place.names[:-1])]
        level = Level.COUNTY if above.level is Level.CITY else Level.TOWNSHIP
        made[place] = await places.add_region(loading.db, place.names[-1], level, above)
    return made


async def _make_units(loading: Loading, planned: Rosterplan, regions: dict[Place, Region]) -> dict[NewUnit, int]:
    rows = [
        {
            "region_id": regions[unit.place].id,
            "name": unit.name,
            "kind": unit.kind.value,
            "demonstration": unit in planned.demonstrations,
        }
        for unit in planned.units
    ]
    return dict(zip(planned.units, await roster.add_units(loading.db, rows), strict=True))


async def _make_posts(
    loading: Loading, posts: Sequence[NewPost], regions: dict[Place, Region], units: dict[NewUnit, int]
) -> list[int]:
    new = [post for post in posts if post.person_id is None]
    persons = dict(zip(new, await roster.add_persons(loading.db, [post.name for post in new]), strict=True))
    rows: list[dict[str, Any]] = [
        {
            "person_id": persons[post] if post.person_id is None else post.person_id,
            "role": post.role.value,
            "region_id": regions[post.place].id,
            "unit_id": units[post.unit] if isinstance(post.unit, NewUnit) else post.unit,
            "since": post.since,
            "asked_at": loading.now,
            "decided_by": loading.person_id,
        }
        for post in posts
    ]
    return await roster.add_posts(loading.db, rows)


async def _audit(loading: Loading, planned: Rosterplan, posts: Sequence[int]) -> None:
    """Who loaded how much; and what happened to each post, for whoever holds it."""
    who, now = loading.person_id, loading.now
    counts = {
        "regions": len(planned.regions),
        "units": len(planned.units),
        "stations": len(planned.stations),
        "facilities": len(planned.facilities),
        "posts": len(posts),
        "ended": len(planned.ended),
        "changed": planned.changed,
    }
    entries = [Entry(now, who, "roster.load", "", counts)] if planned.changes else []
    entries += [Entry(now, who, "post.roster", f"post:{post_id}", {}) for post_id in posts]
    entries += [Entry(now, who, "post.end", f"post:{post_id}", {"by": "roster"}) for post_id in planned.ended]
    await audit.record(loading.db, entries)


async def _cards(loading: Loading) -> Applied:
    """Cards for those of the loader's regions whom nobody has given a code yet, and a line about it; never in a
    group."""
    if not loading.private:
        return Applied(say(loading.lang, "invite-privately"))
    paths = [region.path for region in loading.scope]
    by, now, lang = loading.person_id, loading.now, loading.lang
    count, document = await invitations.cards(loading.db, loading.settings, paths, by, now, lang, uninvited=True)
    if document is None:
        return Applied(say(lang, "invite-too-many", count=count, most=invitations.MOST_CARDS) if count else "")
    return Applied(say(lang, "invite-file-text", count=count), document)
