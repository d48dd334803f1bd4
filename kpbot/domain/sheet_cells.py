"""What people write into cells: days, yes and no, whole numbers, names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kpbot.domain.headcount import read_headcount
from kpbot.domain.numerals import NUMERALS, read_number
from kpbot.domain.plain_text import one_line

YES = frozenset(
    (
        "是",
        "是的",
        "有",
        "对",
        "√",
        "✓",
        "✔",
        "☑",
        "v",
        "y",
        "yes",
        "true",
        "1",
        "t",
        "已",
        "已建",
        "已有",
        "属于",
        "符合",
    )
)
NO = frozenset(
    (
        "否",
        "不是",
        "无",
        "没有",
        "不",
        "×",
        "x",
        "✗",
        "✘",
        "☒",
        "n",
        "no",
        "false",
        "0",
        "f",
        "未",
        "未建",
        "不符合",
        "非",
    )
)

_N = rf"(?:[0-9]{{1,2}}|[{NUMERALS}]{{1,3}})"
_YEAR = rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}|[{NUMERALS}]{{4}})"
_WEEKDAY = r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_TIME = r"(?:[\st]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:z|\+[0-9:]+)?)?"
_DAYS = (
    re.compile(rf"{_YEAR}\s*年\s*(?P<month>{_N})\s*月\s*(?P<day>{_N})\s*[日号]?{_WEEKDAY}{_TIME}"),
    re.compile(
        rf"(?P<year>[0-9]{{4}})\s*[-./、,]\s*(?P<month>[0-9]{{1,2}})\s*[-./、,]\s*(?P<day>[0-9]{{1,2}})\.?{_TIME}"
    ),
    re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:\.0)?"),
)
_WITHOUT_YEAR = (
    re.compile(rf"(?P<month>{_N})\s*月\s*(?P<day>{_N})\s*[日号]?{_WEEKDAY}"),
    re.compile(r"(?P<month>[0-9]{1,2})\s*[-./]\s*(?P<day>[0-9]{1,2})"),
)
_MONTHS = (
    re.compile(rf"{_YEAR}\s*年\s*(?P<month>{_N})\s*月(?:份)?"),
    re.compile(r"(?P<year>[0-9]{4})\s*[-./]\s*(?P<month>[0-9]{1,2})"),
)
_SERIAL = re.compile(r"[0-9]{5}")
_SERIALS = range(36_526, 73_051)  # 2000 to 2099; what else has five digits is no day
_ABOUT = re.compile(r"^(?:大约|约莫?|大概|将近|近|不少于|至少|超过|逾|>=?|≥)\s*|\s*(?:左右|上下|以上|余|多)$")
_UNITS = r"(?:[人名位个场次期篇条块册本份处所户]|人次|场次|座|台|套|间|平米|平方米|岁|分钟|小时|年)"
_WITH_UNIT = re.compile(
    rf"(?P<number>[0-9][0-9.,]*|[{NUMERALS}]+)\s*(?:余|多|几|来)?\s*{_UNITS}{{0,2}}(?:左右|以上|上下)?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number; where «约» was said, or a range whose lower end it is, it is `approximate`."""

    value: int
    approximate: bool = False


def read_day(cell: str, year: int | None = None) -> date | None:
    """`2026年3月5日`, `2026.3.5`, `2026/3/5`, `20260305`, `二〇二六年三月五日`, the serial number of a spreadsheet
    program; `3月5日` only with `year` given. None where it is no day."""
    plain = _plain(cell)
    if len(plain) > 40:
        return None
    for pattern in _DAYS:
        if found := pattern.fullmatch(plain):
            return _day(_year(found["year"]), found)
    for pattern in _WITHOUT_YEAR if year is not None else ():
        if found := pattern.fullmatch(plain):
            return _day(year, found)
    if _SERIAL.fullmatch(plain) and int(plain) in _SERIALS:
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(plain))
    return None


def read_month(cell: str) -> date | None:
    """`2026年3月`, `2026-03`, as the first day of it."""
    plain = _plain(cell)
    for pattern in _MONTHS if len(plain) <= 40 else ():
        if found := pattern.fullmatch(plain):
            year, month = _year(found["year"]), read_number(found["month"])
            return date(year, month, 1) if year and month and 1 <= month <= 12 else None
    return None


def read_yes_no(cell: str) -> bool | None:
    """None where nothing is said, or something else."""
    plain = "".join(_plain(cell).split())
    if plain in YES:
        return True
    return False if plain in NO else None


def read_whole_number(cell: str) -> Number | None:
    """`35`, `３５人`, `三十五`, `1,200`, `35.0`, `约五十`, `50余人`; None where it is no whole number from 0 on."""
    plain = _plain(cell)
    if not plain or len(plain) > 40 or plain.startswith("-"):
        return None
    bare = _ABOUT.sub("", plain)
    found = _WITH_UNIT.fullmatch(bare)
    if found:
        value = _whole(found["number"])
        vague = bare != plain or bool(re.search("余|多|几|来|左右|以上|上下", bare))
        return None if value is None else Number(value, vague)
    counted = read_headcount(plain)
    return Number(counted.count, counted.approximate) if counted else None


def read_name(cell: str) -> str:
    """A person's name on one line: blanks inside of a Chinese one (`王　芳`) only make it as wide as the others."""
    line = one_line(unicodedata.normalize("NFKC", cell))
    return line if re.search(r"[a-z]", line, re.IGNORECASE) else "".join(line.split())


def _plain(cell: str) -> str:
    return one_line(unicodedata.normalize("NFKC", cell)).lower()


def _year(said: str) -> int | None:
    if said.isdigit() and said.isascii():
        return int(said) + 2000 if len(said) == 2 else int(said)
    digits = [read_number(digit) for digit in said]
    return (
        int("".join(map(str, digits))) if None not in digits and all(d is not None and d < 10 for d in digits) else None
    )


def _day(year: int | None, found: re.Match[str]) -> date | None:
    month, day = read_number(found["month"]), read_number(found["day"])
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:
        return None


def _whole(said: str) -> int | None:
    plain = re.sub(r"\.0+$", "", said)
    return read_number(plain)
