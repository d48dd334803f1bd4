from datetime import UTC, datetime

import pytest

from content_feeds.alternates import named_feeds
from content_feeds.syndication import read_document
from kpbot.domain.content import Source
from kpbot.ports import FeedError

BASE = "https://example.cn/news/index.html"
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
RSS = '<link rel="alternate" type="application/rss+xml" title="科普" href="{}">'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (RSS.format("/rss.xml"), ["https://example.cn/rss.xml"]),
        (RSS.format("feed?a=1&amp;b=2"), ["https://example.cn/news/feed?a=1&b=2"]),
        (RSS.format("//other.example/rss"), ["https://other.example/rss"]),
        (
            "<LINK TYPE='application/atom+xml' HREF=atom.xml REL='home alternate' />",
            ["https://example.cn/news/atom.xml"],
        ),
        (RSS.format("/a") + RSS.format("/b") + RSS.format("/a"), ["https://example.cn/a", "https://example.cn/b"]),
        ('<link rel="stylesheet" type="text/css" href="/x.css">', []),
        ('<link rel="alternate" hreflang="en" href="/en/">', []),
        (RSS.format("javascript:alert(1)"), []),
        (RSS.format("http://[::1"), []),
        ('<link rel="alternate" type="application/rss+xml">', []),
        ("<link " + "a=b " * 100_000, []),
    ],
)
def test_feeds_a_page_names(page: str, expected: list[str]) -> None:
    assert named_feeds(f"<html><head>{page}</head></html>", BASE) == expected


def test_a_page_in_place_of_a_feed_says_where_the_feed_is() -> None:
    page = f"<!DOCTYPE html><html><head>{RSS.format('/rss.xml')}</head></html>".encode("gbk")
    with pytest.raises(FeedError, match="html-with-feed") as refused:
        read_document(page, "text/html; charset=gbk", BASE, Source("k", "n", "syndication"), NOW)
    assert refused.value.details == {"address": "https://example.cn/rss.xml"}
