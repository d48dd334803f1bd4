"""When a source counts as being in trouble: it fails, it was taken down, or it has been silent for too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

FAILS = 3
"""Errors in a row; one or two come and go."""

AT_ONCE = frozenset({"gone", "bad-address", "private-address"})
"""Codes of errors that no further visit mends."""

QUIET_FOR = timedelta(days=30)  # the least that counts as silence
QUIET_UNKNOWN = timedelta(days=90)  # where too little is known of the source's rhythm
QUIET_AT_MOST = timedelta(days=365)
_TIMES_ITS_RHYTHM = 3
_KNOWN_DAYS = 3  # with something new, from which a rhythm is told


class Trouble(StrEnum):
    FAILING = "failing"
    GONE = "gone"
    SILENT = "silent"


def failing(errors: int, error: str, *, gone: bool) -> Trouble | None:
    """What the errors in a row amount to; `error` is the code of the last one, empty if the last visit went well."""
    if gone:
        return Trouble.GONE
    return Trouble.FAILING if error and (errors >= FAILS or error in AT_ONCE) else None


def patience(days: Sequence[date]) -> timedelta:
    """How long a source may be without anything new, from the days on which it lately had something: three times its
    usual pause, at least a month."""
    distinct = sorted(set(days))
    if len(distinct) < _KNOWN_DAYS:
        return QUIET_UNKNOWN
    usual = median((after - before).days for before, after in pairwise(distinct))
    return min(max(QUIET_FOR, timedelta(days=usual * _TIMES_ITS_RHYTHM)), QUIET_AT_MOST)


def silent(last_new: datetime, days: Sequence[date], now: datetime) -> bool:
    """Whether a source that can be read has had nothing new since `last_new` for longer than its rhythm explains."""
    return now - last_new > patience(days)
