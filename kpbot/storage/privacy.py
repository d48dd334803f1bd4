"""All that is kept about one person, read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, cast, func, or_, select

from kpbot.domain.people import Account, PostRole, PostState
from kpbot.storage import audit as audit_log
from kpbot.storage import leaves
from kpbot.storage.audit import Entry
from kpbot.storage.database import Db
from kpbot.storage.rows import read
from kpbot.storage.tables import (
    accounts,
    audit,
    conversations,
    events,
    evidence,
    facilities,
    items,
    outbox,
    persons,
    posts,
    regions,
    shares,
    stations,
    units,
    upkeeps,
)


@dataclass(frozen=True, slots=True)
class Personal:
    """The person's own row."""

    name: str
    language: str
    destination: str
    consented_at: datetime | None


@dataclass(frozen=True, slots=True)
class Term:
    """A post the person holds or held. `away`: its leaves, first and last days."""

    id: int
    role: PostRole
    place: str
    state: PostState
    since: date
    until: date | None
    away: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class ShareLine:
    day: date
    title: str
    destination: str
    evidence: tuple[tuple[str, str], ...]  # (kind, reference)
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    day: date
    station: str
    title: str
    headcount: int | None
    state: str


@dataclass(frozen=True, slots=True)
class UpkeepLine:
    day: date
    facility: str
    withdrawn: bool


async def personal(db: Db, person_id: int) -> Personal | None:
    row = (await db.execute(select(persons).where(persons.c.id == person_id))).mappings().one_or_none()
    return read(Personal, row) if row else None


async def own_accounts(db: Db, person_id: int) -> list[Account]:
    query = select(accounts).where(accounts.c.person_id == person_id).order_by(accounts.c.platform, accounts.c.user)
    return [read(Account, row) for row in (await db.execute(query)).mappings()]


async def terms(db: Db, person_id: int) -> list[Term]:
    query = (
        select(posts, regions.c.name.label("region"), units.c.name.label("unit"))
        .join(regions, regions.c.id == posts.c.region_id)
        .outerjoin(units, units.c.id == posts.c.unit_id)
        .where(posts.c.person_id == person_id)
        .order_by(posts.c.since, posts.c.id)
    )
    rows = list((await db.execute(query)).mappings())
    away = await leaves.of_posts(db, [row["id"] for row in rows])
    return [
        Term(
            row["id"],
            PostRole(row["role"]),
            f"{row['region']}/{row['unit']}" if row["unit"] else row["region"],
            PostState(row["state"]),
            row["since"],
            row["until"],
            tuple(away.get(row["id"], ())),
        )
        for row in rows
    ]


async def share_lines(db: Db, post_ids: Sequence[int]) -> list[ShareLine]:
    """Shares of these posts, withdrawn ones too, the latest first."""
    grounds: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    days = select(shares.c.day).where(shares.c.post_id.in_(post_ids))  # without them everybody's rows would be read
    of_them = select(evidence).where(evidence.c.day.in_(days), evidence.c.post_id.in_(post_ids))
    for row in await db.execute(of_them.order_by(evidence.c.at)):
        grounds.setdefault((row.day, row.post_id, row.item_id, row.destination), []).append((row.kind, row.reference))
    query = (
        select(shares, items.c.title)
        .outerjoin(items, items.c.id == shares.c.item_id)
        .where(shares.c.post_id.in_(post_ids))
        .order_by(shares.c.day.desc(), shares.c.at, shares.c.item_id)
    )
    return [
        ShareLine(
            row.day,
            row.title or "",
            row.destination,
            tuple(grounds.get((row.day, row.post_id, row.item_id, row.destination), ())),
            row.withdrawn_at is not None,
        )
        for row in await db.execute(query)
    ]


async def event_lines(db: Db, person_id: int, post_ids: Sequence[int]) -> list[EventLine]:
    """Events reported for these posts, or entered by the person for others."""
    query = (
        select(events, stations.c.name.label("station"))
        .join(stations, stations.c.id == events.c.station_id)
        .where(or_(events.c.post_id.in_(post_ids), events.c.entered_by == person_id))
        .order_by(events.c.day.desc(), events.c.id)
    )
    return [EventLine(r.day, r.station, r.title, r.headcount, r.state) for r in await db.execute(query)]


async def upkeep_lines(db: Db, person_id: int, post_ids: Sequence[int]) -> list[UpkeepLine]:
    query = (
        select(upkeeps, facilities.c.name.label("facility"))
        .join(facilities, facilities.c.id == upkeeps.c.facility_id)
        .where(or_(upkeeps.c.post_id.in_(post_ids), upkeeps.c.entered_by == person_id))
        .order_by(upkeeps.c.day.desc(), upkeeps.c.id)
    )
    return [UpkeepLine(r.day, r.facility, r.withdrawn_at is not None) for r in await db.execute(query)]


async def log_of(db: Db, person_id: int, post_ids: Sequence[int]) -> list[Entry]:
    """Everything in the audit log that the person did, or that was done to them or their posts."""
    subjects = [f"person:{person_id}", *(f"post:{post_id}" for post_id in post_ids)]
    done = await audit_log.of_person(db, person_id, limit=100_000)
    others = (
        select(audit)
        .where(audit.c.subject.in_(subjects), func.coalesce(audit.c.person_id, 0) != person_id)
        .order_by(audit.c.id.desc())
    )
    to_them = [Entry(row.at, None, row.act, row.subject, {}) for row in await db.execute(others)]
    return sorted([*done, *to_them], key=lambda entry: entry.at, reverse=True)


async def counts(db: Db, own: Sequence[Account]) -> tuple[int, int]:
    """(open talks, messages of the bot to the private chats that are still stored)."""
    users = [a.user for a in own]
    chats = [f"{a.platform}:{a.private_chat}" for a in own if a.private_chat]
    talks = select(func.count()).select_from(conversations).where(conversations.c.sender.in_(users))
    there = cast(outbox.c.platform, String) + ":" + outbox.c.chat
    sent = select(func.count()).select_from(outbox).where(outbox.c.private, there.in_(chats))
    return (await db.execute(talks)).scalar_one(), (await db.execute(sent)).scalar_one()
