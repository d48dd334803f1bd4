"""Items, editions and regions as people read them; what several flows say the same way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from kpbot.domain.content import Item, ItemState
from kpbot.domain.messages import Button, Card
from kpbot.domain.reason import Reason
from kpbot.services.catalog import Catalog
from kpbot.settings import Settings
from kpbot.storage.editions import Edition, Place
from kpbot.texts import say

MOST_SHOWN = 120  # characters of a summary in a chat


def item_link(item: Item, settings: Settings) -> str:
    """Where an item can be read: its own link, our page of it, or nowhere (then it is sent in full)."""
    return link_of(item.link, item.slug, settings)


def link_of(link: str, slug: str, settings: Settings) -> str:
    """The same for what a record kept of an item."""
    if link:
        return link
    if slug and settings.web.public_url:
        return f"{settings.web.public_url.rstrip('/')}/i/{quote(slug)}"
    return ""


def card(place: Place, lang: str, catalog: Catalog, settings: Settings) -> Card:
    item = place.item
    recalled = item.state == ItemState.RECALLED
    link = "" if recalled else item_link(item, settings)
    return Card(
        place.position,
        item.title,
        say(lang, "edition-recalled-item") if recalled else shortened(item.summary),
        link,
        catalog.credit(item),
        say(lang, f"topic-{item.topic}"),
        "" if link or recalled else item.body,
    )


def cards(edition: Edition, lang: str, catalog: Catalog, settings: Settings) -> tuple[Card, ...]:
    return tuple(card(place, lang, catalog, settings) for place in edition.places)


def shortened(text: str, limit: int = MOST_SHOWN) -> str:
    """Cut at a sentence if that leaves enough, else at a character."""
    if len(text) <= limit:
        return text
    cut = max(text.rfind(mark, 0, limit) for mark in "。！？；")
    return text[: cut + 1] if cut > limit // 2 else text[: limit - 1] + "…"


def card_buttons(edition_id: int, positions: Sequence[int], lang: str) -> tuple[Button, ...]:
    """For the forwardable cards of these items."""
    return tuple(
        Button(say(lang, "card-button-one", number=number), f"card:{edition_id}:{number}") for number in positions
    )


def reason_text(reason: Reason, lang: str) -> str:
    return say(lang, f"choice-{reason.code}", **reason.values)


def day_text(day: date, lang: str) -> str:
    """11月23日（周一）, Mon 23 Nov."""
    return say(lang, "day", month=day.month, day=day.day, weekday=day.isoweekday())


def date_text(day: date, lang: str, today: date) -> str:
    """11月23日, 23 November; with the year where it is not this one."""
    code = "upkeep-date" if day.year == today.year else "upkeep-date-year"
    return say(lang, code, year=day.year, month=day.month, day=day.day)


def rows(*buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(row) for row in buttons if row)


def copy_text(place: Place, lang: str, catalog: Catalog, settings: Settings, own_link: str = "") -> str:
    """An item as plain text to paste into a WeChat group. With an officer's `own_link` instead of the item's, the text
    tells its readers that openings are counted."""
    item = place.item
    link = own_link or item_link(item, settings)
    parts = [f"【{item.title}】", item.summary if link or not item.body else item.body, link]
    if own_link:
        parts.append(say(lang, "links-counting"))
    if source := catalog.brand(item.source):
        parts.append(say(lang, "edition-source", source=source))
    return "\n".join(part for part in parts if part)
