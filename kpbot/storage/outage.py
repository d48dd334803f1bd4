"""Whether the database is away: said once when it goes and once when it is back, however many parts wait for it.

A part that could not go on calls `began`, and `ended` as soon as it could again. In between every part tries by
itself, at its own pace.
"""

from __future__ import annotations

import re
from time import monotonic

import structlog

from kpbot import metrics

SAID_AGAIN_AFTER = 60.0  # seconds; one that comes and goes is not told of each time

log = structlog.get_logger(__name__)


class Outage:
    """The outage of one database, as the parts of this process see it. It is true while there is one."""

    def __init__(self) -> None:
        self._waiting: set[str] = set()
        self._began = 0.0
        self._said_at: float | None = None
        self._to_be_ended = False

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def began(self, part: str, error: BaseException) -> None:
        first = not self._waiting
        self._waiting.add(part)
        if not first:
            return
        self._began = monotonic()
        metrics.database_away.set(1)
        if self._said_at is None or self._began - self._said_at >= SAID_AGAIN_AFTER:
            self._said_at, self._to_be_ended = self._began, True
            log.warning(_event(error), part=part, setting="database.url", reason=reason(error))

    def ended(self, part: str) -> None:
        if part not in self._waiting:
            return
        self._waiting.discard(part)
        if self._waiting:
            return
        metrics.database_away.set(0)
        if self._to_be_ended:
            self._to_be_ended = False
            log.warning("the database is back", seconds=round(monotonic() - self._began, 1))


def _event(error: BaseException) -> str:
    if is_full(error):
        return "the database has no room left: messages wait until there is some, please make room"
    return "the database is out of reach: messages wait until it is back"


def is_full(error: BaseException) -> bool:
    """Whether there is no room left where the database lies (SQLITE_FULL, or 53100 disk_full)."""
    origin = getattr(error, "orig", None) or error
    return getattr(origin, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(origin, "sqlstate", "") == "53100"


def reason(error: BaseException) -> str:
    """The first line of what the driver said, without SQLAlchemy's statement and values."""
    inner = getattr(error, "orig", None) or error
    lines = str(inner).strip().splitlines()
    said = lines[0] if lines else type(inner).__name__
    return re.sub(r"^<class '[^']*'>: ", "", said)
