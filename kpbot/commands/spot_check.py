"""`kpbot spot-check show`: what was drawn of a week and answered, and the same lot drawn again to compare."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.services.spot_checks import Shown
    from kpbot.settings import Settings

_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{1,2})", re.IGNORECASE)


def _monday(text: str) -> date:
    """The Monday of an ISO week."""
    said = _WEEK.fullmatch(text.strip())
    try:
        return date.fromisocalendar(int(said[1]), int(said[2]), 1) if said else _refuse()
    except ValueError as error:
        raise typer.BadParameter(words("commands-spot-check-bad-week")) from error


def _refuse() -> date:
    raise ValueError


def show(
    region: Annotated[str, typer.Option(metavar="PATH", help=words("commands-spot-check-region"))],
    week: Annotated[
        date | None, typer.Option(parser=_monday, metavar="YYYY-Www", help=words("commands-spot-check-week"))
    ] = None,
    config: ConfigOption = None,
) -> None:
    settings = read_settings(config)
    found = finish(_show(settings, region, week))
    first, last = found.days
    named = f"{first:%G-W%V}"
    typer.echo(words("commands-spot-check-head", place=found.place, since=f"{first}", until=f"{last}", week=named))
    if not found.asked:
        typer.echo(words("commands-spot-check-none"))
        return
    for number, one in enumerate(found.asked, 1):
        answer = words(f"spot-answer-{one.answer}" if one.answer else "mydata-spot-waiting")
        where = words(f"destination-{one.destination}")
        parts = (f"{number}", f"{one.day}", one.unit, one.officer, where, one.title, answer, one.by)
        typer.echo("\t".join(parts).rstrip())
    same = not found.missing and not found.other
    text = "commands-spot-check-same" if same else "commands-spot-check-differs"
    typer.echo(words(text, count=len(found.asked), missing=found.missing, other=found.other))


async def _show(settings: Settings, path: str, week: date | None) -> Shown:
    from kpbot.domain.spot_checks import WEEK, monday
    from kpbot.services import spot_checks
    from kpbot.services.place_paths import places_at
    from kpbot.services.rhythm import local_day

    async with opened(settings) as database, database.read() as db:
        found = await places_at(db, path, units=False)
        if not found:
            raise Failed(words("commands-no-place", path=path))
        if len(found) > 1:
            raise Failed(words("commands-which-place", path=path) + "".join(f"\n  {place.path}" for place in found))
        region = found[0].region
        asked = week + timedelta(days=WEEK) if week else monday(local_day(datetime.now(UTC), region.time_zone))
        return await spot_checks.show(db, settings, region, asked)
