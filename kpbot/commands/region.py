"""`kpbot region`: what a region has of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import in_words, opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.services.place_paths import PlaceAt
    from kpbot.services.region_settings import RegionLine, Wanted
    from kpbot.storage.database import Db

INHERIT = "inherit"
_SWITCH = {"on": True, "off": False}


def list_regions(config: ConfigOption = None) -> None:
    finish(_list(config))


async def _list(config: Path | None) -> None:
    from kpbot.services import region_settings

    settings = read_settings(config)
    async with opened(settings) as database, database.read() as db:
        for line in await region_settings.lines(db, settings):
            typer.echo(_told(line))


def _told(line: RegionLine) -> str:
    region = line.region
    own = "above" if line.links_from and line.links_from != line.path else "on"
    parts = (
        line.path,
        words(f"commands-region-level-{region.level}"),
        region.time_zone,
        words("commands-region-push", at=line.push_time, own="yes" if region.push_time else "no"),
        words(f"commands-region-links-{own if line.links_from else 'off'}"),
    )
    return "\t".join(parts)


def set_region(
    path: Annotated[str, typer.Argument(metavar="PATH", help=words("commands-region-path"))],
    push_time: Annotated[
        str | None, typer.Option(metavar="HH:MM", help=words("commands-region-option-push-time"))
    ] = None,
    time_zone: Annotated[
        str | None, typer.Option(metavar="NAME", help=words("commands-region-option-time-zone"))
    ] = None,
    short_links: Annotated[
        str | None, typer.Option(metavar="on|off", help=words("commands-region-option-short-links"))
    ] = None,
    config: ConfigOption = None,
) -> None:
    if push_time is time_zone is short_links is None:
        raise Failed(words("commands-region-nothing"))
    if short_links is not None and short_links.lower() not in _SWITCH:
        raise Failed(words("commands-region-switch", given=short_links))
    links = None if short_links is None else _SWITCH[short_links.lower()]
    finish(_set(path, _wanted(push_time, time_zone, links), config))


def _wanted(push_time: str | None, time_zone: str | None, short_links: bool | None) -> Wanted:
    from kpbot.services.region_settings import Wanted

    at = "" if push_time == INHERIT else _checked("--push-time", "push.at", push_time)
    return Wanted(at, _checked("--time-zone", "time_zone", time_zone), short_links)


def _checked(option: str, key: str, value: str | None) -> str | None:
    from kpbot.settings import Problem, SettingsError
    from kpbot.settings.checking import checked

    if value is None:
        return None
    try:
        return checked(key, value)
    except SettingsError as error:
        problem = error.problems[0]
        raise Failed(in_words(Problem(problem.code, "", option, problem.details))) from error


async def _set(path: str, wanted: Wanted, config: Path | None) -> None:
    from kpbot.services import region_settings

    settings = read_settings(config)
    async with opened(settings) as database, database.write() as db:
        place = await _region_at(db, path)
        try:
            changed = await region_settings.change(db, place.region, wanted, datetime.now(UTC))
        except region_settings.StillOn as error:
            raise Failed(words("commands-region-on-above", above=error.above)) from error
        now = next(line for line in await region_settings.lines(db, settings) if line.region.id == place.region.id)
    typer.echo(words(f"commands-region-{'done' if changed else 'same'}", line=_told(now)))
    if changed and (wanted.push_time is not None or wanted.time_zone is not None):
        typer.echo(words("commands-region-soon"), err=True)
    if wanted.short_links:
        typer.echo(words("commands-region-honest"), err=True)
        if not settings.web.public_url:
            typer.echo(words("commands-region-no-address"), err=True)


async def _region_at(db: Db, path: str) -> PlaceAt:
    from kpbot.services.place_paths import places_at

    found = await places_at(db, path, units=False)
    if not found:
        raise Failed(words("commands-no-place", path=path))
    if len(found) > 1:
        raise Failed(words("commands-which-place", path=path) + "".join(f"\n  {place.path}" for place in found))
    return found[0]
