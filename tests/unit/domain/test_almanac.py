from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpbot.domain.almanac import SOLAR_TERMS, lunar_days, term_day


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("大雪", 2026, date(2026, 12, 7)),
        ("冬至", 2026, date(2026, 12, 22)),
        ("小寒", 2026, date(2026, 1, 5)),
        ("大寒", 2026, date(2026, 1, 20)),
        ("立春", 2026, date(2026, 2, 4)),
        ("清明", 2026, date(2026, 4, 5)),
        ("霜降", 2026, date(2026, 10, 23)),
        ("秋分", 2028, date(2028, 9, 22)),
    ],
)
def test_terms(name: str, year: int, day: date) -> None:
    assert term_day(name, year) == day


@settings(deadline=None)
@given(st.integers(1990, 2090))
def test_every_year_has_all_terms_half_a_month_apart(year: int) -> None:
    days = sorted(term_day(name, year) for name in SOLAR_TERMS)
    assert len(days) == 24
    assert all(13 <= (later - day).days <= 17 for day, later in pairwise(days))


@pytest.mark.parametrize(
    ("month", "day", "year", "days"),
    [
        (1, 1, 2026, [date(2026, 2, 17)]),
        (1, 15, 2027, [date(2027, 2, 20)]),
        (5, 5, 2026, [date(2026, 6, 19)]),
        (8, 15, 2026, [date(2026, 9, 25)]),
        (12, 30, 2026, [date(2026, 2, 16)]),  # the 29th: that month has no 30th
        (12, 30, 2025, [date(2025, 1, 28)]),
    ],
)
def test_lunar_days(month: int, day: int, year: int, days: list[date]) -> None:
    assert list(lunar_days(month, day, year)) == days
