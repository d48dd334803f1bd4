"""Where items come from: one file per kind of feed, and the table of kinds.

To add a kind, write a class with the two members of `kpbot.ports.ContentFeed` and name it in `build_feeds`.
"""

from __future__ import annotations

from kpbot.ports import ContentFeed


def build_feeds(allow_hosts: frozenset[str], user_agent: str) -> dict[str, ContentFeed]:
    """Every kind of feed by its name in config/feeds.toml. `allow_hosts` (`host` or `host:port`) may be private."""
    from content_feeds.options import FeedOptions
    from content_feeds.reserve import Reserve
    from content_feeds.syndication import Syndication

    options = FeedOptions(user_agent=user_agent, allow_hosts=allow_hosts)
    feeds: tuple[ContentFeed, ...] = (Reserve(), Syndication(options))
    return {feed.kind: feed for feed in feeds}
