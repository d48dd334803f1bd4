"""What waits for a coordinator to look at: whose it is, which comes next, and how many there are."""

from __future__ import annotations

from datetime import datetime, timedelta

from kpbot.domain.content import Item, ItemState
from kpbot.domain.messages import Outgoing
from kpbot.services.review_card import card
from kpbot.services.talk import Talk
from kpbot.settings import Settings
from kpbot.storage import reviews


async def first(talk: Talk) -> Item | None:
    """The first that waits for the speaker, who coordinates; None if nothing does."""
    return await reviews.next_one(talk.db, _paths(talk), _since(talk.settings, talk.now))


async def following(talk: Talk, item_id: int) -> Item | None:
    """The one after an item, be it decided on meanwhile; the first again after the last."""
    return await reviews.next_one(talk.db, _paths(talk), _since(talk.settings, talk.now), item_id)


async def shown(talk: Talk, item: Item, note: str = "") -> Outgoing:
    """The item as the desk shows it, with how many wait besides."""
    waiting = await reviews.waiting(talk.db, _paths(talk), _since(talk.settings, talk.now))
    left = max(0, waiting - (item.state is ItemState.REVIEW))
    behind = await following(talk, item.id) if not left else None
    textless = behind is not None and behind.id != item.id
    return card(item, left, talk.batch.catalog, talk.settings, talk.lang, note, textless=textless)


def _since(settings: Settings, now: datetime) -> datetime:
    """What was gathered before is too old for an edition anyway. UTC."""
    return now - timedelta(days=settings.edition.max_age_days)


def _paths(talk: Talk) -> list[str]:
    return [post.region_path for post in talk.coordinator_posts]
