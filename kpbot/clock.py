"""The clocks: the system's, and one that a rehearsal moves."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """Starts at `start` (aware); stands still until moved, or runs at the pace of real time when told to."""

    def __init__(self, start: datetime, *, running: bool = False) -> None:
        self._base = start.astimezone(UTC)
        self._since: float | None = time.monotonic() if running else None

    def now(self) -> datetime:
        if self._since is None:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def move_to(self, moment: datetime) -> None:
        """Jump forward; time never goes back."""
        self._base = max(moment.astimezone(UTC), self.now())
        if self._since is not None:
            self._since = time.monotonic()

    def stop(self) -> None:
        self._base, self._since = self.now(), None

    def run(self) -> None:
        self._base, self._since = self.now(), time.monotonic()
