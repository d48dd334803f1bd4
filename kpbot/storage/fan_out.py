"""An edition to its groups, whole sets at a time: the rows are made in the database and never travel.

What differs from set to set (the edition of a site, the body of a look) goes along as one JSON parameter, read as a
table: the statements are the same for one region and for thousands.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSON

from kpbot.domain.messages import Outgoing
from kpbot.domain.people import GroupKind
from kpbot.storage import bell
from kpbot.storage.database import Db, UtcDateTime, insert
from kpbot.storage.groups import Site, gets_pushes, site_kind
from kpbot.storage.ids import new_id, reserve
from kpbot.storage.outbox import Priority, State
from kpbot.storage.pushes import PushState
from kpbot.storage.tables import bodies, groups, outbox, pushes, units


@dataclass(frozen=True, slots=True)
class Claim:
    """What becomes of a day's push of the groups of a site; `items` is how many items they are sent."""

    site: Site
    edition_id: int | None
    state: PushState
    items: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """Groups with the same look get the same body: an edition in a language, for officers or for the public, where
    the bot `hears` them or where it does not."""

    edition_id: int
    language: str
    officers: bool
    hears: bool = True

    @property
    def readers(self) -> int:
        return _DEAF if self.officers and not self.hears else int(self.officers)


_DEAF = 2


def _readers(hearing: Collection[str]) -> ColumnElement[int]:
    """0 the public, 1 officers, 2 officers on a platform of those where the bot does not hear them."""
    officers = groups.c.kind == GroupKind.OFFICERS
    unheard = groups.c.platform.not_in(sorted(hearing))
    return case((and_(officers, unheard), _DEAF), (officers, 1), else_=0)


_owed = pushes.join(groups, groups.c.id == pushes.c.group_id)
# What is fetched one-to-one is there once it is claimed: nothing is sent.
_sent = and_(pushes.c.state == PushState.OWED, groups.c.kind != GroupKind.PRIVATE)


async def claim(db: Db, claims: Mapping[Claim, int], day: date, now: datetime) -> int:
    """Claim the day for the groups of these sites, given with how many groups are free there; rows that are there
    already are left alone. Returns how many are new.

    Fewer than expected are new if another worker came first, or if its ids met ours: then the rest is tried again.
    """
    expected, new = sum(claims.values()), 0
    while expected > new and (more := await _claim(db, claims, day, now)):
        new += more
    return new


async def _claim(db: Db, claims: Iterable[Claim], day: date, now: datetime) -> int:
    rows = [(c.site.region_id, c.site.unit_kind, c.edition_id, c.state, c.items) for c in claims]
    columns = (groups.c.region_id, units.c.kind, pushes.c.edition_id, pushes.c.state, pushes.c["items"])
    given = _table(db, columns, rows)
    here = and_(given.c.region_id == groups.c.region_id, given.c.kind == site_kind)
    most = (await db.execute(select(func.count()).select_from(groups))).scalar_one()
    values = {
        "id": reserve(most) - 1 + func.row_number().over(order_by=groups.c.id),
        "edition_id": given.c.edition_id,
        "group_id": groups.c.id,
        "day": literal(day, Date),
        "at": literal(now, UtcDateTime),
        "state": given.c.state,
        "items": given.c["items"],
    }
    found = (
        select(*values.values())
        .select_from(groups.outerjoin(units, units.c.id == groups.c.unit_id).join(given, here))
        .where(*gets_pushes())
        .order_by(groups.c.id)  # workers that claim in one order do not lock each other out
        .limit(most)  # no more ids than were reserved
    )
    return await _insert(db, insert(db, pushes).from_select(list(values), found).on_conflict_do_nothing())


async def looks(db: Db, editions: Collection[int], hearing: Collection[str], *, left: bool = False) -> dict[Look, int]:
    """How many groups are owed these editions in which look; `left`: only those whose push is not in the outbox. On the
    `hearing` platforms the bot hears what people say."""
    readers = _readers(hearing)
    wanted = _table(db, (pushes.c.edition_id,), [(number,) for number in editions])
    query = (
        select(pushes.c.edition_id, groups.c.language, readers.label("readers"), func.count())
        .select_from(_owed.join(wanted, wanted.c.edition_id == pushes.c.edition_id))
        .where(_sent)
        .group_by(pushes.c.edition_id, groups.c.language, text("readers"))
    )
    if left:
        query = query.where(~exists().where(outbox.c.key == _key(db)))
    async with _unplanned(db):
        return {Look(e, lang, bool(who), who != _DEAF): n for e, lang, who, n in await db.execute(query)}


