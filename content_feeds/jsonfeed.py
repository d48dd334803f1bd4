"""JSON Feed 1 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from content_feeds.cleaning import one_line
from content_feeds.dates import published, zone_of
from content_feeds.entries import RawEntry
from content_feeds.entry_pictures import of_json
from content_feeds.sieving import LIMIT, MOST_ENTRIES
from content_feeds.xmlfeed import MOST_NAME, Read
from kpbot.ports import FeedError

_MOST_BRACKETS = 300_000
_MOST_COMMAS = 1_000_000
_TITLE = 2_000  # characters looked at; likewise below
_ADDRESS = 2_000


def read_json(text: str, base: str, language: str, now: datetime) -> Read:
    """Entries of the JSON document `text`, found at the address `base`; the newest LIMIT.

    Raises FeedError `too-complex`, `malformed`, or `unsupported` (JSON, but no JSON Feed).
    """
    if text.count("{") + text.count("[") > _MOST_BRACKETS or text.count(",") > _MOST_COMMAS:
        raise FeedError("too-complex", most=_MOST_BRACKETS)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError("malformed") from error
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or "jsonfeed.org/version/" not in _text(document.get("version")):
        raise FeedError("unsupported", found="JSON")
    spoken = _text(document.get("language"))
    entries = [_raw(item, base, spoken) for item in items[:MOST_ENTRIES] if isinstance(item, dict)]
    kept = _newest(entries, language, now)
    older = (
        tuple((entry.title[:200], "older") for entry in entries if entry not in kept) if len(entries) > LIMIT else ()
    )
    return Read(tuple(kept), skipped=older, title=one_line(_text(document.get("title")), MOST_NAME))


def _raw(item: dict[str, Any], base: str, language: str) -> RawEntry:
    return RawEntry(
        title=_text(item.get("title"), _TITLE),
        title_markup=False,
        bodies=tuple(_bodies(item)),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        guid=_text(item.get("id")),
        dates=tuple(text for key in ("date_published", "date_modified") if (text := _text(item.get(key)))),
        author=_author(item),
        language=_text(item.get("language")) or language,
        base=base,
        picture=of_json(item, (text for text, markup in _bodies(item) if markup), base),
    )


def _bodies(item: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    yield _text(item.get("content_html"), 100_000), True
    yield _text(item.get("content_text"), 100_000), False
    yield _text(item.get("summary"), 100_000), False


def _author(item: dict[str, Any]) -> str:
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return _text(first.get("name"), 200) if isinstance(first, dict) else ""


def _newest(entries: list[RawEntry], language: str, now: datetime) -> list[RawEntry]:
    if len(entries) <= LIMIT:
        return entries
    zone = zone_of(language)

    def newest_first(at: int) -> tuple[float, int]:
        date = published(entries[at].dates, zone, now)
        return (-date.timestamp() if date else float("inf")), at

    chosen = sorted(sorted(range(len(entries)), key=newest_first)[:LIMIT])
    return [entries[at] for at in chosen]


def _text(value: Any, most: int = _ADDRESS) -> str:
    """Ids may be numbers; anything else that is no text counts as absent."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)[:most] if isinstance(value, str) or abs(value) < 10**30 else ""
