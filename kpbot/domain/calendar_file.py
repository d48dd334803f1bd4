"""Reads config/calendar.toml: `[national-days]` and `[solar-terms]`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from kpbot.domain.almanac import SOLAR_TERMS
from kpbot.domain.content import Topic
from kpbot.domain.season import MonthDay, NationalDay
from kpbot.domain.wording import alike

TERM_LEAD, TERM_LASTS = 4, 5  # days a solar term is near before it, and lasts
_FIELDS = frozenset({"name", "topics", "words", "on", "until", "dates", "lunar", "term", "lead"})
_TERM_FIELDS = frozenset({"topics", "words", "lead", "lasts"})
_Reader = Callable[[str], MonthDay]
_WAYS = ("on", "dates", "lunar", "term")


def read_calendar(data: Mapping[str, object]) -> tuple[NationalDay, ...]:
    """What a parsed calendar.toml holds, national days first. Raises ValueError that names a wrong entry."""
    days = [_read("national-days", key, entry) for key, entry in _table(data, "national-days").items()]
    terms = [_read("solar-terms", key, entry) for key, entry in _table(data, "solar-terms").items()]
    return (*days, *terms)


def _table(data: Mapping[str, object], name: str) -> dict[str, object]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise ValueError(f"{name}: a table is needed")
    return table


def _read(table: str, key: str, entry: object) -> NationalDay:
    try:
        if not isinstance(entry, dict):
            raise TypeError("a table is needed")
        return _term(key, entry) if table == "solar-terms" else _day(key, entry)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{table}.{key}: {error}") from error


def _day(key: str, entry: Mapping[str, object]) -> NationalDay:
    _only(entry, _FIELDS)
    if sum(way in entry for way in _WAYS) != 1:
        raise ValueError("give one of `on` (every year the same), `lunar`, `term` and `dates` (a list of years)")
    return NationalDay(
        key,
        str(entry["name"]),
        _topics(entry),
        _month_days(entry, "on", date_of=_month_day),
        _spans(entry.get("dates", ())),
        _days(entry, "lead", 2),
        _words(entry),
        _month_days(entry, "lunar", date_of=_lunar_day),
        _solar_term(str(entry["term"])) if "term" in entry else "",
    )


def _term(name: str, entry: Mapping[str, object]) -> NationalDay:
    _only(entry, _TERM_FIELDS)
    return NationalDay(
        SOLAR_TERMS[_solar_term(name)],
        name,
        _topics(entry),
        lead=_days(entry, "lead", TERM_LEAD),
        words=_words(entry),
        term=name,
        lasts=_days(entry, "lasts", TERM_LASTS, least=1),
        solar=True,
    )


def _only(entry: Mapping[str, object], known: frozenset[str]) -> None:
    if unknown := sorted(set(entry) - known):
        raise ValueError(f"unknown key {unknown[0]!r}")


def _solar_term(name: str) -> str:
    if name not in SOLAR_TERMS:
        raise ValueError(f"no solar term; they are {', '.join(SOLAR_TERMS)}")
    return name


def _topics(entry: Mapping[str, object]) -> tuple[Topic, ...]:
    return tuple(Topic(name) for name in _strings(entry, "topics"))


def _words(entry: Mapping[str, object]) -> tuple[str, ...]:
    words = _strings(entry, "words")
    if not all(alike(word).strip() for word in words):
        raise ValueError("words: an empty word is in every title")
    return words


def _strings(entry: Mapping[str, object], field: str) -> tuple[str, ...]:
    given = entry.get(field, [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise TypeError(f"{field}: a list of words is needed")
    return tuple(given)


def _days(entry: Mapping[str, object], field: str, default: int, least: int = 0) -> int:
    days = entry.get(field, default)
    if type(days) is not int or days < least:
        raise ValueError(f"{field}: a number of days, not {days!r}")
    return days


def _month_days(entry: Mapping[str, object], field: str, date_of: _Reader) -> tuple[MonthDay, MonthDay] | None:
    """First and last day, the latter from `until`; None where the entry has no such field."""
    if field not in entry:
        return None
    first = date_of(str(entry[field]))
    return first, date_of(str(entry["until"])) if "until" in entry else first


def _month_day(text: str) -> MonthDay:
    parsed = date.fromisoformat(f"2025-{text}")  # not a leap year: 29 February is no day to plan for
    return parsed.month, parsed.day


def _lunar_day(text: str) -> MonthDay:
    """`12-30` is the last day of the year, even where it is the 29th."""
    month, _, day = text.partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12 and 1 <= int(day) <= 30):
        raise ValueError(f"{text!r}: month and day of the lunar calendar, such as 01-15")
    return int(month), int(day)


def _spans(dates: object) -> tuple[tuple[date, date], ...]:
    """Each of `dates` is a day or a pair of first and last day, as TOML has them."""
    if not isinstance(dates, Sequence):
        raise TypeError("dates: a list is needed")
    spans = []
    for entry in dates:
        first, last = (entry, entry) if isinstance(entry, date) else entry
        if last < first:
            raise ValueError(f"dates: {last} is before {first}")
        spans.append((first, last))
    return tuple(spans)
