"""`kpbot job`: the timed jobs, listed and run by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.app import App
    from kpbot.settings import Settings


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(words("commands-bad-time")) from error


def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help=words("commands-job-name"))],
    at: Annotated[datetime | None, typer.Option(parser=_moment, metavar="TIME", help=words("commands-job-at"))] = None,
    config: ConfigOption = None,
) -> None:
    settings = read_settings(config)
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(settings.time_zone))
    now = datetime.now(UTC)
    if at is not None and at > now:  # it would be done at once, and its time then passed over as done
        raise Failed(words("commands-job-ahead"))
    ran = finish(_run(settings, name, (at or now).astimezone(UTC)))
    typer.echo(words("commands-job-ran", name=name, count=ran))


async def _run(settings: Settings, name: str, at: datetime) -> int:
    from kpbot.metrics import registry

    app = _app(settings)
    try:
        if name not in app.schedule.names:
            raise Failed(words("commands-no-job", name=name, names=", ".join(app.schedule.names)))
        async with opened(settings):
            ran = await app.schedule.run_now(name, at)
    finally:
        await app.database.close()
    if registry.get_sample_value("kpbot_job_failures_total", {"task": name}):
        raise Failed(words("commands-job-failed", name=name))
    return ran


def list_jobs(config: ConfigOption = None) -> None:
    settings = read_settings(config)
    finish(_list(settings))


async def _list(settings: Settings) -> None:
    from rich.console import Console
    from rich.table import Table

    from kpbot.storage import job_slots

    app = _app(settings)
    zone = ZoneInfo(settings.time_zone)
    now = app.clock.now()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "when", "last", "next"):
        table.add_column(words(f"commands-job-column-{heading}"))
    try:
        async with opened(settings) as database:
            timetable = await app.schedule.timetable()
            async with database.read() as db:
                last = await job_slots.last_slots(db)
    finally:
        await app.database.close()
    for timed in timetable:
        when = f"{timed.beat.time} {timed.beat.zone}" if timed.beat.time else words("commands-job-often")
        following = timed.trigger.get_next_fire_time(None, now)
        table.add_row(timed.job.name, when, _shown(last.get(timed.key), zone), _shown(following, zone))
    Console().print(table)


def _shown(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "—"


def _app(settings: Settings) -> App:
    from kpbot import logs
    from kpbot.app import App
    from kpbot.services.catalog import CatalogError

    logs.set_up(settings.log.level, settings.log.format)
    try:
        return App(settings)
    except CatalogError as error:
        raise Failed(str(error)) from error
