"""Pages from a real server on 127.0.0.1, read by the real process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from content_feeds import page_limits
from content_feeds.fetching import Fetched
from content_feeds.options import PAGES, FeedOptions
from content_feeds.page_reading import Page, read_page
from content_feeds.pages import Pages, found_in, page_text
from kpbot.domain.content import ADDED, FoundItem, Source
from kpbot.ports import FeedError, Validators
from tests.fakes.feed_server import Answer, FeedServer, feed_server

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BODY = """<p>腌菜要腌透二十天以上再吃，亚硝酸盐才会降下来。</p>
<p>开坛后尽快吃完，发霉、变味的都不要吃。</p><p>老人和孩子少吃一些。</p>"""


def page(head: str = "", body: str = BODY, title: str = "腌菜什么时候能吃") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as served:
        yield served


async def gathered(server: FeedServer, address: str, **options: object) -> FoundItem:
    feed = Pages(replace(FeedOptions(allow_hosts=server.allowed, accept=PAGES), **options))  # type: ignore[arg-type]
    source = Source(ADDED, "协调员推荐", ADDED, address)
    (found,) = (await feed.gather(source, Validators(), NOW)).items
    return found


async def test_an_article_becomes_an_item_of_plain_text(server: FeedServer) -> None:
    head = '<meta property="og:site_name" content="清河食品网">'
    head += '<meta property="article:published_time" content="2026-11-20">'
    picture = '<meta property="og:image" content="//img.example.cn/a.jpg">'
    address = server.serve("/a?utm_source=wx&id=3", page(head + picture), "text/html; charset=utf-8")
    found = await gathered(server, address)
    assert found.title == "腌菜什么时候能吃"
    assert found.summary.startswith("腌菜要腌透二十天以上再吃")
    assert found.summary.endswith("。")
    assert "<" not in found.body
    assert found.link == server.url("/a?id=3")
    assert (found.publisher, found.picture) == ("清河食品网", "http://img.example.cn/a.jpg")
    assert found.published == datetime(2026, 11, 19, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content_type", "head"),
    [
        ("text/html; charset=gbk", ""),
        ("text/html", '<meta charset="gb2312">'),
        ("text/html", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("text/html", ""),
        ("text/html; charset=utf-8", ""),  # the server is wrong
    ],
)
async def test_pages_in_gbk_are_read_whoever_says_so(server: FeedServer, content_type: str, head: str) -> None:
    address = server.serve("/gbk", page(head).encode("gbk"), content_type)
    assert (await gathered(server, address)).title == "腌菜什么时候能吃"


async def test_an_article_that_a_script_would_show_is_found(server: FeedServer) -> None:
    hidden = (
        f'<div class="rich" id="js_content" style="visibility: hidden; opacity: 0;"><section>{BODY}</section></div>'
    )
    html = f'<html><head><meta property="og:title" content="腌菜"></head><body>{hidden}</body></html>'
    found = await gathered(server, server.serve("/s", html, "text/html"))
    assert "二十天" in found.body


async def test_a_page_without_an_article_has_a_title_and_no_body(server: FeedServer) -> None:
    html = "<html><head><title>请登录</title></head><body><form><input name=a></form></body></html>"
    found = await gathered(server, server.serve("/login", html, "text/html"))
    assert (found.title, found.body, found.summary) == ("请登录", "", "")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(b"%PDF-1.4", headers={"Content-Type": "application/pdf"}), "page-not-html"),
        (Answer(b"\x89PNG\r\n", headers={"Content-Type": "application/octet-stream"}), "page-not-html"),
        (Answer(b"", headers={"Content-Type": "text/html"}), "page-empty"),
        (Answer(b"<html></html>", headers={"Content-Type": "text/html"}), "page-empty"),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/"}), "private-address"),
        (Answer(status=302, headers={"Location": "http://[::ffff:127.0.0.1]/"}), "private-address"),
        (Answer(b"x" * 10, headers={"Content-Type": "text/html"}, stall_after=5, sized=False), "timeout"),
    ],
)
async def test_what_gives_no_item_says_why(server: FeedServer, answer: Answer, code: str) -> None:
    server.pages["/x"] = answer
    with pytest.raises(FeedError) as refused:
        await gathered(server, server.url("/x"), timeout=0.5)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<html><body>" + "<ul><li>" * 50_000,
        "<" * 3_000_000,
        "<html><head>" + "<meta property='og:title' content='x'>" * 10_000,
        "<!--" * 500_000,
        '<html><head><script type="application/ld+json">' + '{"a":' * 100_000,
    ],
    ids=["nested", "lists", "angles", "metas", "comments", "json"],
)
def test_hostile_pages_end_one_way_or_the_other(html: str) -> None:
    """Not by a crash, and not by a thread that never comes back."""
    with suppress(FeedError):
        assert isinstance(read_page(html, "https://example.cn/"), Page)


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_limits, "PATIENCE", 0.01)
    with pytest.raises(FeedError, match="page-too-heavy"):
        read_page(page(), "https://example.cn/")


def test_the_process_that_reads_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    from content_feeds.page_reading import _environment

    monkeypatch.setenv("KPBOT_TELEGRAM__TOKEN", "secret")
    assert "secret" not in _environment().values()


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2026-11-20", datetime(2026, 11, 19, 16, 0, tzinfo=UTC)),
        ("2031-01-01", NOW),
        ("11/20", None),
        ("", None),
    ],
)
def test_the_day_of_a_page_is_never_in_the_future(date: str, published: datetime | None) -> None:
    found = found_in(Page(title="题目", text="正文一二三四五六七八九十", date=date), "https://a.cn/", "zh-CN", NOW)
    assert found.published == published


def test_what_a_page_says_of_its_encoding_goes_before_a_guess() -> None:
    html = '<html><head><meta charset="shift_jis"></head><body>食品安全 冬天</body></html>'.encode("shift_jis")
    fetched = Fetched(html, "text/html", "https://example.cn/", Validators())
    assert "食品安全 冬天" in page_text(fetched)
