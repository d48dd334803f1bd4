"""Items of an edition as text to paste elsewhere or as cards to forward, with the officer's own links where their
region has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kpbot.domain.content import ItemState
from kpbot.domain.messages import Face
from kpbot.services import content_meant, shares, short_links
from kpbot.services.cards.faces import face_of
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
    edition = await content_meant.edition_by_id(talk, edition_id) if edition_id else None
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


@dataclass(frozen=True, slots=True)
class Showable:
    """An item as a card, and the words that go under the picture."""

    face: Face
    words: str


async def texts(talk: Talk, places: Sequence[Place]) -> list[str]:
    """One text an item, for the private chat alone: the links are the officer's, for their remembered destination."""
    links = await _own_links(talk, places)
    return [_text(talk, place, links.get(place.item.id, "")) for place in places]


async def cards(talk: Talk, places: Sequence[Place]) -> list[Showable]:
    """One card an item, for the private chat alone, as `texts`. Under it the plain link, to be copied by itself; where
    an item can be read nowhere, its whole text."""
    links = await _own_links(talk, places)
    return [await _card(talk, place, links.get(place.item.id, "")) for place in places]


async def _card(talk: Talk, place: Place, own_link: str) -> Showable:
    face = await face_of(talk, place.item, own_link)
    if face.address:
        return Showable(face, f"{talk.say('card-under')}\n{face.address}")
    return Showable(face, f"{talk.say('card-under-plain')}\n\n{_text(talk, place)}")


def _text(talk: Talk, place: Place, own_link: str = "") -> str:
    return copy_text(place, talk.lang, talk.batch.catalog, talk.settings, own_link)


async def _own_links(talk: Talk, places: Sequence[Place]) -> Mapping[int, str]:
    """By item; none where the officer has none."""
    post, items = talk.officer_post, [place.item for place in places]
    return await short_links.links_for(talk, post, items, shares.remembered(talk)) if post else {}
