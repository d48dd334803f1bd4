"""Whether our clock agrees with a platform's, as its answers' headers tell: callbacks that seem old are refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

from kpbot.platforms.callbacks import SKEW
from kpbot.services.checking.finding import Finding, broken


def off(platform: str, date: str, now: datetime) -> Sequence[Finding]:
    """A finding `<platform>-clock` where the clocks differ by half of what a callback may. `date` is the header of an
    answer that came `now`; empty, or something else than a date, says nothing."""
    try:
        seconds = abs((now - parsedate_to_datetime(date)).total_seconds())
    except (TypeError, ValueError):
        return ()
    return [broken(f"{platform}-clock", seconds=round(seconds))] if seconds > SKEW / 2 else ()
