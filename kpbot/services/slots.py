"""Whether a job that runs every half hour strikes a given local time somewhere."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def strikes(at: datetime, zone: str, clock: str) -> bool:
    """Whether the local half hour that `at` (aware) lies in begins at `clock` (`HH:MM`, on the hour or half hour).

    Zones off by a quarter of an hour have each of their half hours struck once too.
    """
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour:02}:{local.minute // 30 * 30:02}" == clock
