"""What a written day comes to, seen from today.

Each reader takes (match of its rule, today) and gives (day, ambiguous); None where it is no day after all.
An impossible day raises ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from kpbot.domain.numerals import read_number

WEEKDAYS = {name: index % 7 for index, name in enumerate("一二三四五六日1234567")} | {"天": 6}
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FROM_TODAY = {
    **dict.fromkeys(("今天", "今日", "今儿", "今早", "今晨", "今晚", "今夜", "刚才", "刚刚"), 0),
    **dict.fromkeys(("today", "tonight", "this morning", "this afternoon", "this evening"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨儿", "昨早", "昨晚", "昨夜", "yesterday", "last night"), -1),
    **dict.fromkeys(("前天", "前日", "前儿", "前晚", "day before yesterday"), -2),
    "大前天": -3,
    **dict.fromkeys(("明天", "明日", "明儿", "明早", "明晨", "明晚", "tomorrow"), 1),
    **dict.fromkeys(("后天", "后日", "day after tomorrow"), 2),
    "大后天": 3,
}
YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_A_YEAR = timedelta(366)

Answer = tuple[date, bool]


def full_date(match: re.Match[str], today: date) -> Answer:
    """Month and day, with or without a year, in figures, Chinese numerals or English."""
    said = match.groupdict()
    month, day = _month(said["month"]), _number(said["day"])
    several = bool(said.get("to"))
    if said.get("which"):
        return date(today.year + YEARS[said["which"]], month, day), several
    if said.get("year"):
        year = _number(said["year"])
        return date(year + 2000 if year < 100 else year, month, day), several
    past, unsure = _in_its_year(month, day, today)
    return past, several or unsure


def short_date(match: re.Match[str], today: date) -> Answer | None:
    """`11.20`, `11-20`, `11/20`. Figures like these are also prices, scores and versions, so what is no date is
    simply none of ours, except with a slash, which is hardly used for anything else."""
    first, second, mark = int(match["month"]), int(match["day"]), match["mark"]
    before = match.string[: match.start()].rstrip()[-1:]
    if mark == "." and before.isascii() and before.isalpha():  # Python 3.11
        return None
    if mark == "-" and match["to"]:
        return None
    if mark == "/" and first > 12 >= second:  # 20/11, as English writes it
        first, second = second, first
    if not 1 <= first <= 12 or not 1 <= second <= 31:
        return None
    try:
        past, unsure = _in_its_year(first, second, today)
    except ValueError:
        if mark == "/":
            raise
        return None
    return past, unsure or bool(match["to"])


def day_of_month(match: re.Match[str], today: date) -> Answer:
    """`20号`: the latest 20th; ambiguous if that was last month and the next one is nearer."""
    months = (divmod(today.year * 12 + today.month - 1 + shift, 12) for shift in range(-12, 3))
    past, unsure = _latest(((year, index + 1, _number(match["day"])) for year, index in months), today)
    return past, unsure and (past.year, past.month) != (today.year, today.month)


def day_of_named_month(match: re.Match[str], today: date) -> Answer:
    """`上月15号`, `这个月3号`, `下个月1号`."""
    year, index = divmod(today.year * 12 + today.month - 1 + _shift(match["shift"]), 12)
    return date(year, index + 1, _number(match["day"])), False


def from_today(match: re.Match[str], today: date) -> Answer:
    return today + timedelta(FROM_TODAY[" ".join(match["word"].split())]), False


def days_away(match: re.Match[str], today: date) -> Answer:
    """`三天前`, `两周前`, `3 days ago`, `三天后`."""
    count = 1 if match["n"] in {"a", "one"} else _number(match["n"])
    days = count if match["unit"] in {"天", "day"} else 7 * count
    return today + timedelta(days if "后" in match["side"] else -days), False


def weekday(match: re.Match[str], today: date) -> Answer:
    """`周三`, `上周五`, `本周二`, `下周一`. Weeks begin on Monday."""
    wanted = WEEKDAYS[match["day"]]
    if match["week"]:
        monday = today - timedelta(today.weekday())
        return monday + timedelta(7 * _shift(match["week"]) + wanted), False
    return _latest_weekday(wanted, today)


def english_weekday(match: re.Match[str], today: date) -> Answer:
    """`Friday`, `last Friday` (before today), `this Friday` (of this week), `next Friday` (after today)."""
    wanted, which = DAY_NAMES.index(match["day"]), (match["which"] or "").strip()
    if which == "this":
        return today + timedelta(wanted - today.weekday()), False
    if which == "next":
        return today + timedelta((wanted - today.weekday() - 1) % 7 + 1), False
    if which == "last":
        return today - timedelta((today.weekday() - wanted - 1) % 7 + 1), False
    return _latest_weekday(wanted, today)


def vague(match: re.Match[str], today: date) -> Answer:
    raise ValueError(match[0])


def just_today(match: re.Match[str], today: date) -> Answer:
    return today, False


def _number(text: str) -> int:
    number = read_number(text)
    if number is None:
        raise ValueError(text)
    return number


def _month(text: str) -> int:
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else _number(text)


def _shift(word: str) -> int:
    steps = 2 if word.startswith(("上上", "下下")) else 1
    return {"上": -steps, "下": steps}.get(word[0], 0)


def _latest_weekday(wanted: int, today: date) -> Answer:
    """The latest such day, today included; ambiguous if it was last week and the next one is nearer."""
    back = (today.weekday() - wanted) % 7
    return today - timedelta(back), wanted > today.weekday() and back > 3


def _in_its_year(month: int, day: int, today: date) -> Answer:
    """The latest such date; ambiguous if it lies in an earlier year and the next one is nearer («12月1日» said in
    November), or more than a year back (29 February)."""
    past, unsure = _latest(((year, month, day) for year in range(today.year - 8, today.year + 9)), today)
    return past, (unsure and past.year != today.year) or today - past > _A_YEAR


def _latest(wanted: Iterable[tuple[int, int, int]], today: date) -> Answer:
    """The last of `wanted` (ascending) not in the future, and whether a future one is nearer."""
    past: date | None = None
    for year, month, day in wanted:
        try:
            there = date(year, month, day)
        except ValueError:
            continue
        if there > today:
            if past is None:
                break
            return past, there - today < today - past
        past = there
    if past is None:
        raise ValueError(wanted)
    return past, False
