"""The traditional calendar, reckoned: solar terms and days of the lunar calendar, as local days of China."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

SOLAR_TERMS: Mapping[str, str] = {
    "立春": "start-of-spring",
    "雨水": "rain-water",
    "惊蛰": "awakening-of-insects",
    "春分": "spring-equinox",
    "清明": "clear-and-bright",
    "谷雨": "grain-rain",
    "立夏": "start-of-summer",
    "小满": "grain-buds",
    "芒种": "grain-in-ear",
    "夏至": "summer-solstice",
    "小暑": "minor-heat",
    "大暑": "major-heat",
    "立秋": "start-of-autumn",
    "处暑": "end-of-heat",
    "白露": "white-dew",
    "秋分": "autumn-equinox",
    "寒露": "cold-dew",
    "霜降": "frosts-descent",
    "立冬": "start-of-winter",
    "小雪": "minor-snow",
    "大雪": "major-snow",
    "冬至": "winter-solstice",
    "小寒": "minor-cold",
    "大寒": "major-cold",
}
"""The 24 terms from February on, each with the key under which texts name it."""


def term_day(name: str, year: int) -> date:
    """The day of a solar term in a year of our calendar. Raises KeyError for a name that is none."""
    return _terms(year)[name]


@lru_cache(maxsize=64)
def _terms(year: int) -> dict[str, date]:
    # A table goes from one winter to the next; its own names are those of the first, so December is in the next table.
    tables = [_table(one) for one in (year, year + 1)]
    found = ((name, table[name]) for name in SOLAR_TERMS for table in tables)
    return {name: date(year, at.getMonth(), at.getDay()) for name, at in found if at.getYear() == year}


@lru_cache(maxsize=64)
def _table(year: int) -> Mapping[str, Any]:
    from lunar_python import Solar

    table: Mapping[str, Any] = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()
    return table


@lru_cache(maxsize=512)
def lunar_days(month: int, day: int, year: int) -> tuple[date, ...]:
    """The days of a year of our calendar that are this day of the lunar one: as a rule one, sometimes none or two
    of the last lunar month. Day 30 stands for the last day of a month, be it the 29th: New Year's Eve is 12, 30."""
    return tuple(found for lunar in (year - 1, year) if (found := _solar(lunar, month, day)).year == year)


def _solar(year: int, month: int, day: int) -> date:
    first, last = _months(year)[month]
    return first + timedelta(days=min(day, last) - 1)


@lru_cache(maxsize=64)
def _months(year: int) -> Mapping[int, tuple[date, int]]:
    """The first day of each month of a lunar year, and its number of days; leap months are below 0."""
    from lunar_python import LunarYear, Solar

    months = [(one, Solar.fromJulianDay(one.getFirstJulianDay())) for one in LunarYear.fromYear(year).getMonthsInYear()]
    return {
        one.getMonth(): (date(first.getYear(), first.getMonth(), first.getDay()), one.getDayCount())
        for one, first in months
    }
