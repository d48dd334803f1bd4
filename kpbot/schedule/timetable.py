"""Every job at each of its beats: when its slots are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from kpbot.schedule.jobs import Job
from kpbot.services.rhythm import Beat, beats
from kpbot.services.work import Work


@dataclass(frozen=True, slots=True)
class Timed:
    """A job at one beat, with its trigger. `key` names it in the table of slots."""

    key: str
    job: Job
    beat: Beat
    trigger: BaseTrigger

    def slots(self, since: datetime, until: datetime) -> list[datetime]:
        """When it is due, since < slot <= until, UTC; for collapsing jobs only the latest."""
        if self.job.collapse:
            since = max(since, until - timedelta(days=1, minutes=1))
        found: list[datetime] = []
        at = self.trigger.get_next_fire_time(None, since + timedelta(microseconds=1))
        while at is not None and at <= until:
            found.append(at.astimezone(UTC))
            at = self.trigger.get_next_fire_time(at, at + timedelta(microseconds=1))
        return found[-1:] if self.job.collapse else found


async def timetable(work: Work, jobs: Iterable[Job]) -> list[Timed]:
    """Every job at each of its beats; read again now and then, since regions may change theirs."""
    settings = work.settings
    async with work.database.read() as db:
        zones, pushed = await beats(db, settings)
    found = []
    for job in jobs:
        if job.every:
            trigger = CronTrigger(minute=job.every, timezone=UTC)
            found.append(Timed(job.name, job, Beat(settings.time_zone, ""), trigger))
        for beat in sorted(job.at(settings, zones, pushed)) if job.at else ():
            hour, minute = beat.time.split(":")
            trigger = CronTrigger(hour=int(hour), minute=int(minute), timezone=beat.zone)
            found.append(Timed(f"{job.name} {beat.zone} {beat.time}", job, beat, trigger))
    return found
