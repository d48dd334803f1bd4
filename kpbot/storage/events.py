"""Events at stations (indicator 7-2), as reported, corrected and decided on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, update

from kpbot.domain.events import EventState
from kpbot.domain.messages import Outgoing
from kpbot.storage.database import Db, insert
from kpbot.storage.ids import new_id
from kpbot.storage.rows import read
from kpbot.storage.shares import correct
from kpbot.storage.tables import bodies, corrections, events, outbox, regions, stations, units


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about an event. `day` is local, `part` a DayPart or empty; `headcount` is a lower bound where
    `approximate`."""

    station_id: int
    title: str
    kind: str
    day: date
    part: str
    headcount: int
    approximate: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A reported event. It belongs to the officer's post `post_id`; `entered_by` is the coordinator who entered it
    for them. `late`: reported more than a week afterwards. `note`: the word with which it was returned."""

    id: int
    station_id: int
    station: str
    unit_id: int
    region_path: str
    post_id: int
    entered_by: int | None
    title: str
    kind: str
    day: date
    part: str
    headcount: int
    approximate: bool
    state: EventState
    note: str
    reported_at: datetime
    late: bool
    decided_by: int | None = None
    decided_at: datetime | None = None

    @property
    def facts(self) -> Facts:
        return Facts(self.station_id, self.title, self.kind, self.day, self.part, self.headcount, self.approximate)


@dataclass(frozen=True, slots=True)
class MonthOfStation:
    """Events of one station in a span of days: all that are not withdrawn or returned, and those of `minimum`
    people or more."""

    station_id: int
    station: str
    events: int
    counting: int


_STANDING = (EventState.REPORTED, EventState.ACCEPTED)


def _events() -> Select[Any]:
    return (
        select(events, stations.c.name.label("station"), stations.c.unit_id, regions.c.path.label("region_path"))
        .join(stations, stations.c.id == events.c.station_id)
        .join(units, units.c.id == stations.c.unit_id)
        .join(regions, regions.c.id == units.c.region_id)
    )


async def get(db: Db, event_id: int) -> Event | None:
    """The event, locked: whoever decides or corrects at the same time waits."""
    query = _events().where(events.c.id == event_id).with_for_update(of=events)
    row = (await db.execute(query)).mappings().one_or_none()
    return read(Event, row) if row else None


async def lock_station(db: Db, station_id: int) -> None:
    """Whoever reports for this station meanwhile waits, so that one event is not written down twice."""
    await db.execute(select(stations.c.id).where(stations.c.id == station_id).with_for_update())


async def add(db: Db, facts: Facts, post_id: int, entered_by: int | None, reported_at: datetime, *, late: bool) -> int:
    event_id = new_id()
    row = asdict(facts) | {
        "id": event_id,
        "post_id": post_id,
        "entered_by": entered_by,
        "state": EventState.REPORTED,
        "reported_at": reported_at,
        "late": late,
    }
    await db.execute(insert(db, events), row)
    return event_id


async def on_day(db: Db, station_id: int, day: date) -> list[Event]:
    """Events of a station on a local day that are not withdrawn."""
    query = _events().where(
        events.c.station_id == station_id, events.c.day == day, events.c.state != EventState.WITHDRAWN
    )
    return [read(Event, row) for row in (await db.execute(query.order_by(events.c.id))).mappings()]


async def of_units(db: Db, unit_ids: Collection[int], since: date, limit: int) -> list[Event]:
    """The latest events at these units' stations from `since` on, without withdrawn ones."""
    query = (
        _events()
        .where(stations.c.unit_id.in_(unit_ids), events.c.day >= since, events.c.state != EventState.WITHDRAWN)
        .order_by(events.c.day.desc(), events.c.id.desc())
        .limit(limit)
    )
    return [read(Event, row) for row in (await db.execute(query)).mappings()]


