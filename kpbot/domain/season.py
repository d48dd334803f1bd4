"""The time of the year: an item's own season, and the national days of config/calendar.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kpbot.domain.content import Item, Topic
from kpbot.domain.places import DEFAULT_ZONE

CHINA = ZoneInfo(DEFAULT_ZONE)  # of a region that names no other


@dataclass(frozen=True, slots=True)
class NationalDay:
    """A day, week or month of the calendar and the topics it favours.

    `fixed` is (month, day) of its first and its last day, the same every year; `moving` holds first and last
    day of the years known so far. It is near from `lead` days before its first day until its last.
    """

    key: str
    name: str
    topics: tuple[Topic, ...] = ()
    fixed: tuple[tuple[int, int], tuple[int, int]] | None = None
    moving: tuple[tuple[date, date], ...] = ()
    lead: int = 2

    def spans(self, year: int) -> list[tuple[date, date]]:
        """First and last days of what begins in `year`; empty where the year's date is not known yet."""
        if self.fixed is None:
            return [span for span in self.moving if span[0].year == year]
        (month, day), (last_month, last_day) = self.fixed
        last_year = year + 1 if (last_month, last_day) < (month, day) else year
        return [(date(year, month, day), date(last_year, last_month, last_day))]

    def is_near(self, day: date) -> bool:
        before = timedelta(days=self.lead)
        years = (day.year - 1, day.year, day.year + 1)
        return any(first <= day + before and day <= last for year in years for first, last in self.spans(year))


def season_fit(item: Item, day: date) -> int:
    """1 in one of the item's months, -1 far from all of them, 0 next to one or where it names none."""
    if not item.season:
        return 0
    months_off = min(min((day.month - month) % 12, (month - day.month) % 12) for month in item.season)
    return 1 - min(months_off, 2)


def favoured(calendar: Iterable[NationalDay], day: date) -> dict[Topic, NationalDay]:
    """The topics that the national days near a local day favour, each with its first such day."""
    found: dict[Topic, NationalDay] = {}
    for national in calendar:
        if national.is_near(day):
            for topic in national.topics:
                found.setdefault(topic, national)
    return found


def undated(calendar: Iterable[NationalDay], year: int) -> tuple[NationalDay, ...]:
    """The moving days that have no date for `year` yet: somebody must copy it from the year's notice."""
    return tuple(national for national in calendar if not national.spans(year))


def read_calendar(data: Mapping[str, object]) -> tuple[NationalDay, ...]:
    """The `[national-days]` of a parsed calendar.toml. Raises ValueError that names a wrong entry."""
    table = data.get("national-days", {})
    if not isinstance(table, dict):
        raise ValueError("national-days: a table is needed")
    days = []
    for key, entry in table.items():
        try:
            days.append(_read_day(key, entry))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"national-days.{key}: {error}") from error
    return tuple(days)


_FIELDS = frozenset({"name", "topics", "on", "until", "dates", "lead"})


def _read_day(key: str, entry: object) -> NationalDay:
    if not isinstance(entry, dict):
        raise TypeError("a table is needed")
    if unknown := sorted(set(entry) - _FIELDS):
        raise ValueError(f"unknown key {unknown[0]!r}")
    if ("on" in entry) == ("dates" in entry):
        raise ValueError("give either `on` (every year the same) or `dates` (a list of years)")
    fixed = None
    if "on" in entry:
        first = _month_day(entry["on"])
        fixed = first, _month_day(entry["until"]) if "until" in entry else first
    lead = entry.get("lead", 2)
    if type(lead) is not int or lead < 0:
        raise ValueError(f"lead: days before it, not {lead!r}")
    topics = tuple(Topic(name) for name in entry.get("topics", ()))
    return NationalDay(key, str(entry["name"]), topics, fixed, _spans(entry.get("dates", ())), lead)


def _month_day(text: str) -> tuple[int, int]:
    parsed = date.fromisoformat(f"2025-{text}")  # not a leap year: 29 February is no day to plan for
    return parsed.month, parsed.day


def _spans(dates: Sequence[date | Sequence[date]]) -> tuple[tuple[date, date], ...]:
    """Each of `dates` is a day or a pair of first and last day, as TOML has them."""
    spans = []
    for entry in dates:
        first, last = (entry, entry) if isinstance(entry, date) else entry
        if last < first:
            raise ValueError(f"dates: {last} is before {first}")
        spans.append((first, last))
    return tuple(spans)
