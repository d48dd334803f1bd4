"""What is made to hurt: bounded by counting, never by the clock."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime

import pytest

from content_feeds import feed_parts, sieving, stripping, xmlfeed
from content_feeds.cleaning import MOST_BODY, plain_text
from content_feeds.entries import RawEntry
from content_feeds.jsonfeed import read_json
from content_feeds.repairing import repaired
from content_feeds.sieving import Entry, sieve
from content_feeds.xmlfeed import read_xml
from kpbot.ports import FeedError

NOW = datetime(2026, 11, 23, tzinfo=UTC)
JSON = '{"version": "https://jsonfeed.org/version/1", "items": '


def unordered(entry: Entry) -> float:
    return 0.0


def feed(inside: str) -> str:
    return f"<rss><channel><item><title>t</title>{inside}</item></channel></rss>"


def entry(text: str) -> RawEntry:
    (only,) = read_xml(text, "", "zh-CN", NOW).entries
    return only


@pytest.mark.parametrize(
    "text",
    [feed("<a/>" * 300_000), "<rss>" + "<item/>" * 300_001, feed("<a>" * 300_001), f'<rss {"a" * 100_001}="">'],
    ids=["elements", "items", "depth", "tag"],
)
def test_too_many_tags_are_refused(text: str) -> None:
    with pytest.raises(FeedError) as refused:
        sieve(text, unordered)
    assert refused.value.code == "too-complex"


@pytest.mark.parametrize(
    "text",
    [JSON + "{}," * 300_000, JSON + "[" * 300_001, JSON + "1," * 1_000_001],
    ids=["objects", "depth", "numbers"],
)
def test_too_much_json_is_refused(text: str) -> None:
    with pytest.raises(FeedError) as refused:
        read_json(text, "", "zh-CN", NOW)
    assert refused.value.code == "too-complex"


@pytest.mark.parametrize("text", [JSON + "[" * 200_000, JSON + "9" * 100_000 + "}"])
def test_json_that_breaks_its_parser_is_malformed(text: str) -> None:
    with pytest.raises(FeedError) as refused:
        read_json(text, "", "zh-CN", NOW)
    assert refused.value.code == "malformed"


def test_parts_are_cut_before_anything_slow_sees_them() -> None:
    only = entry(feed(f"<author>{'a' * 50_000}</author><description>{'字' * 100_000}</description>"))
    assert 0 < len(only.author) <= feed_parts.SHORT
    assert max(len(text) for text, _ in only.bodies) == feed_parts.LONG - len("<description>")


def test_an_entry_has_few_parts() -> None:
    sieved = sieve(feed("<author>x</author>" * 5_000), unordered)
    assert sieved.xml.count(b"<author>") == sieving._MOST_PARTS - 1  # the title is one, too


@pytest.mark.parametrize(
    "faulty",
    [
        "<creativeCommons:license/>",
        "<gml:pos>1 2</gml:pos>",
        "<georss:line>1</georss:line>",
        "<psc:chapter start='x'/>",
        "<description><gml:pos>1 2</gml:pos></description>",
    ],
)
def test_what_the_interpreter_stumbles_over_never_reaches_it(faulty: str) -> None:
    spaces = {
        "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
        "gml": "http://www.opengis.net/gml",
        "georss": "http://www.georss.org/georss",
        "psc": "http://podlove.org/simple-chapters",
    }
    declared = "".join(f" xmlns:{prefix}='{space}'" for prefix, space in spaces.items())
    whole = feed(f"{faulty}<link>https://example.cn/1</link>").replace("<rss", f"<rss{declared}")
    assert entry(whole).link == "https://example.cn/1"


@pytest.mark.parametrize(
    "declared",
    [
        "xmlns:a='urn:x y z'",
        "xmlns:a=''",
        "xmlns=''",
        "xmlns:xml='urn:x'",
        "xmlns:a='http://www.w3.org/XML/1998/namespace'",
        "xmlns:xmlns='urn:x'",
    ],
)
def test_odd_namespaces_cost_nothing(declared: str) -> None:
    whole = feed("<a:b>x</a:b><a:title>y</a:title><link>https://example.cn/1</link>").replace(
        "<rss", f"<rss {declared}"
    )
    assert entry(whole).link == "https://example.cn/1"


def test_the_parser_that_guesses_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = sieving.Sieved(b"<rss><channel><item></rss>", 1, (), ())
    monkeypatch.setattr(xmlfeed, "sieve", lambda *_: broken)
    with pytest.raises(FeedError, match="malformed"):
        read_xml(feed(""), "", "zh-CN", NOW)


def test_unknown_elements_in_an_article_leave_their_text() -> None:
    body = "<content type='xhtml'><div>前<x:note xmlns:x='urn:x'>中</x:note><script>no</script>后</div></content>"
    (text, _), *_ = entry(f"<feed><entry><title>t</title>{body}</entry></feed>").bodies
    assert plain_text(text) == "前中后"


def test_depth_is_flattened() -> None:
    sieved = sieve(feed("<description>" + "<b>" * 5_000 + "x" + "</b>" * 5_000 + "</description>"), unordered)
    assert sieved.entries == 1
    assert sieved.xml.count(b"<b>") < sieving._DEEPEST


def test_many_faulty_entries_end_the_reading() -> None:
    text = "<rss><channel>" + "<item><title>x</b></item>" * 1_000 + "</channel></rss>"
    with pytest.raises(FeedError) as refused:
        sieve(text, unordered)
    assert refused.value.code == "malformed"


def test_what_passes_the_sieve_is_well_formed() -> None:
    from xml.dom.minidom import parseString

    sieved = sieve("<x:rss a='1'><channel><item><title>a<b</title></item><item y:z='&amp;'>ok</item>", unordered)
    assert len(parseString(sieved.xml).getElementsByTagName("item")) == sieved.entries == 1


def test_repairing_leaves_cdata_and_mends_the_rest() -> None:
    text = "<a>x & y &nbsp;&copy;&bogus; &amp; &#0;&#x41;\x00<![CDATA[& &nbsp;]]></a>"
    assert repaired(text) == "<a>x &amp; y \xa0©&amp;bogus; &amp; &#x41;<![CDATA[& &nbsp;]]></a>"


@pytest.mark.parametrize("unit", ["<b>", "<div>", "<font size=1><p>", "<script>", "<svg>", '<a "', "<!--", "<", "&lt;"])
def test_tags_by_the_thousand_stay_small(unit: str) -> None:
    markup = unit * (60_000 // len(unit)) + "正文"
    tracemalloc.start()
    text = plain_text(markup)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(text) <= MOST_BODY
    assert peak < 20_000_000


def test_text_behind_too_many_tags_is_dropped() -> None:
    assert stripping.stripped("<b>x</b>" * 5_000) == "x" * (stripping.MOST_TAGS // 2)
