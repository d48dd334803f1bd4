"""The syndication feed kind: RSS 0.9x, 1.0, 2.0, Atom and JSON Feed, from an address or, to look at, a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from content_feeds.alternates import named_feeds
from content_feeds.decoding import decode
from content_feeds.entries import Skipped, found_items
from content_feeds.fetching import Fetched, fetch
from content_feeds.jsonfeed import read_json
from content_feeds.manners import longest
from content_feeds.options import FeedOptions
from content_feeds.recognizing import recognize
from content_feeds.unpacking import too_big
from content_feeds.xmlfeed import read_xml
from kpbot.domain.content import FoundItem, Source
from kpbot.ports import FeedError, Gathered, Validators

MOST_SKIPPED = 200


@dataclass(frozen=True, slots=True)
class Contents:
    """What one document holds. `title` is the feed's own name, in plain text."""

    items: tuple[FoundItem, ...]
    skipped: tuple[Skipped, ...]
    wait: timedelta | None
    title: str = ""


class Syndication:
    """fetch → decode → recognize → sieve and interpret → items. One document is parsed at a time, in a thread."""

    kind = "syndication"

    def __init__(self, options: FeedOptions | None = None) -> None:
        self._options = options or FeedOptions()
        self._turn = asyncio.Semaphore(1)

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered:
        """Ask `source.address` (http or https) once. Raises FeedError with the codes of `fetch` and `read_document`;
        a document without entries is no error."""
        fetched = await fetch(source.address, validators, now, self._options)
        if fetched.unchanged:
            return Gathered(validators=fetched.validators, unchanged=True, moved_to=fetched.moved_to, wait=fetched.wait)
        return await self._gathered(fetched, source, now)

    async def preview(self, address: str, source: Source, now: datetime) -> Gathered:
        """What `address`, an http(s) address or a file's path, would give as `source`; asks unconditionally.

        Raises FeedError as `gather`, and `no-file` for a path that cannot be read.
        """
        if address.strip().lower().startswith(("http://", "https://")):
            fetched = await fetch(address, Validators(), now, self._options)
        else:
            body = await asyncio.to_thread(_file, address, self._options.max_bytes)
            fetched = Fetched(body, "", "", Validators(), unchanged=not body.strip())
        return await self._gathered(fetched, source, now)

    async def _gathered(self, fetched: Fetched, source: Source, now: datetime) -> Gathered:
        if fetched.unchanged:
            return Gathered(unchanged=True, moved_to=fetched.moved_to, wait=fetched.wait)
        async with self._turn:
            contents = await asyncio.to_thread(
                read_document, fetched.body, fetched.content_type, fetched.address, source, now
            )
        return Gathered(
            items=contents.items,
            validators=fetched.validators,
            moved_to=fetched.moved_to,
            wait=longest(fetched.wait, contents.wait),
            skipped=contents.skipped,
            title=contents.title,
        )


def read_document(data: bytes, content_type: str, base: str, source: Source, now: datetime) -> Contents:
    """The items of a document; slow, so for a worker thread. Relative links start at `base` ("" if unknown).

    Raises FeedError `html`, `html-with-feed` (a page that names its feed: `address`), `entities`, `unsupported`,
    `malformed`, `too-complex`.
    """
    text = decode(data, content_type)
    try:
        document = recognize(text)
    except FeedError as error:
        if error.code == "html" and (feeds := named_feeds(text, base)):
            raise FeedError("html-with-feed", address=feeds[0]) from error
        raise
    read = read_json if document.form == "json" else read_xml
    found = read(document.text, base, source.language, now)
    items, skipped = found_items(found.entries, source, now)
    return Contents(tuple(items), (*skipped, *found.skipped)[:MOST_SKIPPED], found.wait, found.title)


def _file(path: str, limit: int) -> bytes:
    try:
        with Path(path).expanduser().open("rb") as file:
            body = file.read(limit + 1)
    except (OSError, ValueError, RuntimeError) as error:
        raise FeedError("no-file", path=path[:300]) from error
    if len(body) > limit:
        raise too_big(path[:300], limit)
    return body