async def owe(
    db: Db, messages: Mapping[Look, Outgoing], hearing: Collection[str], now: datetime, expires_at: datetime
) -> int:
    """One stored body for each look, one outbox row for every group that is owed it. Returns how many are new."""
    stored = {look: new_id() for look in messages}
    rows = [{"id": stored[look], "payload": said.to_json(), "made_at": now} for look, said in messages.items()]
    await db.execute(insert(db, bodies), rows)
    new = await _insert(db, _owing(db, stored, hearing, now, expires_at))
    if new:
        await bell.ring(db)
    return new


def _owing(db: Db, stored: Mapping[Look, int], hearing: Collection[str], now: datetime, expires_at: datetime) -> Any:
    rows = [(look.edition_id, look.language, look.readers, body) for look, body in stored.items()]
    columns = (pushes.c.edition_id, groups.c.language, column("readers", Integer), outbox.c.body_id)
    given = _table(db, columns, rows)
    same = and_(
        given.c.edition_id == pushes.c.edition_id,
        given.c.language == groups.c.language,
        given.c.readers == _readers(hearing),
    )
    values: dict[str, Any] = {
        "key": _key(db),
        "platform": groups.c.platform,
        "chat": groups.c.chat,
        "thread": groups.c.thread,
        "body_id": given.c.body_id,
        "priority": literal(int(Priority.PUSH)),
        "state": literal(State.DUE.value),
        "due_at": literal(now, UtcDateTime),
        "expires_at": literal(expires_at, UtcDateTime),
    }
    found = select(*values.values()).select_from(_owed.join(given, same)).where(_sent)
    return insert(db, outbox).from_select(list(values), found.order_by(pushes.c.id)).on_conflict_do_nothing()


async def _insert(db: Db, statement: Any) -> int:
    async with _unplanned(db):
        made = int((await db.execute(statement)).rowcount)
    if db.dialect.name == "sqlite":  # its driver counts nothing for a statement that begins with WITH
        made = int((await db.execute(select(func.changes()))).scalar_one())
    return made


def _key(db: Db) -> ColumnElement[str]:
    """`pushes.key`, put together by the database."""
    lite = db.dialect.name == "sqlite"
    day = func.strftime("%Y-%m-%d", pushes.c.day) if lite else func.to_char(pushes.c.day, "YYYY-MM-DD")
    return literal("push:") + cast(pushes.c.group_id, Text) + ":" + day


def _table(db: Db, columns: Sequence[ColumnElement[Any]], rows: Sequence[tuple[object, ...]]) -> CTE:
    """Rows as a table with columns of these names and types, in one parameter."""
    raw = bindparam("rows", json.dumps(rows), type_=Text, unique=True)
    if db.dialect.name == "sqlite":
        each: Any = func.json_each(raw).table_valued("value")
        cells = [func.json_extract(each.c.value, f"$[{n}]") for n in range(len(columns))]
    else:
        each = func.json_array_elements(cast(raw, JSON)).table_valued(column("value", JSON))
        cells = [each.c.value[n].astext for n in range(len(columns))]
    named = [cast(cell, kind.type).label(kind.name) for cell, kind in zip(cells, columns, strict=True)]
    return select(*named).select_from(each).cte("given").prefix_with("MATERIALIZED")


@asynccontextmanager
async def _unplanned(db: Db) -> AsyncIterator[None]:
    """PostgreSQL's planner knows nothing of rows written a moment ago, nor how many a parameter holds. Taking them for
    a handful it would pair all of one set with all of the other: here sets are hashed and joined as they are written.
    """
    if db.dialect.name == "sqlite":
        yield
        return
    await db.execute(text("SET LOCAL enable_nestloop = off"))
    await db.execute(text("SET LOCAL join_collapse_limit = 1"))
    yield
    await db.execute(text("SET LOCAL enable_nestloop TO DEFAULT"))
    await db.execute(text("SET LOCAL join_collapse_limit TO DEFAULT"))
