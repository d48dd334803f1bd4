"""Looks at what the database holds, in a handful of queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kpbot.domain.content import ADDED, ItemState
from kpbot.domain.people import GroupState
from kpbot.services import rhythm, trouble
from kpbot.services.catalog import Catalog
from kpbot.services.checking.facts import (
    ContentFacts,
    DatabaseFacts,
    LinkFacts,
    PlaceFacts,
    TroubledSource,
    WorkFacts,
)
from kpbot.storage import checking, groups, health, outbox
from kpbot.storage.database import Database, Db
from kpbot.storage.migrate import schema
from kpbot.storage.outbox import State

LOOKED_BACK = timedelta(days=7)
STRUGGLING_AFTER = 3  # attempts, half a minute


async def database(of: Database) -> DatabaseFacts:
    engine = "SQLite" if of.is_sqlite else "PostgreSQL"
    if refused := await health.refusal(of):
        return DatabaseFacts(engine, refused)
    found = await schema(of)
    async with of.read() as db:
        before = datetime.now(UTC)
        there = await checking.clock(db)
        after = datetime.now(UTC)
    ahead = before + (after - before) / 2 - there if there else None
    return DatabaseFacts(engine, "", found, ahead)


async def work(db: Db, now: datetime) -> WorkFacts:
    """`now` is in the zone in which times are told."""
    struggling, refusal = await checking.struggling(db, STRUGGLING_AFTER)
    badly = await checking.settled_badly(db, now - LOOKED_BACK)
    return WorkFacts(
        now,
        await checking.last_slot(db),
        await outbox.waiting_since(db, now),
        struggling,
        refusal,
        badly.get(State.UNKNOWN, 0),
        badly.get(State.FAILED, 0),
    )


async def places(db: Db) -> PlaceFacts:
    tree = await rhythm.load_tree(db)
    found = await checking.known_groups(db)
    active = [group for group in found if group.state is not GroupState.GONE]
    led = {group.region_path for group in await groups.coordinators_of(db, [r.path for r in tree.regions.values()])}
    return PlaceFacts(
        sum(1 for group in active if group.kind),
        tuple(group.title for group in found if group.state is GroupState.GONE and group.kind),
        tuple(group.title for group in active if not group.kind),
        tuple(tree.title(region) for region in await rhythm.edition_regions(db, tree) if region.path not in led),
        tuple(sorted({r.time_zone for r in tree.regions.values() if not _is_zone(r.time_zone)})),
    )


async def links(db: Db, public_url: str) -> LinkFacts:
    tree = await rhythm.load_tree(db)
    on = [tree.title(region) for region in tree.sorted(tree.regions) if region.short_links]
    return LinkFacts(tuple(on), public_url)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


async def content(db: Db, catalog: Catalog, lang: str, now: datetime, zone: ZoneInfo) -> ContentFacts:
    """`lang` is that of the reasons given, `zone` that of their days."""
    enabled = [s for s in catalog.sources.values() if s.enabled and s.kind != ADDED]  # what people add is not asked for
    troubled = await trouble.troubled(db, catalog, now)
    reserve = [source.key for source in enabled if source.reserve]
    held = await checking.item_states(db, reserve)
    return ContentFacts(
        sources=len(enabled),
        feeds=len(enabled) - len(reserve),
        troubled=tuple(TroubledSource(one.source.name, trouble.sentence(one, zone, lang)) for one in troubled),
        reserve=bool(reserve),
        approved=held.get(ItemState.READY, 0),
        waiting=held.get(ItemState.REVIEW, 0),
    )
