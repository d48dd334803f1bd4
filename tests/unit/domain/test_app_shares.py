"""What lines of the official app's export say, and whose they are."""

from datetime import date
from typing import Any

import pytest

from kpbot.domain.app_shares import (
    FIELDS,
    Held,
    Line,
    Match,
    Nobody,
    Officers,
    Unusable,
    destination_of,
    is_same_unit,
    read_count,
    read_day,
    read_line,
    what_of,
)
from kpbot.domain.shares import Destination

TODAY, OLDEST = date(2026, 11, 23), date(2025, 11, 23)
TUESDAY = date(2026, 11, 17)


def line(**said: Any) -> Line | Unusable | None:
    cells = {"person": "李", "day": "2026-11-17", "title": "冬天防滑"} | said
    return read_line(lambda name: cells.get(name, ""), TODAY, OLDEST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-17", TUESDAY),
        ("2026-11-17 08:30:11", TUESDAY),
        ("2026-11-17T08:30", TUESDAY),
        ("2026/11/7", date(2026, 11, 7)),
        ("２０２６．１１．１７", TUESDAY),
        ("2026年11月17日 上午", TUESDAY),
        ("20261117", TUESDAY),
        ("11月17日", TUESDAY),
        ("2026-13-01", None),
        ("2026-11-177", None),
        ("上周", None),
        ("", None),
    ],
)
def test_days(text: str, expected: date | None) -> None:
    assert read_day(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("3", 3), ("３次", 3), ("3 篇", 3), ("0", 0), ("", None), ("三次以上", None), ("3.5", None)]
)
def test_counts(text: str, expected: int | None) -> None:
    assert read_count(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("", None),
        ("微信", Destination.WECHAT),
        ("微信好友", Destination.WECHAT),
        ("微信 朋友圈", Destination.MOMENTS),
        ("ＱＱ好友", Destination.QQ),
        ("新浪微博", Destination.WEIBO),
        ("钉钉", Destination.OTHER),
    ],
)
def test_channels(word: str, expected: Destination | None) -> None:
    assert destination_of(word) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"person": " "}, Unusable.NO_PERSON),
        ({"person": "——"}, Unusable.NO_PERSON),
        ({"day": "不详"}, Unusable.NO_DAY),
        ({"day": "2026-11-24"}, Unusable.NOT_YET),
        ({"day": "2025-11-22"}, Unusable.TOO_OLD),
        ({"title": ""}, Unusable.NOTHING),
        ({"title": "", "count": "很多"}, Unusable.NOTHING),
        ({"title": "", "count": "201"}, Unusable.TOO_MANY),
        ({"title": "", "count": "0"}, None),
    ],
)
def test_lines_that_are_not_loaded(said: dict[str, str], expected: Unusable | None) -> None:
    assert line(**said) is expected


def test_a_line() -> None:
    read = line(person=" 李  ", unit="槐树村", link="https://a.cn/x?utm_source=app", destination="微博", count="5")
    assert isinstance(read, Line)
    assert (read.person, read.day, read.link, read.count) == ("李", TUESDAY, "https://a.cn/x", 5)
    assert (read.destination, what_of(read.reference)) == (Destination.WEIBO, read.what)


def test_the_same_item_is_called_the_same_in_every_export() -> None:
    one, other, third = line(title="冬天防滑！"), line(title="冬 天 防滑", destination="微信"), line(title="夏天防溺水")
    assert isinstance(one, Line)
    assert isinstance(other, Line)
    assert isinstance(third, Line)
    assert one.what == other.what != third.what
    assert one.reference != other.reference
    counting = line(title="", count="3")
    assert isinstance(counting, Line)
    assert (counting.what, what_of(counting.reference)) == ("", "")


LI = Held(1, 10, "李", "槐树村", date(2026, 1, 1), None)
SECOND_LI = Held(2, 11, "李", "第一小学", date(2026, 2, 1), None)
LI_AGAIN = Held(3, 10, "李", "东关社区", date(2026, 3, 1), None)  # the first one's second post
GONE = Held(4, 12, "欧阳·娜", "东关社区", date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("held", "said", "expected"),
    [
        ([LI], {}, Match(1)),
        ([LI], {"person": "Ｌi"}, Match(why=Nobody.UNKNOWN)),
        ([LI], {"unit": "演示市青禾县槐树村"}, Match(1)),
        ([LI], {"unit": "槐花社区"}, Match(1)),  # nobody's name for a unit here: the app may call it otherwise
        ([LI], {"unit": "第一小学"}, Match(why=Nobody.ELSEWHERE, others=("槐树村",))),
        ([LI, SECOND_LI], {}, Match(why=Nobody.SEVERAL, others=("槐树村", "第一小学"))),
        ([LI, SECOND_LI], {"unit": "第一 小学"}, Match(2)),
        ([LI_AGAIN, LI], {}, Match(1)),  # one person: the post held longest
        ([LI_AGAIN, LI], {"unit": "东关社区"}, Match(3)),
        ([LI_AGAIN, LI], {"day": "2026-02-01"}, Match(1)),
        ([GONE], {"person": "欧阳娜"}, Match(why=Nobody.NOT_THEN, others=("东关社区",))),
        ([GONE], {"person": "欧阳 娜", "day": "2026-06-30"}, Match(4)),
    ],
)
def test_whose_a_line_is(held: list[Held], said: dict[str, str], expected: Match) -> None:
    read = line(**said)
    assert isinstance(read, Line)
    assert Officers(held, ["槐树村", "第一小学", "东关社区"]).match(read) == expected


def test_units() -> None:
    assert not is_same_unit("", "")
    assert not is_same_unit("槐树村", "柳树村")


def test_no_heading_means_two_things() -> None:
    headings = [heading.casefold() for field in FIELDS for heading in field.headings]
    assert len(headings) == len(set(headings))
