"""What is reminded of, and the ledger of what was said about it: one row per subject, audience and local day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update

from kpbot.domain.events import EventState
from kpbot.domain.places import Unit
from kpbot.domain.reminders import Audience, Sent
from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.portions import portions
from kpbot.storage.rows import read
from kpbot.storage.tables import events, facilities, regions, reminders, stations, units
from kpbot.storage.upkeeps import Kept, kept, kept_within, place_label

FACILITY = "facility"
STATION = "station"
"""Kinds of subjects; a station is reminded of its event of the month (7-2)."""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to be kept fresh. `last` is the local day of its latest record; `of` is the kind of facility,
    empty for a station."""

    kind: str
    id: int
    of: str
    name: str
    unit: Unit
    since: date
    last: date | None
    paused_until: date | None
    snoozed_until: date | None

    @property
    def key(self) -> Key:
        return (self.kind, self.id)

    @property
    def label(self) -> str:
        return place_label(self.unit.name, self.name)


def of_facility(one: Kept) -> Subject:
    f = one.facility
    return Subject(FACILITY, f.id, f.kind, f.name, one.unit, f.since, one.last, f.paused_until, f.snoozed_until)


async def subjects_within(db: Db, path: str, today: date) -> list[Subject]:
    """Facilities and stations of a region and all below, with what was reported until `today`."""
    facilities_there = [of_facility(one) for one in await kept_within(db, path)]
    return facilities_there + await _stations(db, regions.c.path.startswith(path, autoescape=True), today)


async def subjects(db: Db, keys: Collection[Key], today: date) -> dict[Key, Subject]:
    """These subjects, by key, in the order given; those that are no longer in use are missing."""
    found: dict[Key, Subject] = {}
    for one in (await kept(db, [number for kind, number in keys if kind == FACILITY])).values():
        found[(FACILITY, one.facility.id)] = of_facility(one)
    if wanted := [number for kind, number in keys if kind == STATION]:
        found |= {s.key: s for s in await _stations(db, stations.c.id.in_(wanted), today)}
    return {key: found[key] for key in keys if key in found}


async def _stations(db: Db, condition: Any, today: date) -> list[Subject]:
    held = (
        select(func.max(events.c.day))
        .where(
            events.c.station_id == stations.c.id,
            events.c.day <= today,
            events.c.state.in_((EventState.REPORTED, EventState.ACCEPTED)),
        )
        .scalar_subquery()
        .label("last")
    )
    labelled = [column.label(f"u_{column.name}") for column in units.c]
    query = (
        select(stations, *labelled, regions.c.path.label("u_region_path"), held)
        .join(units, units.c.id == stations.c.unit_id)
        .join(regions, regions.c.id == units.c.region_id)
        .where(condition, stations.c.ended.is_(None))
        .order_by(regions.c.path, units.c.id, stations.c.id)
    )
    return [
        Subject(
            STATION,
            r["id"],
            "",
            r["name"],
            read(Unit, r, "u_"),
            r["since"],
            r["last"],
            r["paused_until"],
            r["snoozed_until"],
        )
        for r in (await db.execute(query)).mappings()
    ]


async def update_subject(db: Db, key: Key, **values: object) -> None:
    """Change `paused_until` or `snoozed_until`."""
    table = facilities if key[0] == FACILITY else stations
    await db.execute(update(table).where(table.c.id == key[1]).values(**values))


async def sent(db: Db, keys: Collection[Key], since: date) -> dict[Key, list[Sent]]:
    """What was said since a day about these subjects, oldest first."""
    found: dict[Key, list[Sent]] = {}
    for kind in sorted({kind for kind, _ in keys}):
        numbers = sorted(number for of, number in keys if of == kind)
        for some in portions(numbers):
            query = (
                select(reminders)
                .where(reminders.c.subject_kind == kind, reminders.c.subject_id.in_(some), reminders.c.day >= since)
                .order_by(reminders.c.day, reminders.c.id)
            )
            for row in await db.execute(query):
                past = Sent(row.day, Audience(row.audience), row.asked)
                found.setdefault((kind, row.subject_id), []).append(past)
    return found


async def record(db: Db, said: Sequence[tuple[Key, Sent]], at: datetime) -> int:
    """Write down reminders; a subject's audience has at most one a day. Returns how many are new."""
    rows = [
        {
            "id": new_id(),
            "subject_kind": kind,
            "subject_id": number,
            "audience": one.audience,
            "day": one.day,
            "asked": one.asked,
            "at": at,
        }
        for (kind, number), one in said
    ]
    return await insert_new(db, reminders, rows)


async def escalated(
    db: Db, path: str, audiences: Collection[Audience], days: Sequence[date]
) -> dict[Key, set[Audience]]:
    """Subjects of a region and all below that were passed up on these days, and to whom."""
    found: dict[Key, set[Audience]] = {}
    for kind, table in ((FACILITY, facilities), (STATION, stations)):
        query = (
            select(reminders.c.subject_id, reminders.c.audience)
            .join(table, table.c.id == reminders.c.subject_id)
            .join(units, units.c.id == table.c.unit_id)
            .join(regions, regions.c.id == units.c.region_id)
            .where(
                reminders.c.subject_kind == kind,
                reminders.c.audience.in_(list(audiences)),
                reminders.c.day.in_(days),
                regions.c.path.startswith(path, autoescape=True),
            )
            .order_by(regions.c.path, units.c.id, reminders.c.id)
        )
        for row in await db.execute(query):
            found.setdefault((kind, row.subject_id), set()).add(Audience(row.audience))
    return found
