"""When an entry was published, read our own way: feed libraries take 2020/1/10 for the first of November, and
zone-less Chinese times for UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No feed is older; what claims to be (1970, year 1) has no date at all."""

_LONGEST = 100
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_HOURS = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2,
          "EEST": 3, "MSK": 3, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "EST": -5,
          "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}  # fmt: skip
_CHINESE_ZONES = {"北京时间": 8, "中国标准时间": 8}
_PM = frozenset({"下午", "晚上", "傍晚", "晚间", "pm", "p.m."})

_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?", re.I)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?|(?<!\d)(\d{4})(\d\d)(\d\d)(?=T|\b)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[\s-]+(?:([a-z]{3,9})\.?|(\d{1,2})月)[\s,-]+(\d{4}|\d\d)(?!\d)", re.I)
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)", re.I)
_TIME = re.compile(
    r"(上午|下午|晚上|傍晚|晚间|中午|凌晨|早上)?\s*(?<!\d)(\d{1,2})\s*[::时点]\s*(\d{1,2})(?:\s*[::分]\s*(\d{1,2}))?\s*秒?"
    r"(?:[.,]\d{1,9})?\s*([ap]\.?m\b\.?)?",
    re.I,
)  # fmt: skip
_COMPACT_TIME = re.compile(r"(?<=\dT)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?")
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d\d?):?(\d\d)?(?!\d)", re.I)
_ZONE_NAME = re.compile(r"\b([A-Z]{1,4})\b|(北京时间|中国标准时间)")
_YEAR = re.compile(r"(?<![\d:])(\d{4})(?![\d:])")


def published(texts: Iterable[str], zone: tzinfo, now: datetime) -> datetime | None:
    """The first readable date of `texts` (best one first) in UTC, never later than `now`; None if there is none.

    A future date is a publisher's mistake or a trick to stay on top: it counts as `now`.
    """
    for text in texts:
        found = read_date(text, zone)
        if found is not None:
            return min(found, now)
    return None


def read_date(text: str, zone: tzinfo) -> datetime | None:
    """The moment `text` names, in UTC, or None. A time without a zone is meant in `zone`; a day is its midnight.

    Understood: RFC 822 and its kin, ISO 8601, year/month/day with any separator, 2026年1月5日 下午3点20分, Chinese
    weekdays, `Wed Jan 15 10:00:00 CST 2020`, seconds and milliseconds since 1970.
    """
    text = text.strip()[:_LONGEST]
    if re.fullmatch(r"\d{9,10}|\d{12,13}", text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return _plausible(datetime.fromtimestamp(seconds, UTC))
    text = _WEEKDAY.sub(" ", text)
    day = _day(text)
    if day is None:
        return None
    rest = text[day[3] :]
    try:
        time, after = _time(rest)
        moment = datetime(*day[:3], *time, tzinfo=_zone(after, zone))
        return _plausible(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def zone_of(language: str) -> tzinfo:
    """What a zone-less time means in a source of this language."""
    return CHINA if language.lower().startswith("zh") else UTC


def _plausible(moment: datetime) -> datetime | None:
    return moment if moment >= EARLIEST else None


def _day(text: str) -> tuple[int, int, int, int] | None:
    """Year, month, day, and where the text goes on."""
    if match := _YEAR_FIRST.search(text):
        year, month, day = (int(part) for part in match.groups() if part)
        return year, month, day, match.end()
    for match in _DAY_FIRST.finditer(text):
        month = _MONTHS.get(match[2].lower(), 0) if match[2] else int(match[3])
        if month:
            return _full_year(match[4]), month, int(match[1]), match.end()
    for match in _MONTH_FIRST.finditer(text):
        year_match = _YEAR.search(text, match.end())
        if match[1].lower() in _MONTHS and year_match:
            return int(year_match[1]), _MONTHS[match[1].lower()], int(match[2]), match.end()
    return None


def _full_year(digits: str) -> int:
    """RFC 822 wrote two digits; RFC 2822 says how to read them."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _time(text: str) -> tuple[tuple[int, int, int], str]:
    """Hour, minute, second (midnight if none is given) and the text behind it."""
    if match := _COMPACT_TIME.match(text, 1) or re.match(r"T(\d\d)(\d\d)(\d\d)?(?:\.\d+)?", text):
        return (int(match[1]), int(match[2]), int(match[3] or 0)), text[match.end() :]
    match = _TIME.search(text)
    if not match:
        return (0, 0, 0), text
    hour, half = int(match[2]), (match[1] or match[5] or "").lower()
    if half and hour < 12 and (half in _PM or half.startswith("p") or (half == "中午" and hour < 11)):
        hour += 12
    elif hour == 12 and (half.startswith("a") or half == "凌晨"):
        hour = 0
    return (hour, int(match[3]), int(match[4] or 0)), text[match.end() :]


def _zone(text: str, zone: tzinfo) -> tzinfo:
    if match := _OFFSET.search(text):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-offset if match[1] == "-" else offset)
    for match in _ZONE_NAME.finditer(text):
        name = match[1] or match[2]
        if name == "CST":  # China's or America's central time: the source's language decides
            return CHINA if zone is CHINA else timezone(timedelta(hours=-6))
        hours = _HOURS.get(name, _CHINESE_ZONES.get(name))
        if hours is not None:
            return timezone(timedelta(hours=hours))
    return zone
