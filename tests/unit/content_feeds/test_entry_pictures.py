from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from content_feeds.jsonfeed import read_json
from content_feeds.xmlfeed import read_xml

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BASE = "https://example.cn/feed/"


def of_rss(inside: str) -> str:
    spaces = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    item = f"<item><title>题</title><link>https://example.cn/1</link>{inside}</item>"
    read = read_xml(f'<rss version="2.0" {spaces}><channel>{item}</channel></rss>', BASE, "zh-CN", NOW)
    return read.entries[0].picture


@pytest.mark.parametrize(
    ("inside", "picture"),
    [
        ('<enclosure url="https://example.cn/p.jpg" type="image/jpeg" length="1"/>', "https://example.cn/p.jpg"),
        ('<enclosure url="/p.png?x=1" length="1"/>', "https://example.cn/p.png?x=1"),
        ('<enclosure url="https://example.cn/talk.mp3" type="audio/mpeg" length="1"/>', ""),
        ('<media:content url="https://example.cn/m.jpg" medium="image"/>', "https://example.cn/m.jpg"),
        ('<media:content url="https://example.cn/m.mp4" medium="video"/>', ""),
        (
            '<media:group><media:content url="https://example.cn/v.mp4" medium="video"/>'
            '<media:content url="https://example.cn/m.jpg" type="image/png"/></media:group>',
            "https://example.cn/m.jpg",
        ),
        ('<media:thumbnail url="https://example.cn/t.jpg"/>', "https://example.cn/t.jpg"),
        ('<description>&lt;p&gt;&lt;img src="a.jpg"/&gt;文&lt;/p&gt;</description>', "https://example.cn/feed/a.jpg"),
        ("<description>&lt;img data-src='//i.example.cn/a.webp'&gt;</description>", "https://i.example.cn/a.webp"),
        ('<description>&lt;img width="1" height="1" src="https://t.cn/x.gif"&gt;</description>', ""),
        ('<description>&lt;img src="data:image/gif;base64,AAAA"&gt;</description>', ""),
        ('<enclosure url="javascript:alert(1)" type="image/jpeg" length="1"/>', ""),
        ("<description>没有图</description>", ""),
    ],
)
def test_the_picture_of_an_entry(inside: str, picture: str) -> None:
    assert of_rss(inside) == picture


@pytest.mark.parametrize(
    ("said", "picture"),
    [
        ({"image": "https://example.cn/i.jpg"}, "https://example.cn/i.jpg"),
        ({"banner_image": "b.jpg"}, "https://example.cn/feed/b.jpg"),
        ({"attachments": [{"url": "a.jpg", "mime_type": "image/jpeg"}]}, "https://example.cn/feed/a.jpg"),
        ({"attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg"}, 7]}, ""),
        ({"image": {"url": "x"}, "attachments": "x"}, ""),
        ({"content_html": "<img src='c.png'>"}, "https://example.cn/feed/c.png"),
    ],
)
def test_the_picture_of_a_json_item(said: dict[str, object], picture: str) -> None:
    item = {"id": "1", "url": "https://example.cn/1", "title": "题", **said}
    document = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    assert read_json(document, BASE, "zh-CN", NOW).entries[0].picture == picture
