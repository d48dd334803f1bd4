"""Working days of the Chinese calendar, make-up days included (DESIGN: reminders and editions follow them).

Days are local days of the region. The arrangement of a year is announced in the autumn before; a year the
library does not know yet is reckoned from the public holidays alone and marked provisional, because nobody
can know its make-up days. An operator may import the announced days: `overrides` maps a day to whether it is
worked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

Overrides = Mapping[date, bool]
NO_OVERRIDES: Overrides = MappingProxyType({})

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workday:
    """`name` is the Chinese name of the public holiday, or of the one a make-up day belongs to, else empty.
    `provisional`: reckoned without the year's announcement, so make-up and bridging days may be wrong."""

    is_workday: bool
    provisional: bool = False
    name: str = ""


def workday(day: date, overrides: Overrides = NO_OVERRIDES) -> Workday:
    """What `day` is; an override decides and is never provisional."""
    found = _announced(day) or _reckoned(day)
    if day in overrides:
        return Workday(overrides[day], False, found.name)
    return found


def is_workday(day: date, overrides: Overrides = NO_OVERRIDES) -> bool:
    return workday(day, overrides).is_workday


def last_workday_before(day: date, overrides: Overrides = NO_OVERRIDES) -> date:
    earlier = day - _DAY
    while not is_workday(earlier, overrides):
        earlier -= _DAY
    return earlier


def next_workday(day: date, overrides: Overrides = NO_OVERRIDES) -> date:
    """The first working day after `day`."""
    return days_until_next_workday(day, overrides)[-1]


def days_until_next_workday(day: date, overrides: Overrides = NO_OVERRIDES) -> list[date]:
    """From the day after `day` up to and including the next working day; never empty."""
    days = [day + _DAY]
    while not is_workday(days[-1], overrides):
        days.append(days[-1] + _DAY)
    return days


def edition_days(day: date, overrides: Overrides = NO_OVERRIDES) -> list[date]:
    """The days whose editions are prepared on `day`: none on a day off, else all until the next working day.

    Over any stretch of time every day is prepared exactly once, on the last working day before it.
    """
    return days_until_next_workday(day, overrides) if is_workday(day, overrides) else []


def _announced(day: date) -> Workday | None:
    """From the announced arrangement; None for years the library does not know."""
    import chinese_calendar

    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return Workday(not off, False, chinese_calendar.Holiday(name).chinese if name else "")


def _reckoned(day: date) -> Workday:
    name = _public_holidays(day.year).get(day, "")
    return Workday(not name and day.weekday() < _SATURDAY, True, name)


@cache
def _public_holidays(year: int) -> Mapping[date, str]:
    import holidays

    days = holidays.country_holidays("CN", years=year, language="zh_CN")
    # Days off in lieu carry a note in brackets after the holiday's name.
    return {day: name.partition("（")[0] for day, name in days.items()}
