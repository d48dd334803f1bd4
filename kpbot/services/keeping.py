"""What was found, whoever found it, as items that are kept: one way for feeds, sheets and pages a coordinator added."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from kpbot.domain.content import FoundItem, Item, ItemState, Source, Topic
from kpbot.domain.gate import GateRules, judge
from kpbot.domain.links import LONGEST as LONGEST_LINK
from kpbot.domain.links import canonical_link
from kpbot.domain.plain_text import clean, one_line
from kpbot.domain.similarity import fingerprint
from kpbot.domain.topics import guess_topic
from kpbot.services.catalog import Catalog
from kpbot.services.guids import told_apart
from kpbot.settings import Settings
from kpbot.storage import item_pictures, items
from kpbot.storage.database import Db
from kpbot.storage.ids import new_id

IDENTITY_LIMIT, LINK_LIMIT = 500, LONGEST_LINK  # characters; a row of PostgreSQL's index holds 2,704 bytes
TITLE_LIMIT, SUMMARY_LIMIT, BODY_LIMIT, PUBLISHER_LIMIT = 300, 2_000, 100_000, 60


@dataclass(frozen=True, slots=True)
class Kept:
    """Items as they are kept now, in the order they were found; `new` of them were not known."""

    items: tuple[Item, ...]
    new: int


def _as_judged(item: Item) -> Item:
    return item


async def keep_found(
    db: Db,
    source: Source,
    found_items: Sequence[FoundItem],
    catalog: Catalog,
    settings: Settings,
    now: datetime,
    settle: Callable[[Item], Item] = _as_judged,
) -> Kept:
    """Keep what `source` gave, each item judged by the gate, and then, if it is new, by `settle`. The same may be
    given again and changes nothing: of a known item state and topic stay. Pictures are noted where the source permits
    that they are kept."""
    found_items, known = await told_apart(db, source.key, [storable(found) for found in found_items])
    earlier = [clean(found.title, TITLE_LIMIT) for found in found_items]
    earlier += await items.recent_titles(db, source.key) if len(known) < len(found_items) else []
    kept = []
    for found in found_items:
        before = known.get(found.identity)
        item = item_of_found(found, before, source, catalog, settings, now, earlier)
        kept.append(_as_it_was(item, before) if before else settle(item))
    await items.keep(db, kept)
    if source.pictures:
        wanted = [(item, found.picture) for item, found in zip(kept, found_items, strict=True) if found.picture]
        await item_pictures.note(db, [(item.id, link) for item, link in wanted if _usable(item)], now)
    return Kept(tuple(kept), len(kept) - len(known))


def _as_it_was(item: Item, before: Item) -> Item:
    """What a coordinator may have decided stays."""
    stays = replace(item, state=before.state, topic=before.topic, review_reason=before.review_reason)
    return stays if before.edited_by is None else replace(stays, title=before.title, summary=before.summary)


def _usable(item: Item) -> bool:
    return item.state in (ItemState.READY, ItemState.REVIEW)


def storable(found: FoundItem) -> FoundItem:
    """With an identity and a link that both databases can hold: JSON can spell NUL and half a surrogate pair."""
    identity = one_line(found.identity)
    if len(identity) > IDENTITY_LIMIT:
        identity = sha256(identity.encode()).hexdigest()
    link = one_line(found.link)[:LINK_LIMIT]
    return replace(found, identity=identity, link=canonical_link(link) or link)  # people get it without tracking too


def canonical_of(found: FoundItem) -> str:
    """What tells this item from all others, whichever source it came from: its link, where it has one."""
    return canonical_link(found.link) or (f"slug:{found.slug}" if found.slug else f"id:{found.identity}")


def item_of_found(
    found: FoundItem,
    known: Item | None,
    source: Source,
    catalog: Catalog,
    settings: Settings,
    now: datetime,
    earlier: Collection[str] = (),
) -> Item:
    """The item to keep, judged by the gate; a known one keeps its id. `found` is `storable`, `earlier` are titles of
    the source."""
    title, summary = clean(found.title, TITLE_LIMIT), clean(found.summary, SUMMARY_LIMIT)
    topic = found.topic or guess_topic(title, summary, catalog.keywords, source.topic) or Topic.EVERYDAY
    item = Item(
        id=known.id if known else new_id(),
        source=source.key,
        identity=found.identity,
        title=title,
        summary=summary,
        body=clean(found.body, BODY_LIMIT),
        link=found.link,
        canonical=canonical_of(found),
        fingerprint=fingerprint(title, found.body),
        topic=topic,
        state=ItemState.READY,
        gathered_at=now,
        published=found.published,
        season=found.season,
        village=found.village or source.village,
        slug=found.slug,
        illustration=found.illustration,
        counts=source.counts,
        not_before=found.not_before,
        scope=found.scope,
        publisher=clean(one_line(found.publisher), PUBLISHER_LIMIT),
    )
    today = now.astimezone(ZoneInfo(settings.time_zone)).date()
    rules = GateRules(oldest_days=settings.edition.max_age_days, zone=ZoneInfo(settings.time_zone))
    # A feed may say that an entry is in another language than the source as a whole.
    spoken = source.language if found.language in ("", "und") else found.language
    verdict = judge(item, replace(source, language=spoken), catalog.words, today, rules, earlier)
    reason = verdict.reason.to_text() if verdict.reason else ""
    return replace(item, state=verdict.state, review_reason=reason)
