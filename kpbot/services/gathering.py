"""Asks the sources for news and keeps what they gave: network outside transactions, one transaction a source."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import structlog

from kpbot import metrics
from kpbot.domain.content import Source
from kpbot.domain.plain_text import one_line
from kpbot.ports import ContentFeed, FeedError, Gathered, Validators
from kpbot.services import trouble
from kpbot.services.catalog import Catalog
from kpbot.services.keeping import keep_found
from kpbot.settings import Settings
from kpbot.storage import sources
from kpbot.storage.database import Database, is_outage
from kpbot.storage.sources import SourceState

VALIDATORS_LAST = timedelta(days=8)
BACK_OFF_FROM = 3  # errors in a row
LONGEST_BACK_OFF = timedelta(days=1)
AT_ONCE = 8  # sources asked at the same time, of one host a single one
ROUND_SECONDS = 240  # then no further visit begins: pictures wait for their turn, and the rest is asked first next time

log = structlog.get_logger(__name__)


async def gather(
    database: Database,
    feeds: Mapping[str, ContentFeed],
    catalog: Catalog,
    settings: Settings,
    now: datetime,
    monotonic: Callable[[], float] = time.monotonic,
) -> int:
    """Ask every enabled source whose time has come, those first that have waited longest; returns how many new items
    were kept. Coordinators hear of sources that newly fail or work again."""
    async with database.read() as db:
        states = await sources.load(db)
    until = monotonic() + ROUND_SECONDS
    gate = asyncio.Semaphore(AT_ONCE)
    hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def ask(source: Source, state: SourceState) -> int:
        async with hosts[host_of(state.address or source.address) or source.key], gate:
            if monotonic() > until:
                return 0
            return await _ask_alone(database, feeds[source.kind], source, state, catalog, settings, now)

    due = _due(feeds, catalog, states, now)
    kept = await asyncio.gather(*(ask(source, state) for source, state in due), return_exceptions=True)
    for outcome in kept:
        if isinstance(outcome, BaseException):
            raise outcome
    async with database.write() as db:
        await trouble.tell(db, settings, catalog, now)
    return sum(new for new in kept if isinstance(new, int))


def _due(
    feeds: Mapping[str, ContentFeed], catalog: Catalog, states: Mapping[str, SourceState], now: datetime
) -> list[tuple[Source, SourceState]]:
    asked = [
        (source, state_of(source, states.get(source.key)))
        for source in catalog.sources.values()
        if source.enabled and source.kind in feeds
    ]
    due = [(source, state) for source, state in asked if not state.gone and (state.next_at or now) <= now]
    return sorted(due, key=lambda one: one[1].asked_at or datetime.min.replace(tzinfo=UTC))


def host_of(address: str) -> str:
    """Whose server an address is on; empty for none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


async def _ask_alone(
    database: Database,
    feed: ContentFeed,
    source: Source,
    state: SourceState,
    catalog: Catalog,
    settings: Settings,
    now: datetime,
) -> int:
    """Whatever goes wrong with a source is that source's trouble; only a database that is away is everybody's."""
    try:
        return await _ask(database, feed, source, state, catalog, settings, now)
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("source failed, the others do not", source=source.key)
        await _note(database, state, FeedError("defect", error=type(error).__name__), now)
        return 0


async def _ask(
    database: Database,
    feed: ContentFeed,
    source: Source,
    state: SourceState,
    catalog: Catalog,
    settings: Settings,
    now: datetime,
) -> int:
    fresh = state.validated_at is not None and now - state.validated_at < VALIDATORS_LAST
    validators = Validators(state.etag, state.last_modified) if fresh else Validators()
    try:
        gathered = await feed.gather(replace(source, address=state.address or source.address), validators, now)
    except FeedError as error:
        log.warning("source in trouble", source=source.key, code=error.code, details=error.details)
        await _note(database, state, error, now)
        return 0
    except OSError as error:  # a broken line, which must not be taken for a database that is away
        raise RuntimeError(f"{source.key}: {error!r}") from error
    async with database.write() as db:
        kept = await keep_found(db, source, gathered.items, catalog, settings, now)
        await sources.save(db, after_success(state, gathered, now))
    metrics.source_visits.labels("unchanged" if gathered.unchanged else "read").inc()
    return kept.new


async def _note(database: Database, state: SourceState, error: FeedError, now: datetime) -> None:
    metrics.source_visits.labels("failed").inc()
    async with database.write() as db:
        await sources.save(db, after_error(state, error, now))


def state_of(source: Source, known: SourceState | None) -> SourceState:
    """What is known of a source; nothing, once the operator has declared another address for it."""
    if known is None:
        return SourceState(source.key, declared=source.address)
    if known.declared != source.address:  # whoever heard of its trouble will hear that it is over
        return SourceState(source.key, declared=source.address, trouble_told=known.trouble_told, told_at=known.told_at)
    return known


def after_success(state: SourceState, gathered: Gathered, now: datetime) -> SourceState:
    validators = gathered.validators
    return replace(
        state,
        address=gathered.moved_to or state.address,
        etag=one_line(validators.etag),
        last_modified=one_line(validators.last_modified),
        validated_at=state.validated_at if gathered.unchanged else now,
        asked_at=now,
        succeeded_at=now,
        next_at=now + gathered.wait if gathered.wait else None,
        errors=0,
        error="",
        error_details={},
        gone=False,
        failing_since=None,
        began_at=state.began_at or now,
    )


def after_error(state: SourceState, error: FeedError, now: datetime) -> SourceState:
    """From the third error in a row the source is asked less and less often, at least once a day."""
    errors = state.errors + 1
    wait = error.wait or timedelta(0)
    if errors >= BACK_OFF_FROM:
        wait = max(wait, min(timedelta(minutes=15) * 2 ** min(errors - BACK_OFF_FROM, 10), LONGEST_BACK_OFF))
    return replace(
        state,
        asked_at=now,
        next_at=now + wait if wait else None,
        errors=errors,
        error=error.code,
        error_details=error.details,
        gone=error.gone,
        failing_since=state.failing_since or now,
        began_at=state.began_at or now,
    )
