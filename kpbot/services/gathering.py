"""Asks the sources for news and keeps what they gave: network outside transactions, one transaction a source."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from kpbot.domain.content import Source
from kpbot.domain.plain_text import one_line
from kpbot.ports import ContentFeed, FeedError, Gathered, Validators
from kpbot.services.catalog import Catalog
from kpbot.services.keeping import keep_found
from kpbot.settings import Settings
from kpbot.storage import sources
from kpbot.storage.database import Database, is_outage
from kpbot.storage.sources import SourceState

VALIDATORS_LAST = timedelta(days=8)
BACK_OFF_FROM = 3  # errors in a row
LONGEST_BACK_OFF = timedelta(days=1)
AT_ONCE = 8  # sources asked at the same time

log = structlog.get_logger(__name__)


async def gather(
    database: Database, feeds: Mapping[str, ContentFeed], catalog: Catalog, settings: Settings, now: datetime
) -> int:
    """Ask every enabled source whose time has come; returns how many new items were kept."""
    async with database.read() as db:
        states = await sources.load(db)
    asked = [
        (source, state_of(source, states.get(source.key)))
        for source in catalog.sources.values()
        if source.enabled and source.kind in feeds
    ]
    due = [(source, state) for source, state in asked if not state.gone and (state.next_at or now) <= now]
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(source: Source, state: SourceState) -> int:
        async with gate:
            return await _ask(database, feeds[source.kind], source, state, catalog, settings, now)

    kept = await asyncio.gather(*(ask(source, state) for source, state in due), return_exceptions=True)
    for (source, _), outcome in zip(due, kept, strict=True):
        if isinstance(outcome, BaseException):
            if is_outage(outcome) or not isinstance(outcome, Exception):
                raise outcome
            log.error("source failed, the others do not", source=source.key, exc_info=outcome)
    return sum(new for new in kept if isinstance(new, int))


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
        async with database.write() as db:
            await sources.save(db, after_error(state, error, now))
        return 0
    except OSError as error:  # a broken line, which must not be taken for a database that is away
        raise RuntimeError(f"{source.key}: {error!r}") from error
    async with database.write() as db:
        kept = await keep_found(db, source, gathered.items, catalog, settings, now)
        await sources.save(db, after_success(state, gathered, now))
    return kept.new


def state_of(source: Source, known: SourceState | None) -> SourceState:
    """What is known of a source; nothing, once the operator has declared another address for it."""
    if known is None or known.declared != source.address:
        return SourceState(source.key, declared=source.address)
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
        trouble_told=False,
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
    )
