"""Whether our clock agrees with a platform's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kpbot.platforms import clocks

NOW = datetime(2026, 11, 24, 3, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        ("Tue, 24 Nov 2026 03:00:00 GMT", None),
        ("Tue, 24 Nov 2026 03:02:30 GMT", None),
        ("Tue, 24 Nov 2026 02:57:29 GMT", 151),
        ("Tue, 24 Nov 2026 03:02:31 GMT", 151),
        ("Tue, 24 Nov 2026 11:00:00 +0800", None),
        ("Mon, 23 Nov 2026 03:00:00 GMT", 86_400),
        ("", None),
        ("soon", None),
        ("Tue, 24 Nov 2026 03:00:00", None),  # no zone: says nothing
        ("Tue, 99 Nov 2026 03:00:00 GMT", None),
    ],
)
def test_the_clocks_differ(date: str, seconds: int | None) -> None:
    found = [(one.code, dict(one.values)) for one in clocks.off("qq", date, NOW)]
    assert found == ([] if seconds is None else [("qq-clock", {"seconds": seconds})])
