from datetime import UTC, date, datetime, timedelta

import pytest

from kpbot.domain.source_trouble import Trouble, failing, patience, silent

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("errors", "error", "gone", "expected"),
    [
        (0, "", False, None),
        (2, "timeout", False, None),
        (3, "timeout", False, Trouble.FAILING),
        (1, "gone", True, Trouble.GONE),
        (1, "private-address", False, Trouble.FAILING),
        (1, "bad-address", False, Trouble.FAILING),
        (1, "html", False, None),
    ],
)
def test_when_errors_are_trouble(errors: int, error: str, gone: bool, expected: Trouble | None) -> None:
    assert failing(errors, error, gone=gone) is expected


@pytest.mark.parametrize(
    ("every", "count", "days"),
    [(1, 20, 30), (7, 10, 30), (14, 6, 42), (30, 4, 90), (1, 2, 90), (7, 0, 90), (300, 4, 365)],
)
def test_patience_follows_the_rhythm(every: int, count: int, days: int) -> None:
    assert patience([TODAY - timedelta(days=every * n) for n in range(count)]) == timedelta(days=days)


def test_many_on_one_day_are_no_rhythm() -> None:
    assert patience([TODAY] * 30) == timedelta(days=90)


def test_silence_begins_when_patience_ends() -> None:
    daily = [TODAY - timedelta(days=n) for n in range(10)]
    assert not silent(NOW - timedelta(days=30), daily, NOW)
    assert silent(NOW - timedelta(days=30, seconds=1), daily, NOW)
