"""Look-alikes of what publishers really send, each with its peculiarity."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_feeds.syndication import Contents, read_document
from kpbot.domain.content import Source
from kpbot.ports import FeedError

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
SOURCE = Source("sample", "样例", "syndication")
DOCUMENTS = Path(__file__).parent / "documents"
BASE = "https://feeds.example.org/all/feed.xml"


def read(name: str, source: Source = SOURCE, base: str = BASE) -> Contents:
    return read_bytes((DOCUMENTS / name).read_bytes(), source, base)


def read_bytes(data: bytes, source: Source = SOURCE, base: str = BASE) -> Contents:
    return read_document(data, "text/xml", base, source, NOW)


def test_titles_only() -> None:
    first, second = read("titles-only.xml").items
    assert (first.title, first.body, first.summary) == ('雷雨天，别在树下"躲雨"', "", "")
    assert first.identity == "link:https://mp.weixin.qq.com/s/aB3_sample-1"
    assert first.published == datetime(2026, 11, 19, 2, 1, 19, tzinfo=UTC)
    assert second.language == "zh-CN"


def test_link_outside_its_element() -> None:
    contents = read("link-outside.xml")
    (item,) = contents.items
    assert item.link == "https://radio.example.org/bees?id=7&lang=zh"
    assert item.identity == "guid:7F3A"
    assert item.summary == "蜜蜂靠太阳的位置和地面的景物认路。阴天的时候，它们还能看出天空中光线的方向。"
    assert item.language == "zh-CN"  # whatever the feed declares
    assert contents.wait == timedelta(minutes=45)


def test_rss_1() -> None:
    contents = read("rss10.rdf")
    (item,) = contents.items
    assert (item.title, item.author) == ("小麦的根怎样找水", "张三")
    assert item.link == "http://plants.example.org/1"
    assert item.published == datetime(2026, 11, 9, 16, tzinfo=UTC)  # a day is its midnight in China
    assert contents.wait == timedelta(hours=6)


def test_atom() -> None:
    html, xhtml = read("atom.xml").items
    assert html.link == "https://blog.example.org/2026/11/hands.html"
    assert html.body == "用流动的水洗手就好，不必太热。\n打上肥皂搓二十秒，指缝和指甲都要搓到。"
    assert html.published == datetime(2026, 11, 11, 1, 7, 36, tzinfo=UTC)
    assert (html.author, html.language) == ("李四", "zh-CN")
    assert (xhtml.title, xhtml.body) == ("pH<7 是什么意思", "小于七是酸性。\n大于七是碱性。")
    assert xhtml.published == datetime(2026, 11, 12, 2, 40, 15, tzinfo=UTC)


def test_rss_091_with_its_doctype_and_bare_ampersands() -> None:
    (item,) = read("rss091.xml", Source("old", "Old", "syndication", language="en")).items
    assert (item.title, item.language, item.published) == ("Café & health", "en", None)
    assert item.link == "http://old.example.org/a?x=1&y=2"
    assert item.summary == "Coffee — how much is too much? Two cups are fine."


def test_a_faulty_entry_costs_only_itself() -> None:
    contents = read("faulty-entry.xml")
    assert [item.title for item in contents.items] == ["第一条", "第三条"]
    assert contents.skipped == (("第二条坏了", "broken"), ("第四条被截断", "broken"))


def test_broken_root_and_undeclared_prefixes() -> None:
    first, second = read("no-declarations.xml").items
    assert (first.title, first.summary) == ("前缀没有声明", "照样能读。")
    assert second.author == "王五"
    assert second.published == datetime(2026, 1, 5, 10, tzinfo=UTC)  # pubDate is no date; dc:date counts seconds


def test_player_in_the_description() -> None:
    (item,) = read("player.xml").items
    assert item.body == "冰面上有一层很薄的水，鞋底抓不住地。"
    assert item.author == "样例频道"


def test_the_page_itself_and_not_who_counts_clicks() -> None:
    contents = read("counted-clicks.xml")
    item, advertisement = contents.items
    assert item.link == "http://health.example.cn/falls.html"
    assert item.body == item.summary == "浴室铺防滑垫，夜里留一盏小灯。"
    assert item.published == datetime(2026, 11, 17, 15, 33, tzinfo=UTC)
    assert (advertisement.body, advertisement.summary) == ("", ""), "nothing to say: the gate refuses it"
    assert contents.title == "健康一刻钟 & 营养"


def test_a_media_group_tells_what_the_entry_does_not() -> None:
    contents = read("media-group.xml")
    (item,) = contents.items
    assert (item.title, item.body) == ("别上冰", "冰面看着厚，中间可能很薄。")
    assert item.published == datetime(2026, 11, 20, tzinfo=UTC)
    assert contents.skipped == (("没有链接", "no-link"),)


def test_links_relative_to_where_the_document_was() -> None:
    contents = read("relative.xml")
    first, untitled = contents.items
    assert (first.link, first.identity) == ("https://feeds.example.org/news/7", "guid:n7")
    assert first.published == datetime(2026, 11, 7, 18, 0, 29, tzinfo=UTC)
    assert (untitled.title, untitled.link) == ("没有标题，只有一句话。还有第二句。", "https://example.org/perma")
    assert [code for _, code in contents.skipped] == ["bad-link", "no-link", "empty"]
    assert "bad-link" in [code for title, code in read("relative.xml", base="").skipped if title == "相对链接"]


def test_a_guid_shared_by_different_pages_is_no_identity() -> None:
    contents = read("shared-guid.xml")
    assert [item.identity for item in contents.items] == [
        "link:https://example.org/1",
        "link:https://example.org/2",
        "guid:own",
    ]
    assert contents.skipped == (("丙又来", "duplicate"),)


def test_json_feed() -> None:
    contents = read("feed.json", base="https://example.org/f/feed.json")
    first, second = contents.items
    assert (first.identity, first.link, first.author) == ("guid:41", "https://example.org/f/a/41", "赵六")
    assert (first.title, first.body) == ("如果 a<b 怎么办", "数学课上学过。")
    assert (second.title, second.body) == ("长明灯", "纯文字 <不是标签>。")
    assert second.published == datetime(2026, 11, 9, 12, tzinfo=UTC)
    assert contents.skipped == (("https://example.org/43", "empty"),)


def test_json_feed_in_gbk() -> None:
    text = (DOCUMENTS / "feed.json").read_text("utf-8")
    assert read_bytes(text.encode("gbk")).items == read("feed.json").items


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030", "utf-8", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_forum_in_any_encoding_with_its_own_dates(encoding: str, declared: bool) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if declared else ""
    text = (
        f'{declaration}<rss version="2.0"><channel><title>农友论坛</title><item><title>白菜窖藏要通风</title>'
        "<link>http://bbs.example.org/show.asp?Board=1&amp;ID=9&amp;Page=1</link><author>老王</author>"
        "<pubDate>2026/1/10 14:33:00</pubDate><description><![CDATA[<p>白菜窖藏要通风</p><p>地窖每隔几天开门换气，"
        "烂叶子及时拣出来。</p>]]></description></item></channel></rss>"
    )
    (item,) = read_bytes(text.encode(encoding)).items
    assert (item.title, item.author) == ("白菜窖藏要通风", "老王")
    assert item.body == "地窖每隔几天开门换气，烂叶子及时拣出来。"
    assert item.link == "http://bbs.example.org/show.asp?Board=1&ID=9&Page=1"
    assert item.published == datetime(2026, 1, 10, 6, 33, tzinfo=UTC)


def test_a_feed_without_entries_is_no_error() -> None:
    assert read("empty.xml") == Contents((), (), None)


@pytest.mark.parametrize(("name", "code"), [("page.html", "html"), ("sitemap.xml", "unsupported")])
def test_what_is_no_feed_is_refused(name: str, code: str) -> None:
    with pytest.raises(FeedError) as refused:
        read(name)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss/>', "entities"),
        ('<?xml version="1.0"?><!-- x --><!doctype rss [ ]><rss/>', "entities"),
        ("<!DOCTYPE rss", "entities"),
        ("<html><body>rss</body></html>", "html"),
        ("<HTML>", "html"),
        ("Fatal error: no database", "malformed"),
        ("<?xml version='1.0'?>", "malformed"),
        ("<!-- never closed", "malformed"),
        ("<rss><channel><title>cut", "malformed"),
        ("<rss><channel></wrong>", "malformed"),
        ("[1, 2]", "unsupported"),
        ('{"version": "1"}', "unsupported"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "unsupported"),
        ('{"version": ', "malformed"),
        ("<opml/>", "unsupported"),
        ("\0\0\0\0", "malformed"),
    ],
)
def test_refusals(text: str, code: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(FeedError) as refused:
            read_bytes(text.encode(encoding))
        assert refused.value.code == code


def test_warnings_printed_before_the_document_do_no_harm() -> None:
    text = "Notice: something is deprecated\n" + (DOCUMENTS / "titles-only.xml").read_text("utf-8")
    assert read_bytes(text.encode()).items == read("titles-only.xml").items


def test_future_dates_count_as_now() -> None:
    text = (DOCUMENTS / "player.xml").read_text("utf-8").replace("07 Nov 2026", "07 Nov 2036")
    assert read_bytes(text.encode()).items[0].published == NOW


def test_the_newest_200_wherever_they_stand() -> None:
    entries = "".join(
        f"<item><title>第{n}条</title><link>https://example.org/{n}</link><pubDate>{date:%Y-%m-%d %H:%M}</pubDate>"
        "</item>"
        for n, date in ((n, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n)) for n in range(260))
    )
    contents = read_bytes(f"<rss><channel>{entries}</channel></rss>".encode())
    assert [item.title for item in contents.items] == [f"第{n}条" for n in range(60, 260)]
    assert contents.skipped == tuple((f"第{n}条", "older") for n in range(60))


def test_the_newest_200_of_a_json_feed() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    items = [
        {
            "id": n,
            "url": f"https://example.org/{n}",
            "title": f"第{n}条",
            "date_published": f"{start + timedelta(hours=n)}",
        }
        for n in range(230)
    ]
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    contents = read_bytes(text.encode())
    assert [item.title for item in contents.items] == [f"第{n}条" for n in range(30, 230)]
    assert contents.skipped == tuple((f"第{n}条", "older") for n in range(30))
