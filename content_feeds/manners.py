"""What a publisher asks of its visitors: when to come back, and where it has moved to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
"""Whatever a source asks: a daily campaign visits it once a day."""

_PERMANENT = frozenset({301, 308})
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}  # minutes


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect."""

    status: int
    start: str
    target: str


def moved_to(hops: Sequence[Hop]) -> str:
    """The address to remember after `hops`, or "": as far as every redirect was permanent.

    A step from https down to http is followed but not remembered.
    """
    remembered = ""
    for hop in hops:
        downgrade = hop.start.startswith("https:") and hop.target.startswith("http:")
        if hop.status not in _PERMANENT or downgrade:
            break
        remembered = hop.target
    return remembered


def retry_after(value: str, now: datetime) -> timedelta | None:
    """How long a Retry-After header (seconds or an HTTP date) asks to stay away; at most a day."""
    value = value.strip()[:100]
    if re.fullmatch(r"\d+", value):
        return _capped(timedelta(seconds=min(int(value), 10**8)))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return _capped(aware - now)


def pause(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long a good answer asks to stay away: Retry-After, else Cache-Control's max-age."""
    asked = retry_after(headers.get("retry-after", ""), now)
    if asked is not None:
        return asked
    control = headers.get("cache-control", "").lower()
    match = re.search(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,9})", control)
    if not match or "no-cache" in control or "no-store" in control:
        return None
    return _capped(timedelta(seconds=int(match[1])))


def time_to_live(ttl: str, period: str, frequency: str) -> timedelta | None:
    """How long the document itself asks to stay away: RSS `<ttl>` (minutes), else `<sy:updatePeriod>`."""
    if re.fullmatch(r"\d{1,7}", ttl.strip()):
        return _capped(timedelta(minutes=int(ttl)))
    minutes = _PERIODS.get(period.strip().lower())
    if minutes is None:
        return None
    times = int(frequency) if re.fullmatch(r"\s*\d{1,4}\s*", frequency) else 1
    return _capped(timedelta(minutes=minutes / max(1, times)))


def longest(*waits: timedelta | None) -> timedelta | None:
    return max((wait for wait in waits if wait is not None), default=None)


def _capped(wait: timedelta) -> timedelta | None:
    return min(wait, LONGEST_WAIT) if wait > timedelta(0) else None
