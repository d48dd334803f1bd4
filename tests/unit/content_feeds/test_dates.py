from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_feeds.dates import CHINA, published, read_date, zone_of

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

CASES = [
    ("2020/1/10 14:33:00", "2020-01-10 06:33:00"),
    ("2020-01-10 14:33", "2020-01-10 06:33:00"),
    ("2020.1.10", "2020-01-09 16:00:00"),
    ("2020年1月10日 14:33", "2020-01-10 06:33:00"),
    ("2020年1月10日下午2点33分", "2020-01-10 06:33:00"),
    ("2020年01月10日 星期五 14:33:05", "2020-01-10 06:33:05"),
    ("2020-1-10 上午 9:05", "2020-01-10 01:05:00"),
    ("2020-1-10 凌晨12:05", "2020-01-09 16:05:00"),
    ("2020-1-10 中午12:05", "2020-01-10 04:05:00"),
    ("2020-1-10 晚上 9:05", "2020-01-10 13:05:00"),
    ("周五, 10 1月 2020 14:33:00 +0800", "2020-01-10 06:33:00"),
    ("星期五, 10 Jan 2020 14:33:00", "2020-01-10 06:33:00"),
    ("Fri, 10 Jan 2020 14:33:00 +0800", "2020-01-10 06:33:00"),
    ("Fri, 10 Jan 2020 14:33:00 GMT", "2020-01-10 14:33:00"),
    ("Fri, 07 Feb 2020 07:46:21 EST", "2020-02-07 12:46:21"),
    ("Thu, 07 Dec 17 10:00:29 -0800", "2017-12-07 18:00:29"),
    ("10 January 2020 14:33 UT", "2020-01-10 14:33:00"),
    ("Fri, 10 Jan 2020", "2020-01-09 16:00:00"),
    ("Fri Jan 10 14:33:00 CST 2020", "2020-01-10 06:33:00"),
    ("Jan 10, 2020 2:33 PM", "2020-01-10 06:33:00"),
    ("January 10th, 2020", "2020-01-09 16:00:00"),
    ("2020-01-10T14:33:00Z", "2020-01-10 14:33:00"),
    ("2020-01-10T14:33:00.123Z", "2020-01-10 14:33:00"),
    ("2020-01-10T14:33:00+08:00", "2020-01-10 06:33:00"),
    ("2020-01-10T14:33:00-0330", "2020-01-10 18:03:00"),
    ("2020-01-10T14:33:00", "2020-01-10 06:33:00"),
    ("20200110T143300Z", "2020-01-10 14:33:00"),
    ("2020-01-10", "2020-01-09 16:00:00"),
    ("2020-01-10 14:33:00 北京时间", "2020-01-10 06:33:00"),
    ("Fri Jan 10 2020 14:33:00 GMT+0800 (中国标准时间)", "2020-01-10 06:33:00"),
    ("1578638000", "2020-01-10 06:33:20"),
    ("1578638000123", "2020-01-10 06:33:20"),
    ("  2020-01-10 14:33:00\n", "2020-01-10 06:33:00"),
]


@pytest.mark.parametrize(("text", "utc"), CASES)
def test_read_date_in_a_chinese_source(text: str, utc: str) -> None:
    found = read_date(text, CHINA)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M:%S}" == utc
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    ["", "昨天", "soon", "2020/13/40", "30 Feb 2020", "2020-02-30", "Fri, 10 Foo 2020", "1970-01-01T00:00:00Z", "0",
     "0001-01-01T00:00:00", "2020-01-10 25:61", "9" * 5000, "10/01/2020", "+", "年月日"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert read_date(text, CHINA) is None


def test_central_time_is_chinas_only_in_a_chinese_source() -> None:
    text = "Fri Jan 10 14:33:00 CST 2020"
    assert read_date(text, UTC) == datetime(2020, 1, 10, 20, 33, tzinfo=UTC)


def test_zoneless_time_follows_the_sources_language() -> None:
    text = "2020-01-10 14:33:00"
    assert read_date(text, zone_of("zh-TW")) == datetime(2020, 1, 10, 6, 33, tzinfo=UTC)
    assert read_date(text, zone_of("en")) == datetime(2020, 1, 10, 14, 33, tzinfo=UTC)


def test_the_first_readable_date_counts_and_never_lies_ahead() -> None:
    assert published(["soon", "2020-01-10T00:00:00Z", "2021-01-01"], UTC, NOW) == datetime(2020, 1, 10, tzinfo=UTC)
    assert published(["2099-01-01T00:00:00Z"], UTC, NOW) == NOW
    assert published(["soon", ""], UTC, NOW) is None


@given(st.datetimes(datetime(1991, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001
def test_whatever_form_a_moment_is_written_in_it_is_the_same(naive: datetime) -> None:
    moment = naive.replace(microsecond=0, tzinfo=CHINA)
    forms = [
        moment.isoformat(),
        f"{moment:%a, %d %b %Y %H:%M:%S %z}",
        f"{moment.year}/{moment.month}/{moment.day} {moment:%H:%M:%S}",
        f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}",
    ]
    assert {read_date(form, CHINA) for form in forms} == {moment.astimezone(UTC)}


@given(st.text("0123456789-/:.T年月日下午 +ZGMTjan", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = read_date(text, CHINA)
    assert found is None or found.tzinfo is UTC
