"""One web page that a coordinator named, as an item: title, text, date, who said it, and its picture."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from content_feeds import page_limits as limits
from content_feeds.cleaning import clean, first_sentences, one_line
from content_feeds.dates import zone_of
from content_feeds.decoding import decode
from content_feeds.entries import language_of
from content_feeds.entry_pictures import absolute
from content_feeds.fetching import Fetched, fetch
from content_feeds.options import FeedOptions
from content_feeds.page_reading import Page, read_page
from kpbot.domain.content import FoundItem, Source
from kpbot.domain.links import canonical_link
from kpbot.domain.similarity import plain
from kpbot.ports import FeedError, Gathered, Validators

_HTML = re.compile(r"^(text/html|application/xhtml\+xml|text/plain|application/octet-stream)?\s*(;|$)", re.I)
_META = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.I)
_HEAD = 8_000  # bytes in which a page may say its encoding


class Pages:
    """The kind of source that an address by itself is: `gather` gives the one item of `source.address`.

    Raises FeedError with the codes of `fetch`, `page-not-html`, `page-too-heavy` and `page-empty` (it has not even a
    title). The item has no body where the page has none that could be told from its frame.
    """

    kind = "page"

    def __init__(self, options: FeedOptions | None = None) -> None:
        self._options = options or FeedOptions()
        self._turn = asyncio.Semaphore(1)

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered:
        fetched = await fetch(source.address, validators, now, self._options)
        if fetched.unchanged and validators != Validators():
            return Gathered(validators=fetched.validators, unchanged=True)
        html = page_text(fetched)
        async with self._turn:
            page = await asyncio.to_thread(read_page, html, fetched.address)
        found = found_in(page, fetched.address, source.language, now)
        return Gathered((found,), fetched.validators)


def page_text(fetched: Fetched) -> str:
    """The HTML of a page. Raises FeedError `page-not-html`, `page-empty`."""
    if not _HTML.match(fetched.content_type.strip()) or fetched.body[:4] in (b"%PDF", b"PK\x03\x04", b"\x89PNG"):
        raise FeedError("page-not-html", found=one_line(fetched.content_type.partition(";")[0], 60) or "?")
    if fetched.unchanged:  # an empty answer
        raise FeedError("page-empty")
    said = fetched.content_type
    if "charset" not in said.lower() and (meta := _META.search(fetched.body[:_HEAD])):
        said = f"text/html; charset={meta[1].decode('ascii')}"
    return decode(fetched.body, said)


def found_in(page: Page, address: str, language: str, now: datetime) -> FoundItem:
    """The item of a page that was read at `address`. Raises FeedError `page-empty`."""
    title, body = one_line(page.title), clean(page.text)
    first, _, rest = body.partition("\n")
    if plain(first) == plain(title):
        body = rest
    title = title or one_line(first_sentences(body))
    if not title:
        raise FeedError("page-empty")
    if len(plain(body)) < limits.LEAST_BODY:
        body = ""
    link = canonical_link(address)
    return FoundItem(
        identity=f"link:{link}",
        title=title,
        summary=first_sentences(body),
        body=body,
        link=link,
        published=_day(page.date, language, now),
        author=one_line(page.author, 60),
        language=language_of(f"{title}{body[:500]}", "", language),
        publisher=one_line(page.sitename, 60) or urlsplit(link).hostname or "",
        picture=absolute(page.image, address),
    )


def _day(said: str, language: str, now: datetime) -> datetime | None:
    """The beginning of a day, UTC, never later than now."""
    try:
        day = datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=zone_of(language))
    except ValueError:
        return None
    return min(day.astimezone(UTC), now)
