"""How the visits to each source went: validators, errors, when to ask again; and what came of them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from kpbot.storage.database import Db, insert
from kpbot.storage.rows import read
from kpbot.storage.tables import items
from kpbot.storage.tables import source_states as table

_LATELY = 30  # items whose dates tell a source's rhythm


@dataclass(frozen=True, slots=True)
class SourceState:
    """`declared` is the address in feeds.toml, `address` where a permanent redirect from it led. `error` is the code
    of the last FeedError, empty when fine, `failing_since` when the first of the errors in a row came. `trouble_told`:
    coordinators know, and were told so at `told_at`. `began_at` is the first visit."""

    source: str
    declared: str = ""
    address: str = ""
    etag: str = ""
    last_modified: str = ""
    validated_at: datetime | None = None
    asked_at: datetime | None = None
    succeeded_at: datetime | None = None
    next_at: datetime | None = None
    errors: int = 0
    error: str = ""
    error_details: dict[str, Any] = field(default_factory=dict)
    gone: bool = False
    trouble_told: bool = False
    began_at: datetime | None = None
    failing_since: datetime | None = None
    told_at: datetime | None = None


async def load(db: Db) -> dict[str, SourceState]:
    rows = (await db.execute(select(table))).mappings()
    return {r["source"]: read(SourceState, r, error_details=json.loads(r["error_details"])) for r in rows}


async def save(db: Db, state: SourceState) -> None:
    row = {name: getattr(state, name) for name in SourceState.__slots__}
    row["error_details"] = json.dumps(state.error_details, ensure_ascii=False, default=str)
    upsert = insert(db, table)
    changed = {name: upsert.excluded[name] for name in row if name != "source"}
    await db.execute(upsert.on_conflict_do_update(index_elements=["source"], set_=changed), row)


@dataclass(frozen=True, slots=True)
class Activity:
    """What was kept from a source: how many items in the last 7 and 30 days, when the last new one came, and the UTC
    days of the latest ones."""

    week: int = 0
    month: int = 0
    last_new: datetime | None = None
    days: tuple[date, ...] = ()


async def activity(db: Db, keys: Collection[str], now: datetime) -> dict[str, Activity]:
    """By source, of those that gave anything."""
    counts = [
        func.sum(case((items.c.gathered_at >= now - timedelta(days=days), 1), else_=0)).label(name)
        for name, days in (("week", 7), ("month", 30))
    ]
    query = (
        select(items.c.source, *counts, func.max(items.c.gathered_at).label("last_new"))
        .where(items.c.source.in_(keys))
        .group_by(items.c.source)
    )
    rows = list(await db.execute(query)) if keys else []
    return {r.source: Activity(int(r.week), int(r.month), r.last_new, await _days(db, r.source)) for r in rows}


async def _days(db: Db, source: str) -> tuple[date, ...]:
    query = (
        select(func.coalesce(items.c.published, items.c.gathered_at).label("at"))
        .where(items.c.source == source)
        .order_by(items.c.gathered_at.desc(), items.c.id.desc())
        .limit(_LATELY)
    )
    return tuple(row.at.date() for row in await db.execute(query))
