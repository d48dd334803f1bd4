"""The time of the year: an item's own season, and the national days and solar terms of config/calendar.toml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kpbot.domain.almanac import lunar_days, term_day
from kpbot.domain.content import Item, Topic
from kpbot.domain.places import DEFAULT_ZONE
from kpbot.domain.wording import Finder, alike

CHINA = ZoneInfo(DEFAULT_ZONE)  # of a region that names no other


MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NationalDay:
    """A day, week or month of the calendar, the topics it favours, and words of titles that speak of it.

    Its days are told in one of four ways: `fixed` is (month, day) of its first and its last day, the same every
    year; `lunar` the same in the lunar calendar; `term` the name of a solar term, lasting `lasts` days; `moving` holds
    first and last day of the years known so far. It is near from `lead` days before its first day until its last.
    `solar`: it is but a solar term, and favours less.
    """

    key: str
    name: str
    topics: tuple[Topic, ...] = ()
    fixed: tuple[MonthDay, MonthDay] | None = None
    moving: tuple[tuple[date, date], ...] = ()
    lead: int = 2
    words: tuple[str, ...] = ()
    lunar: tuple[MonthDay, MonthDay] | None = None
    term: str = ""
    lasts: int = 1
    solar: bool = False

    def spans(self, year: int) -> list[tuple[date, date]]:
        """First and last days of what begins in `year`; empty where the year's date is not known yet."""
        if self.term:
            first = term_day(self.term, year)
            return [(first, first + timedelta(days=self.lasts - 1))]
        if self.lunar:
            return [(first, _following(self.lunar[1], first)) for first in lunar_days(*self.lunar[0], year)]
        if self.fixed is None:
            return [span for span in self.moving if span[0].year == year]
        (month, day), (last_month, last_day) = self.fixed
        last_year = year + 1 if (last_month, last_day) < (month, day) else year
        return [(date(year, month, day), date(last_year, last_month, last_day))]

    def nearest(self, day: date) -> tuple[date, date] | None:
        """Its first and last day, if it is near on a local day."""
        before = timedelta(days=self.lead)
        years = (day.year - 1, day.year, day.year + 1)
        spans = (span for year in years for span in self.spans(year))
        return next(((first, last) for first, last in spans if first <= day + before and day <= last), None)

    def is_near(self, day: date) -> bool:
        return self.nearest(day) is not None


def _following(month_day: MonthDay, first: date) -> date:
    """The first such day of the lunar calendar from a day on."""
    return min(day for year in (first.year, first.year + 1) for day in lunar_days(*month_day, year) if day >= first)


def season_fit(item: Item, day: date) -> int:
    """1 in one of the item's months, -1 far from all of them, 0 next to one or where it names none."""
    if not item.season:
        return 0
    months_off = min(min((day.month - month) % 12, (month - day.month) % 12) for month in item.season)
    return 1 - min(months_off, 2)


def near_days(calendar: Iterable[NationalDay], day: date) -> tuple[NationalDay, ...]:
    """What of the calendar is near on a local day, in its order."""
    return tuple(national for national in calendar if national.is_near(day))


def favoured(calendar: Iterable[NationalDay], day: date, *, solar: bool = False) -> dict[Topic, NationalDay]:
    """The topics that the national days (or the solar terms) near a local day favour, each with its first such day."""
    found: dict[Topic, NationalDay] = {}
    for national in near_days(calendar, day):
        for topic in national.topics if national.solar is solar else ():
            found.setdefault(topic, national)
    return found


def spoken_of(title: str, near: tuple[NationalDay, ...]) -> tuple[NationalDay, str] | None:
    """What of `near` a title speaks of, and in which word: national days before solar terms, then the first word."""
    found = list(_finder(near).find(_alike_title(title)))
    first = min(found, key=lambda one: (near[one.meaning].solar, one.start, -one.end), default=None)
    return (near[first.meaning], first.word) if first else None


@lru_cache(maxsize=64)
def _finder(near: tuple[NationalDay, ...]) -> Finder[int]:
    places: dict[str, int] = {}
    for place, national in sorted(enumerate(near), key=lambda one: one[1].solar):
        for word in national.words:
            places.setdefault(alike(word), place)
    return Finder(places)


@lru_cache(maxsize=8192)
def _alike_title(title: str) -> str:
    return alike(title)


def undated(calendar: Iterable[NationalDay], year: int) -> tuple[NationalDay, ...]:
    """The moving days that have no date for `year` yet: somebody must copy it from the year's notice."""
    return tuple(national for national in calendar if not national.spans(year))
