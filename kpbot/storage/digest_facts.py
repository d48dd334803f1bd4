"""What a day's verdicts and the digests look at, each for many groups or posts at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select

from kpbot.domain.people import GroupKind, GroupState
from kpbot.storage import pushes as push_rows
from kpbot.storage.database import Db
from kpbot.storage.outbox import Priority, State
from kpbot.storage.portions import portions
from kpbot.storage.pushes import PushState
from kpbot.storage.tables import accounts, groups, outbox, posts, pushes, regions

_LOST = frozenset({State.FAILED, State.EXPIRED, State.UNKNOWN, State.WAITING})


@dataclass(frozen=True, slots=True)
class PushOutcome:
    """A group's push of a day. `lost`: it was owed, and did not arrive (yet), or nobody knows; `sent`: it
    arrived."""

    day: date
    group_id: int
    title: str
    kind: str
    region_id: int
    region_path: str
    unit_id: int | None
    state: PushState
    items: int
    lost: bool
    sent: bool


async def pushes_in(db: Db, region_ids: Collection[int], days: Collection[date]) -> list[PushOutcome]:
    """Pushes of these days to groups bound to these regions, with what became of them."""
    rows = []
    for some in portions(sorted(region_ids)):
        query = (
            select(
                pushes,
                groups.c.title,
                groups.c.chat,
                groups.c.kind,
                groups.c.region_id,
                groups.c.unit_id,
                regions.c.path,
            )
            .join(groups, groups.c.id == pushes.c.group_id)
            .join(regions, regions.c.id == groups.c.region_id)
            .where(groups.c.region_id.in_(some), pushes.c.day.in_(days))
            .order_by(pushes.c.day, pushes.c.id)
        )
        rows += list(await db.execute(query))
    states = await _states(db, [push_rows.key(row.group_id, row.day) for row in rows if row.state == PushState.OWED])
    found = []
    for row in rows:
        # What was tidied away had been settled long ago; nothing speaks against its arrival.
        state = states.get(push_rows.key(row.group_id, row.day), State.SENT)
        owed = row.state == PushState.OWED
        found.append(
            PushOutcome(
                row.day,
                row.group_id,
                row.title or row.chat,
                row.kind or "",
                row.region_id,
                row.path,
                row.unit_id,
                PushState(row.state),
                row.items,
                owed and state in _LOST,
                owed and state == State.SENT,
            )
        )
    return found


async def first_push(db: Db, path: str) -> date | None:
    """The day of the first push in a region and all below."""
    query = (
        select(func.min(pushes.c.day))
        .join(groups, groups.c.id == pushes.c.group_id)
        .join(regions, regions.c.id == groups.c.region_id)
        .where(regions.c.path.startswith(path, autoescape=True))
    )
    first: date | None = (await db.execute(query)).scalar_one()
    return first


async def _states(db: Db, keys: Sequence[str]) -> dict[str, State]:
    found: dict[str, State] = {}
    for some in portions(keys):
        query = select(outbox.c.key, outbox.c.state).where(outbox.c.key.in_(some))
        found |= {row.key: State(row.state) for row in await db.execute(query)}
    return found


@dataclass(frozen=True, slots=True)
class GoneGroup:
    """A bound group the bot can no longer write to."""

    id: int
    title: str
    region_path: str


async def gone_groups(db: Db, path: str) -> list[GoneGroup]:
    query = (
        select(groups.c.id, groups.c.title, groups.c.chat, regions.c.path)
        .join(regions, regions.c.id == groups.c.region_id)
        .where(
            groups.c.state == GroupState.GONE,
            groups.c.kind.is_not(None),
            regions.c.path.startswith(path, autoescape=True),
        )
        .order_by(groups.c.id)
    )
    return [GoneGroup(row.id, row.title or row.chat, row.path) for row in await db.execute(query)]


async def undelivered(db: Db, path: str, since: datetime, until: datetime) -> int:
    """Messages to groups and people of a region and all below that failed for good, or may not have arrived, in
    since…until (UTC); pushes are told of by themselves, toasts and tallies are nothing to miss."""
    there = regions.c.path.startswith(path, autoescape=True)
    to_group = (
        exists()
        .where(
            groups.c.platform == outbox.c.platform, groups.c.chat == outbox.c.chat, groups.c.region_id == regions.c.id
        )
        .where(there, groups.c.kind != GroupKind.PUBLIC, groups.c.state != GroupState.GONE)
    )
    to_person = exists().where(
        accounts.c.platform == outbox.c.platform,
        accounts.c.private_chat == outbox.c.chat,
        posts.c.person_id == accounts.c.person_id,
        posts.c.region_id == regions.c.id,
        there,
    )
    query = select(func.count()).where(
        outbox.c.settled_at >= since,
        outbox.c.settled_at < until,
        outbox.c.state.in_((State.FAILED, State.UNKNOWN)),
        outbox.c.priority.not_in((Priority.TOAST, Priority.PUSH, Priority.TALLY)),
        or_(and_(~outbox.c.private, to_group), and_(outbox.c.private, to_person)),
    )
    return int((await db.execute(query)).scalar_one())
