"""A value of a spreadsheet program as the text of a cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from kpbot.domain.plain_text import clean

Value = int | float | str | bool | time | date | datetime | timedelta

_LONGEST = 5_000  # characters
_WHOLE_UP_TO = 1e18  # an ID number that was typed as a number is shown with all the digits that are left of it


def as_text(value: Value) -> str:
    """Days as `2026-03-05`, with a time of day as `2026-03-05 14:30`, whole numbers without a point, truth as 是 or
    否, text clean with its line breaks kept."""
    if isinstance(value, str):
        return clean(value, _LONGEST)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if value.time() != time() else value.date().isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < _WHOLE_UP_TO:
        return str(int(value))
    return format(value, ".15g")
