"""A page that a coordinator names: noted with the answer, fetched after the commit, shown for a decision.

/add (tx) → claim (tx) → gather (network) → keep (tx) → picture (network) → settle and preview (tx)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from kpbot.domain.content import FoundItem, Item, ItemState, Source, Trust
from kpbot.domain.messages import Outgoing
from kpbot.domain.reason import Reason, reason
from kpbot.domain.roles import within
from kpbot.ports import ContentFeed, FeedError, Validators, Visit
from kpbot.services import item_pictures
from kpbot.services.added_card import card
from kpbot.services.catalog import Catalog
from kpbot.services.keeping import keep_found
from kpbot.settings import Settings
from kpbot.storage import additions, items
from kpbot.storage import item_pictures as pictures
from kpbot.storage.additions import Addition, AdditionState
from kpbot.storage.database import Database, Db, is_outage
from kpbot.storage.outbox import Owed, Priority, owe
from kpbot.texts import say

PAGE = "page"
"""The kind of feed that reads one address."""

AT_ONCE = 5
LEASE = timedelta(minutes=10)
ATTEMPTS = 3
WAIT = timedelta(minutes=2)
MOST_WAITING = 10  # of one person
_TOLD_LASTS = timedelta(days=3)
_TRANSIENT = frozenset({"dns", "refused", "disconnected", "timeout", "busy", "server"})
_DECIDED_BY_HAND = frozenset({"no-body", "language", "too-old"})

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pages:
    """What adding works with."""

    database: Database
    settings: Settings
    catalog: Catalog
    feeds: Mapping[str, ContentFeed]
    visit: Visit

    @property
    def data_dir(self) -> Path:
        return self.settings.data_dir


async def known(db: Db, canonical: str, scope: str) -> Item | None:
    """The item of this page that the region of path `scope` has already, its own before everybody's."""
    found = [item for item in await items.by_canonical(db, [canonical]) if within(scope, item.scope or "/")]
    return max(found, key=lambda item: (len(item.scope), item.id), default=None)


async def fetch_waiting(pages: Pages, now: datetime, limit: int = AT_ONCE) -> int:
    """Fetch up to `limit` pages that wait; returns how many were settled. `now` is UTC. Must not be called inside a
    transaction; may run in several workers at once."""
    async with pages.database.write() as db:
        claimed = await additions.claim(db, now, now + LEASE, limit)
    settled = 0
    for one in claimed:
        try:
            settled += await _fetch(pages, one, now)
        except Exception as error:
            if is_outage(error):
                raise
            # One page must not keep those behind it waiting for ever.
            log.exception("page failed", addition=one.id)
            settled += await _failed(pages, one, FeedError("server", host=_host(one.address), status="-"), now)
    return settled


async def _fetch(pages: Pages, one: Addition, now: datetime) -> bool:
    source = pages.catalog.added_from(_host(one.address))
    try:
        gathered = await pages.feeds[PAGE].gather(replace(source, address=one.address), Validators(), now)
    except FeedError as error:
        return await _failed(pages, one, error, now)
    found = gathered.items[0]
    async with pages.database.write() as db:
        item = await known(db, found.link, one.scope) or await _keep(db, pages, found, one.scope, now)
        at_hand = await pictures.of(db, item.id)
    if found.picture and at_hand is None and item.state is ItemState.REVIEW:
        await item_pictures.fetch_waiting(pages.database, pages.visit, pages.data_dir, now, only=item.id)
    async with pages.database.write() as db:
        if not await additions.settle(db, one.id, AdditionState.SHOWN, item_id=item.id):
            return False
        preview = card(item, await pictures.of(db, item.id), pages.catalog, one.language)
        await _tell(db, one, preview, now)
    return True


async def _keep(db: Db, pages: Pages, found: FoundItem, scope: str, now: datetime) -> Item:
    """Kept for the coordinator's region and below, waiting for a word. A page of long ago counts from today, since a
    coordinator puts it forward today."""
    source = pages.catalog.added_from(_host(found.link))
    oldest = now - timedelta(days=pages.settings.edition.max_age_days)
    published = found.published if found.published and found.published > oldest else None
    publisher = "" if source.sites else found.publisher
    own = replace(found, identity=f"{found.identity} {scope}", scope=scope, published=published, publisher=publisher)
    kept = await keep_found(db, vouched(source), [own], pages.catalog, pages.settings, now, _to_decide)
    return kept.items[0]


def vouched(source: Source) -> Source:
    """A coordinator puts it forward by name: no further trust is needed, and its picture may be kept."""
    return replace(source, trust=Trust.HIGH, enabled=True, pictures=True)


def _to_decide(item: Item) -> Item:
    """Nothing of it is used before the coordinator says so; what a blocked word refused stays refused."""
    code = Reason.from_text(item.review_reason).code if item.review_reason else ""
    if item.state is ItemState.REJECTED and code not in _DECIDED_BY_HAND:
        return item
    return replace(item, state=ItemState.REVIEW, review_reason=item.review_reason or reason("added").to_text())


async def _failed(pages: Pages, one: Addition, error: FeedError, now: datetime) -> bool:
    async with pages.database.write() as db:
        if error.code in _TRANSIENT and one.attempts < ATTEMPTS:
            later = now + max(WAIT * 2 ** (one.attempts - 1), min(error.wait or WAIT, timedelta(hours=1)))
            await additions.postpone(db, one.id, later, error.code)
            return False
        if await additions.settle(db, one.id, AdditionState.FAILED, reason=error.code):
            text = say(one.language, f"adding-error-{error.code}", **error.details)
            told = say(one.language, "adding-failed", address=one.address, reason=text)
            await _tell(db, one, Outgoing(text=told, reply_to=one.message), now)
    log.info("page not added", addition=one.id, code=error.code)
    return True


async def _tell(db: Db, one: Addition, outgoing: Outgoing, now: datetime) -> None:
    if one.chat.id:  # empty where who asked is forgotten
        await owe(db, [Owed(f"addition:{one.id}", one.chat, outgoing, Priority.ANSWER, now, now + _TOLD_LASTS)])


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
