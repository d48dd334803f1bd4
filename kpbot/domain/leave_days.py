"""The days of a leave as people write them: `3天`, `一周`, `12月1日-12月5日`, `明天`, `12.1到5日`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kpbot.domain.numerals import read_number
from kpbot.domain.plain_text import fold

LONGEST = 366  # days

_LENGTH = re.compile(
    r"(?:请假|请)?\s*(?P<number>[0-9零一二两三四五六七八九十百]{1,5}|半)\s*个?\s*(?P<unit>天|周|星期|礼拜|月|days?|weeks?|months?)"
)
_UNITS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "day": 1, "week": 7, "month": 30}
_WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "today": 0, "tomorrow": 1}
_DATE = re.compile(
    r"(?:(?P<year>20[0-9]{2})\s*[年./-]\s*)?(?:(?P<month>[0-9]{1,2})\s*[月./-]\s*)?(?P<day>[0-9]{1,2})\s*[日号]?"
)
_BETWEEN = re.compile(r"\s*(?:-{1,2}|~|—{1,2}|–|到|至|to|until)\s*")
_BACK = 60  # a day at most so long ago is meant as past; an earlier one as next year's


@dataclass(frozen=True, slots=True)
class Leave:
    """Local days, both included."""

    since: date
    until: date


def read_leave(text: str, today: date) -> Leave | None:
    """The days meant, from `today` (local) where only a length is given; None where it cannot be read, also for
    days in the wrong order. A date without a year is the one nearest to come, or one of the last two months."""
    plain = fold(text).strip()[:60]
    if length := _LENGTH.fullmatch(plain):
        return _of_length(length["number"], length["unit"], today)
    for between in (None, *_BETWEEN.finditer(plain)):
        parts = [plain] if between is None else [plain[: between.start()], plain[between.end() :]]
        first = _day(parts[0], today, None)
        last = _day(parts[-1], today, first) if first else None
        if first and last:
            return Leave(first, last) if first <= last else None
    return None


def _of_length(number: str, unit: str, today: date) -> Leave | None:
    count = read_number(number)
    size = _UNITS[unit.removesuffix("s")]
    if number == "半":
        count, size = (1, 15) if unit == "月" else (None, size)
    if not count:
        return None
    return Leave(today, today + timedelta(days=min(count * size, 10 * LONGEST) - 1))


def _day(text: str, today: date, after: date | None) -> date | None:
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    day = int(match["day"])
    if match["year"]:
        return _date(int(match["year"]), int(match["month"]), day) if match["month"] else None
    if match["month"]:
        earliest = after or today - timedelta(days=_BACK)
        years = (today.year - 1, today.year, today.year + 1, today.year + 2)
        return _first([_date(year, int(match["month"]), day) for year in years], earliest)
    if after is None and text[-1] not in "日号":
        return None  # a lone number is no day
    start = after or today
    following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return _first([_date(first.year, first.month, day) for first in (start, following)], start)


def _first(days: list[date | None], earliest: date) -> date | None:
    return next((day for day in days if day and day >= earliest), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
