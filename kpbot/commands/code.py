"""`kpbot code`: print a code that lets a group, a unit's officers or a coordinator in."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words


class GroupKindName(StrEnum):
    OFFICERS = "officers"
    PUBLIC = "public"
    COORDINATORS = "coordinators"


PlaceArgument = Annotated[str, typer.Argument(metavar="PATH", help=words("commands-code-path"))]


def group(
    path: PlaceArgument,
    kind: Annotated[GroupKindName, typer.Option(help=words("commands-code-kind"))] = GroupKindName.OFFICERS,
    config: ConfigOption = None,
) -> None:
    units = kind is not GroupKindName.COORDINATORS
    finish(_print("group", path, config, kind.value, regions=True, units=units))


def unit(path: PlaceArgument, config: ConfigOption = None) -> None:
    finish(_print("unit", path, config, regions=False, units=True))


def coordinator(path: PlaceArgument, config: ConfigOption = None) -> None:
    finish(_print("coordinator", path, config, regions=True, units=False))


async def _print(
    kind: str, path: str, config: Path | None, group_kind: str = "", *, regions: bool, units: bool
) -> None:
    """The code alone on standard output, so that it can be piped; what to do with it on standard error."""
    from kpbot.domain.codes import CodeKind, expires_at
    from kpbot.domain.people import GroupKind
    from kpbot.services.codes import as_printed, make_code
    from kpbot.services.place_paths import places_at

    settings = read_settings(config)
    now = datetime.now(UTC)
    async with opened(settings) as database, database.write() as db:
        found = await places_at(db, path, regions=regions, units=units)
        if not found:
            raise Failed(words("commands-no-place", path=path))
        if len(found) > 1:
            raise Failed(words("commands-which-place", path=path) + "".join(f"\n  {place.path}" for place in found))
        place, code_kind = found[0], CodeKind(kind)
        which = GroupKind(group_kind) if group_kind else None
        code = await make_code(db, code_kind, place.region, place.unit, which, None, now)
    typer.echo(as_printed(code))
    until = expires_at(code_kind, now).astimezone(ZoneInfo(settings.time_zone))
    text = words(f"commands-code-{kind}", place=place.path, code=as_printed(code), until=f"{until:%Y-%m-%d %H:%M}")
    typer.echo(text, err=True)
