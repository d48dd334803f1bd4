from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.content import FoundItem, Topic
from kpbot.domain.item_rows import FIELDS, TOPICS, Fault, Told, is_open_host, read_rows
from kpbot.domain.sheets import Row, Sheet
from kpbot.texts import LANGUAGES, say

NAMES = tuple(field.name for field in FIELDS)
GOOD = {"title": "冰面不能走", "summary": "初冬和开春冰面最薄，看着结实也会塌，别抄近路。"}


def sheet(*rows: dict[str, str]) -> Sheet:
    cells = (tuple(row.get(name, "") for name in NAMES) for row in rows)
    columns = {name: at for at, name in enumerate(NAMES)}
    return Sheet("表", NAMES, tuple(Row(number, one) for number, one in enumerate(cells, 2)), columns)


def read(**said: str) -> FoundItem | str:
    (one,) = read_rows([sheet(GOOD | said)])
    return one.found if isinstance(one, Told) else one.code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": ""}, "title"),
        ({"title": "！！！"}, "title"),
        ({"title": "长" * 61}, "long-title"),
        ({"summary": ""}, "summary"),
        ({"summary": "太短了"}, "summary"),
        ({"title": "冰面为什么不能走上去抄近路", "summary": "冰面为什么不能走上去抄近路"}, "summary"),
        ({"summary": "长" * 201}, "long-summary"),
        ({"link": "example.cn/1"}, "link"),
        ({"link": "ftp://example.cn/1"}, "link"),
        ({"link": "见公众号"}, "link"),
        ({"link": "http://192.168.1.5/a"}, "private-link"),
        ({"link": "http://localhost:8000/a"}, "private-link"),
        ({"link": "http://oa.internal/a"}, "private-link"),
        ({"link": "http://[::1]/a"}, "private-link"),
        ({"topic": "养生"}, "topic"),
        ({"publisher": "长" * 31}, "publisher"),
        ({"not_before": "下个月吧"}, "day"),
    ],
)
def test_a_faulty_row_says_what_is_wrong(said: dict[str, str], code: str) -> None:
    assert read(**said) == code


@pytest.mark.parametrize(
    "code",
    [
        "title",
        "long-title",
        "summary",
        "long-summary",
        "link",
        "private-link",
        "topic",
        "publisher",
        "day",
        "duplicate",
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_has_words(code: str, lang: str) -> None:
    assert say(lang, f"feed-skip-row-{code}")


def test_the_words_for_an_unknown_topic_name_them_all() -> None:
    assert all(say("zh-CN", f"topic-{topic}") in say("zh-CN", "feed-skip-row-topic") for topic in Topic)
    assert all(topic in say("en", "feed-skip-row-topic") for topic in Topic)


@pytest.mark.parametrize("topic", Topic)
def test_topics_are_known_as_people_see_them(topic: Topic) -> None:
    assert TOPICS[say("zh-CN", f"topic-{topic}")] is topic
    found = read(topic=f" {say('zh-CN', f'topic-{topic}')}")
    assert isinstance(found, FoundItem)
    assert found.topic is topic


def test_a_row_with_a_link() -> None:
    found = read(link="HTTPS://Example.cn/a?utm_source=x&id=1", publisher="县气象局", not_before="2026/12/1")
    assert isinstance(found, FoundItem)
    assert (found.link, found.identity) == ("https://example.cn/a?id=1", "link:https://example.cn/a?id=1")
    assert (found.publisher, found.not_before, found.body) == ("县气象局", date(2026, 12, 1), "")


def test_without_a_link_the_summary_is_all_there_is_to_read() -> None:
    found = read()
    assert isinstance(found, FoundItem)
    assert found.body == found.summary


def test_the_same_item_twice_is_taken_once() -> None:
    twice = sheet(GOOD, GOOD | {"title": "冰面，不能走！"}, GOOD | {"link": "https://a.cn/1"})
    told = list(read_rows([twice]))
    assert [one.code if isinstance(one, Fault) else "" for one in told] == ["", "duplicate", ""]
    assert [one.row for one in told] == [2, 3, 4]


@pytest.mark.parametrize(
    ("host", "is_open"),
    [
        ("example.cn", True),
        ("8.8.8.8", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("nas", False),
        ("x.local", False),
    ],
)
def test_names_of_the_inside(host: str, is_open: bool) -> None:
    assert is_open_host(host) is is_open


@given(st.lists(st.fixed_dictionaries({name: st.text(max_size=80) for name in NAMES}), max_size=5))
def test_whatever_is_written_every_row_is_answered(rows: list[dict[str, str]]) -> None:
    told = list(read_rows([sheet(*rows)]))
    assert [one.row for one in told] == list(range(2, 2 + len(rows)))