async def waiting(db: Db, paths: Collection[str], limit: int) -> tuple[int, list[Event]]:
    """How many events in these regions and below wait for a coordinator, and the first of them."""
    where = and_(events.c.state == EventState.REPORTED, _within(paths))
    query = _events().where(where).order_by(events.c.reported_at, events.c.id)
    count = select(func.count()).select_from(query.subquery())
    first = [read(Event, row) for row in (await db.execute(query.limit(limit))).mappings()]
    return int((await db.execute(count)).scalar_one()), first


async def months(
    db: Db, since: date, until: date, minimum: int, *, paths: Collection[str] = (), unit_ids: Collection[int] = ()
) -> list[MonthOfStation]:
    """Events of each station of these regions (and below) or units on local days since…until, both included;
    stations without any as well."""
    counted = and_(events.c.day.between(since, until), events.c.state.in_(_STANDING))
    query = (
        select(
            stations.c.id,
            stations.c.name,
            func.count(events.c.id),
            func.coalesce(func.sum(case((events.c.headcount >= minimum, 1), else_=0)), 0),
        )
        .join(units, units.c.id == stations.c.unit_id)
        .join(regions, regions.c.id == units.c.region_id)
        .outerjoin(events, and_(events.c.station_id == stations.c.id, counted))
        .where(stations.c.ended.is_(None), _within(paths) if paths else stations.c.unit_id.in_(unit_ids))
        .group_by(regions.c.path, units.c.id, stations.c.id, stations.c.name)
        .order_by(regions.c.path, units.c.id, stations.c.id)
    )
    return [MonthOfStation(row[0], row[1], row[2], int(row[3])) for row in await db.execute(query)]


def _within(paths: Collection[str]) -> ColumnElement[bool]:
    return or_(false(), *(regions.c.path.startswith(path, autoescape=True) for path in paths))


async def change(db: Db, event: Event, facts: Facts, now: datetime, by: int) -> None:
    """Correct an event, which makes it a reported one again; what it said before is kept."""
    before = asdict(event.facts) | {"state": event.state.value}
    after = asdict(facts) | {"state": EventState.REPORTED.value}
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        said = ({name: before[name] for name in changed}, {name: after[name] for name in changed})
        await correct(db, now, by, event.post_id, f"event:{event.id}", *said)
        await decide(db, event, EventState.REPORTED, None, None)
        await db.execute(update(events).where(events.c.id == event.id).values(**asdict(facts)))


async def decide(db: Db, event: Event, state: EventState, by: int | None, at: datetime | None, note: str = "") -> None:
    await db.execute(
        update(events).where(events.c.id == event.id).values(state=state, decided_by=by, decided_at=at, note=note)
    )


async def withdraw(db: Db, event: Event, now: datetime, by: int) -> None:
    """Withdraw an event; kept as a correction."""
    before: dict[str, object] = {"state": event.state.value}
    await correct(db, now, by, event.post_id, f"event:{event.id}", before, {"state": EventState.WITHDRAWN.value})
    await decide(db, event, EventState.WITHDRAWN, None, None)


async def revision(db: Db, event: Event) -> int:
    """How often an event was corrected."""
    query = select(func.count()).where(
        corrections.c.post_id == event.post_id, corrections.c.subject == f"event:{event.id}"
    )
    return int((await db.execute(query)).scalar_one())


async def replied_to(db: Db, platform: str, chat: str, message: str) -> Outgoing | None:
    """What the bot said in the message that somebody replies to, as it reads now."""
    query = (
        select(outbox.c.payload, bodies.c.payload.label("shared"))
        .outerjoin(bodies, bodies.c.id == outbox.c.body_id)
        .where(
            outbox.c.platform == platform, outbox.c.chat == chat, outbox.c.message == message, outbox.c.message != ""
        )
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    row = (await db.execute(query)).one_or_none()
    return Outgoing.from_json(row.payload or row.shared or "{}") if row else None
