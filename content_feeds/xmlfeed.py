"""RSS 0.9x, 1.0, 2.0 and Atom: what the sieve let through, interpreted by feedparser. Runs in a worker thread."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.parsers import expat

from content_feeds.cleaning import one_line, plain_text
from content_feeds.dates import published, zone_of
from content_feeds.entries import RawEntry
from content_feeds.entry_pictures import of_xml
from content_feeds.manners import time_to_live
from content_feeds.repairing import repaired
from content_feeds.sieving import Entry, sieve
from kpbot.ports import FeedError

MOST_NAME = 60  # characters of a feed's own name
_DATES = ("published", "updated", "created")
_BODIES = ("summary", "description", "media_description", "subtitle")


@dataclass(frozen=True, slots=True)
class Read:
    """A document as raw entries; `wait` is how long it asks to stay away; `skipped` holds (title, code); `title` is
    the feed's own."""

    entries: tuple[RawEntry, ...]
    wait: timedelta | None = None
    skipped: tuple[tuple[str, str], ...] = ()
    title: str = ""


def read_xml(text: str, base: str, language: str, now: datetime) -> Read:
    """Entries of the XML document `text` (from its root element on), found at the address `base`.

    `language` is the source's; it decides what zone-less dates mean. Raises FeedError `too-complex`, `malformed`.
    """
    import feedparser

    zone = zone_of(language)

    def newest_first(entry: Entry) -> float:
        date = published(entry.dates, zone, now)
        return -date.timestamp() if date else float("inf")

    sieved = sieve(repaired(text), newest_first)
    _insist_on_sound(sieved.xml)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    # A stream: given bytes or text, the library would try to open a file of that name.
    parsed = feedparser.parse(
        io.BytesIO(sieved.xml), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    head = parsed.feed
    entries = tuple(_raw(entry, base, _text(head, "language")) for entry in parsed.entries)
    ttl = time_to_live(_text(head, "ttl"), _text(head, "sy_updateperiod"), _text(head, "sy_updatefrequency"))
    lost = [(title, "broken") for title in sieved.broken] + [(title, "older") for title in sieved.older]
    return Read(entries, ttl, tuple(lost), one_line(plain_text(_text(head, "title")), MOST_NAME))


def _insist_on_sound(xml: bytes) -> None:
    """Raises FeedError `malformed` for what the interpreter's XML parser would refuse: it would go on with one that
    guesses, in quadratic time."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise FeedError("malformed") from error


def _raw(entry: Any, base: str, language: str) -> RawEntry:
    title_type = _text(entry, "title_detail", "type")
    return RawEntry(
        title=_text(entry, "title"),
        title_markup=title_type != "text/plain",
        bodies=tuple(_bodies(entry)),
        link=_original(entry) or _text(entry, "link") or _alternate(entry),
        guid=_text(entry, "id"),
        dates=tuple(text for key in _DATES if (text := _text(entry, key))),
        author=_text(entry, "author_detail", "name") or _text(entry, "author"),
        language=_text(entry, "language") or language,
        base=_text(entry, "title_detail", "base") or base,
        picture=of_xml(entry, (text for text, markup in _bodies(entry) if markup), base),
    )


def _bodies(entry: Any) -> Iterator[tuple[str, bool]]:
    for content in dict.get(entry, "content", []):
        yield _text(content, "value"), _text(content, "type") != "text/plain"
    for key in _BODIES:
        yield _text(entry, key), _text(entry, f"{key}_detail", "type") != "text/plain"


def _original(entry: Any) -> str:
    """The page itself, where the link leads over somebody who counts clicks."""
    return _text(entry, "feedburner_origlink") or _text(entry, "pheedo_origlink")


def _alternate(entry: Any) -> str:
    for link in dict.get(entry, "links", []):
        if _text(link, "rel") == "alternate":
            return _text(link, "href")
    return ""


def _text(mapping: Any, *path: str) -> str:
    """A text in feedparser's dictionaries, "" where absent. Past their own look-up, which answers for a missing
    key with a different one and a warning."""
    for key in path:
        mapping = dict.get(mapping, key) if isinstance(mapping, dict) else None
    return mapping if isinstance(mapping, str) else ""
