from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_feeds.options import FeedOptions
from content_feeds.syndication import Syndication
from kpbot.domain.content import Source
from kpbot.ports import FeedError, Gathered, Validators
from tests.fakes.feed_server import Answer, FeedServer, feed_server

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DOCUMENTS = Path(__file__).parent / "documents"
VIDEO = (DOCUMENTS / "player.xml").read_text("utf-8")


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as served:
        yield served


@pytest.fixture
def feed(server: FeedServer) -> Syndication:
    return Syndication(FeedOptions(allow_hosts=server.allowed, timeout=5))


def source(address: str) -> Source:
    return Source("sample", "样例", "syndication", address)


async def test_gather(server: FeedServer, feed: Syndication) -> None:
    server.redirect("/old", "/sub/new", 301)
    new = server.serve(
        "/sub/new", (DOCUMENTS / "relative.xml").read_text("utf-8"), ETag='"1"', Cache_Control="max-age=600"
    )
    gathered = await feed.gather(source(server.url("/old")), Validators(), NOW)
    assert gathered.moved_to == new
    assert gathered.items[0].link == server.url("/news/7")  # relative to where the document was in the end
    assert gathered.wait == timedelta(minutes=10)
    assert gathered.validators == Validators('"1"')
    assert len(gathered.skipped) == 3


async def test_the_longer_of_header_and_document_counts(server: FeedServer, feed: Syndication) -> None:
    address = server.serve("/feed", VIDEO, Cache_Control="max-age=600")  # the document says 60 minutes
    assert (await feed.gather(source(address), Validators(), NOW)).wait == timedelta(hours=1)


async def test_nothing_new(server: FeedServer, feed: Syndication) -> None:
    address = server.serve_versioned("/feed", VIDEO, '"v1"')
    gathered = await feed.gather(source(address), Validators('"v1"'), NOW)
    assert gathered == Gathered(validators=Validators('"v1"'), unchanged=True)


async def test_a_page_behind_a_permanent_redirect_is_an_error(server: FeedServer, feed: Syndication) -> None:
    server.redirect("/feed", "/portal", 301)
    server.serve("/portal", (DOCUMENTS / "page.html").read_text("utf-8"), "text/html")
    with pytest.raises(FeedError) as refused:
        await feed.gather(source(server.url("/feed")), Validators(), NOW)
    assert refused.value.code == "html"


async def test_gathering_reads_no_files(feed: Syndication) -> None:
    with pytest.raises(FeedError) as refused:
        await feed.gather(source(str(DOCUMENTS / "player.xml")), Validators(), NOW)
    assert refused.value.code == "bad-address"


async def test_preview_of_a_file_and_of_an_address_agree(server: FeedServer, feed: Syndication) -> None:
    address = server.serve("/feed", VIDEO, ETag='"1"')
    visited = await feed.preview(address, source(""), NOW)
    from_file = await feed.preview(str(DOCUMENTS / "player.xml"), source(""), NOW)
    assert visited.items == from_file.items != ()


async def test_preview_asks_unconditionally(server: FeedServer, feed: Syndication) -> None:
    address = server.serve_versioned("/feed", VIDEO, '"v1"')
    for _ in range(2):
        assert (await feed.preview(address, source(""), NOW)).items
    assert all("if-none-match" not in asked.headers for asked in server.asked)


async def test_preview_of_what_cannot_be_read(server: FeedServer, feed: Syndication, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.xml", "bad\0name"):
        with pytest.raises(FeedError) as refused:
            await feed.preview(str(path), source(""), NOW)
        assert refused.value.code == "no-file"
    (tmp_path / "empty.xml").write_bytes(b"\n")
    assert (await feed.preview(str(tmp_path / "empty.xml"), source(""), NOW)).unchanged


async def test_preview_of_a_file_too_big(tmp_path: Path) -> None:
    (tmp_path / "big.xml").write_bytes(b"x" * 101)
    with pytest.raises(FeedError) as refused:
        await Syndication(FeedOptions(max_bytes=100)).preview(str(tmp_path / "big.xml"), source(""), NOW)
    assert refused.value.code == "too-big"


async def test_a_full_size_document_ends(server: FeedServer, feed: Syndication) -> None:
    author = f"<author>{'a' * 60_000}</author>"  # an address pattern takes hours over these
    entries = "".join(f"<item><link>https://example.org/{n}</link><title>t</title>{author}</item>" for n in range(245))
    server.pages["/feed"] = Answer(f"<rss><channel>{entries}</channel></rss>".encode())
    gathered = await feed.gather(source(server.url("/feed")), Validators(), NOW)
    assert (len(gathered.items), len(gathered.skipped)) == (200, 45)
