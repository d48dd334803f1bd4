"""`kpbot unit`: register communities, schools and villages, and list them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words


class KindName(StrEnum):
    COMMUNITY = "community"
    SCHOOL = "school"
    VILLAGE = "village"


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help=words("commands-unit-path"))],
    kind: Annotated[KindName, typer.Option(help=words("commands-unit-kind"))],
    demonstration: Annotated[bool, typer.Option("--demonstration", help=words("commands-unit-demonstration"))] = False,
    config: ConfigOption = None,
) -> None:
    finish(_add(paths, kind.value, config, demonstration=demonstration))


async def _add(paths: list[str], kind: str, config: Path | None, *, demonstration: bool) -> None:
    """All of them or none."""
    from kpbot.domain.places import UnitKind
    from kpbot.services.place_paths import PlaceError, add_unit_at

    settings = read_settings(config)
    added = []
    async with opened(settings) as database, database.write() as db:
        for path in paths:
            try:
                added.append((await add_unit_at(db, path, UnitKind(kind), demonstration=demonstration)).path)
            except PlaceError as error:
                raise Failed(words(f"commands-unit-{error.code}", path=path, **error.details)) from error
    for path in added:
        typer.echo(words("commands-unit-added", path=path))


def list_units(config: ConfigOption = None) -> None:
    finish(_list(config))


async def _list(config: Path | None) -> None:
    from kpbot.services.place_paths import all_units

    settings = read_settings(config)
    async with opened(settings) as database, database.read() as db:
        for place in await all_units(db):
            if place.unit:
                mark = words("commands-unit-marked") if place.unit.demonstration else ""
                typer.echo(f"{place.path}\t{words(f'commands-unit-kind-{place.unit.kind}')}{mark}")
