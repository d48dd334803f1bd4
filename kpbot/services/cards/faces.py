"""What the card of an item shows to those who get it."""

from __future__ import annotations

import structlog

from kpbot.domain.content import Item
from kpbot.domain.messages import Face
from kpbot.services.cards import marks
from kpbot.services.rendering import item_link
from kpbot.services.talk import Talk

MOST_WORDS = 600  # characters: more than a card has room for

log = structlog.get_logger(__name__)


async def face_of(talk: Talk, item: Item, own_link: str = "") -> Face:
    """`own_link` of an officer leads there instead of the item's: then the card tells that openings are counted. An
    item that can be read nowhere has more of its text on the card, and no code."""
    address = own_link or item_link(item, talk.settings)
    summary = item.summary if address or not item.body else item.body
    return Face(
        item.title[:MOST_WORDS],
        summary.strip()[:MOST_WORDS],
        item.topic,
        talk.say(f"topic-{item.topic}"),
        talk.batch.catalog.credit(item),
        address,
        bool(own_link),
        await _mark(talk, item),
        talk.lang,
    )


async def _mark(talk: Talk, item: Item) -> str:
    mark = talk.batch.catalog.mark(item)
    if not mark:
        return ""
    try:
        return await marks.at_hand(talk.settings.data_dir, mark)
    except OSError as error:
        log.warning("a mark cannot be put into the data folder", reason=error.strerror)
        return ""
