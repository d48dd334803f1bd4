"""What every kind of feed promises, whatever it reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_feeds import build_feeds
from kpbot.domain.content import Source
from kpbot.domain.links import canonical_link
from kpbot.ports import ContentFeed, Validators
from tests.fakes.feed_server import feed_server

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DOCUMENTS = Path(__file__).parents[1] / "unit" / "content_feeds" / "documents"
SYNDICATED = [
    "titles-only.xml",
    "link-outside.xml",
    "rss10.rdf",
    "atom.xml",
    "player.xml",
    "shared-guid.xml",
    "feed.json",
]

PAGE = """<html><head><title>冰面不能走</title></head><body><article><p>初冬的冰面看着结实，其实很薄\u202e。</p>
<p>别抄近路，孩子更不能上去玩。</p></article></body></html>"""
SHEET = """标题,摘要,网址
冰面不能走,初冬和开春的冰面最薄，看着结实也会塌。,https://example.cn/ice?utm_source=x
没有网页的一条,没有网页的内容，把摘要整段发出来。,
"""
KINDS = ("reserve", "syndication", "page", "sheet")


@dataclass(frozen=True)
class Case:
    feed: ContentFeed
    source: Source


@pytest.fixture(params=["reserve", "page", "sheet", *SYNDICATED])
async def case(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Case]:
    async with feed_server() as server:
        feeds = build_feeds(server.allowed, "kpbot/test")
        if request.param == "reserve":
            yield Case(feeds["reserve"], Source("reserve", "储备", "reserve", reserve=True, enabled=True))
        elif request.param == "page":
            address = server.serve_versioned("/page", PAGE, '"v1"', "text/html")
            yield Case(feeds["page"], Source("added", "推荐", "added", address))
        elif request.param == "sheet":
            (tmp_path / "a.csv").write_text(SHEET, "utf-8")
            yield Case(feeds["sheet"], Source("sheets", "表格", "sheet", str(tmp_path)))
        else:
            address = server.serve_versioned("/feed", (DOCUMENTS / request.param).read_text("utf-8"), '"v1"')
            yield Case(feeds["syndication"], Source("sample", "样例", "syndication", address))


async def test_items_are_clean_and_tell_themselves_apart(case: Case) -> None:
    gathered = await case.feed.gather(case.source, Validators(), NOW)
    assert gathered.items
    assert not gathered.unchanged
    assert len({item.identity for item in gathered.items}) == len(gathered.items)
    for item in gathered.items:
        assert item.identity
        assert item.title == item.title.strip() != ""
        assert "\n" not in item.title + item.summary
        assert not any(c in item.title + item.summary + item.body for c in "\0\u202e\u2066")
        assert item.link == canonical_link(item.link)
        assert not (item.link and item.slug)
        assert item.link or item.slug or item.body
        assert item.published is None or (item.published <= NOW and item.published.tzinfo is UTC)
        assert item.language
        assert all(1 <= month <= 12 for month in item.season)


async def test_what_has_not_changed_is_not_sent_again(case: Case) -> None:
    first = await case.feed.gather(case.source, Validators(), NOW)
    assert first.validators != Validators()
    again = await case.feed.gather(case.source, first.validators, NOW)
    assert again.unchanged
    assert again.items == ()
    assert again.validators == first.validators


async def test_the_same_document_gives_the_same_items(case: Case) -> None:
    first = await case.feed.gather(case.source, Validators(), NOW)
    second = await case.feed.gather(case.source, Validators(), NOW)
    assert first.items == second.items


def test_kinds_are_the_names_in_the_table() -> None:
    feeds = build_feeds(frozenset(), "kpbot/test")
    assert {name: feed.kind for name, feed in feeds.items()} == {name: name for name in KINDS}
