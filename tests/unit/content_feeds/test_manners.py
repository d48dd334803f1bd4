from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from content_feeds.manners import Hop, longest, moved_to, pause, retry_after, time_to_live

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", 2 * MINUTE),
        ("Mon, 23 Nov 2026 01:10:00 GMT", 10 * MINUTE),
        ("Mon, 23 Nov 2026 09:10:00 +0800", 10 * MINUTE),
        ("99999999999999999999", DAY),
        ("Mon, 23 Nov 2099 01:10:00 GMT", DAY),
        ("Mon, 23 Nov 2020 01:10:00 GMT", None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(value: str, wait: timedelta | None) -> None:
    assert retry_after(value, NOW) == wait


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"cache-control": "max-age=600"}, 10 * MINUTE),
        ({"cache-control": 'private, Max-Age="600"'}, 10 * MINUTE),
        ({"cache-control": "max-age=600, no-cache"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=999999999"}, DAY),
        ({"cache-control": "max-age=600", "retry-after": "120"}, 2 * MINUTE),
        ({}, None),
    ],
)
def test_pause(headers: dict[str, str], wait: timedelta | None) -> None:
    assert pause(headers, NOW) == wait


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "wait"),
    [
        ("60", "", "", 60 * MINUTE),
        (" 60\n", "daily", "1", 60 * MINUTE),
        ("", "hourly", "", 60 * MINUTE),
        ("", " daily ", " 4 ", 360 * MINUTE),
        ("", "weekly", "1", DAY),
        ("", "daily", "0", DAY),
        ("0", "", "", None),
        ("often", "sometimes", "", None),
        ("9999999", "", "", DAY),
    ],
)
def test_time_to_live(ttl: str, period: str, frequency: str, wait: timedelta | None) -> None:
    assert time_to_live(ttl, period, frequency) == wait


def test_https_is_not_given_up() -> None:
    down = Hop(301, "https://example.org/", "http://example.org/")
    up = Hop(301, "http://example.org/", "https://example.org/")
    assert moved_to([up]) == "https://example.org/"
    assert moved_to([up, down]) == "https://example.org/"
    assert moved_to([down]) == moved_to([]) == ""


def test_longest() -> None:
    assert longest(None, MINUTE, DAY) == DAY
    assert longest(None, None) is None
