"""Where items come from: one file per kind of feed, and the table of kinds.

To add a kind, write a class with the two members of `kpbot.ports.ContentFeed` and name it in `build_feeds`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kpbot.ports import ContentFeed, Validators, Visit


def build_feeds(allow_hosts: frozenset[str], user_agent: str) -> dict[str, ContentFeed]:
    """Every kind of feed by its name in config/feeds.toml. `allow_hosts` (`host` or `host:port`) may be private."""
    from content_feeds.options import PAGES, FeedOptions
    from content_feeds.pages import Pages
    from content_feeds.reserve import Reserve
    from content_feeds.sheet import SheetFolder
    from content_feeds.syndication import Syndication

    options = FeedOptions(user_agent=user_agent, allow_hosts=allow_hosts)
    feeds: tuple[ContentFeed, ...] = (
        Reserve(),
        Syndication(options),
        Pages(replace(options, accept=PAGES)),
        SheetFolder(),
    )
    return {feed.kind: feed for feed in feeds}


def build_visit(allow_hosts: frozenset[str], user_agent: str) -> Visit:
    """How pictures are fetched: as feeds are, from checked addresses only."""
    from content_feeds.fetching import fetch
    from content_feeds.options import PICTURES, FeedOptions

    options = FeedOptions(user_agent=user_agent, allow_hosts=allow_hosts, accept=PICTURES)

    async def visit(address: str, most_bytes: int, now: datetime) -> bytes:
        return (await fetch(address, Validators(), now, replace(options, max_bytes=most_bytes))).body

    return visit
