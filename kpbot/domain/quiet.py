"""Quiet hours: when the bot does not speak to anybody of its own accord."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Quiet from `start` (included) to `end` (not included), local times; wraps midnight if `end` is earlier.
    Equal times mean no quiet hours."""

    start: time = time(21)
    end: time = time(8)

    def quiet_at(self, at: datetime, zone: tzinfo) -> bool:
        local = at.astimezone(zone).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def next_waking(self, at: datetime, zone: tzinfo) -> datetime:
        """`at` itself outside quiet hours, else the moment they end; aware, in UTC."""
        if not self.quiet_at(at, zone):
            return at.astimezone(UTC)
        local = at.astimezone(zone)
        day = local.date() + timedelta(days=1 if self.end <= local.time() else 0)
        waking = datetime.combine(day, self.end, zone)
        if waking.astimezone(UTC) <= at:  # clocks were set back: that hour comes a second time
            waking = waking.replace(fold=1)
        return waking.astimezone(UTC)
