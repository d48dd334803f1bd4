"""Items of an edition as text to paste elsewhere, with the officer's own links where their region has them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kpbot.domain.content import ItemState
from kpbot.services import shares, short_links
from kpbot.services.rendering import copy_text
from kpbot.services.talk import Talk
from kpbot.storage import pushes
from kpbot.storage.editions import Edition, Place

_SENT = "copying-sent"


@dataclass(frozen=True, slots=True)
class Copyable:
    """What there is to copy, and how many of those wanted were recalled."""

    places: Sequence[Place] = ()
    recalled: int = 0


async def copyable(talk: Talk, edition_id: int, wanted: Collection[int] = ()) -> Copyable:
    """Items of an edition, all or those at the `wanted` positions; nothing if there is no such edition, or no group
    was sent it."""
    edition = await shares.edition_by_id(talk, edition_id) if edition_id else None
    if edition is None or not await _was_sent(talk, edition):
        return Copyable()
    asked = [place for place in edition.places if not wanted or place.position in wanted]
    good = [place for place in asked if place.item.state != ItemState.RECALLED]
    return Copyable(good, len(asked) - len(good))


async def _was_sent(talk: Talk, edition: Edition) -> bool:
    """Looked up once a batch, for everybody copies after the push."""
    known: dict[int, bool] = talk.batch.cache.setdefault(_SENT, {})
    if edition.id not in known:
        known[edition.id] = await pushes.under_way(talk.db, edition.id)
    return known[edition.id]


async def texts(talk: Talk, places: Sequence[Place]) -> list[str]:
    """One text an item, for the private chat alone: the links are the officer's, for their remembered destination."""
    post = talk.officer_post
    items, to = [place.item for place in places], shares.remembered(talk)
    links = await short_links.links_for(talk, post, items, to) if post else {}
    return [
        copy_text(place, talk.lang, talk.batch.catalog, talk.settings, links.get(place.item.id, "")) for place in places
    ]
