"""The table of timed jobs: when each runs, and what becomes of slots that were missed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kpbot.services.rhythm import Beat
from kpbot.services.work import Work
from kpbot.settings import Settings
from kpbot.storage.database import Db

LOOK_BACK = timedelta(days=31)  # further back nothing is caught up

InTransaction = Callable[[Work, Db, Beat, datetime, datetime], Awaitable[None]]
Leased = Callable[[Work, datetime], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the table.

    `at` says at which local time of a zone it runs (one trigger per zone and time), or `every` how often.
    `run` gets the slot and the time now and shares its transaction with the slot's row; `leased` does network and
    gets the slot by lease. Of several slots missed at once only the latest runs if `collapse`, or at start-up if
    `latest_only`; slots older than `grace` are left out at start-up.
    """

    name: str
    at: Callable[[Settings, set[str], set[Beat]], Iterable[Beat]] | None = None
    every: str = ""  # cron minutes
    run: InTransaction | None = None
    leased: Leased | None = None
    collapse: bool = False
    latest_only: bool = False
    grace: timedelta = LOOK_BACK


def _daily(time: Callable[[Settings], str]) -> Callable[[Settings, set[str], set[Beat]], Iterable[Beat]]:
    return lambda settings, zones, _pushed: [Beat(zone, time(settings)) for zone in zones]


def jobs(work: type[Any]) -> tuple[Job, ...]:
    """The table. `work` holds the job functions (kpbot.services.work). What does network stands last, so that of the
    same minute a slow source keeps no push waiting."""
    return (
        Job("editions", at=_daily(lambda s: s.edition.prepare_at), run=work.editions, latest_only=True),
        Job("digest", at=_daily(lambda s: s.digest.at), run=work.digest, latest_only=True, grace=timedelta(hours=10)),
        Job("push", at=lambda _s, _z, pushed: pushed, run=work.push),
        Job("remind", at=_daily(lambda s: s.reminders.at), run=work.remind, latest_only=True, grace=timedelta(hours=9)),
        Job(
            "spot-checks",
            at=_daily(lambda s: s.spot_checks.at),
            run=work.spot_checks,
            latest_only=True,
            grace=timedelta(hours=9),
        ),
        Job("tally", every="*", run=work.tally, collapse=True),
        Job("push-trouble", every="3-59/5", run=work.push_trouble, collapse=True),
        Job("tidy", at=_daily(lambda _s: "03:30"), run=work.tidy, collapse=True),
        Job("pages", every="*", leased=work.pages, collapse=True),
        Job("photos", every="*", leased=work.photos, collapse=True),
        Job("uploads", every="*", leased=work.uploads, collapse=True),
        Job("gather", every="*/15", leased=work.gather, collapse=True),
    )
