"""`kpbot code`: print a code that lets a group, a unit's officers or a coordinator in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.settings import Settings
    from kpbot.storage.database import Database


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


def sheet(
    out: Annotated[Path, typer.Argument(metavar="OUT.docx", help=words("invite-command-out"))],
    region: Annotated[str, typer.Option("--region", metavar="PATH", help=words("invite-command-region"))] = "",
    coordinators: Annotated[bool, typer.Option("--coordinators", help=words("invite-command-coordinators"))] = False,
    config: ConfigOption = None,
) -> None:
    finish(_sheet(out, region, config, coordinators=coordinators))


async def _sheet(out: Path, region: str, config: Path | None, *, coordinators: bool) -> None:
    """Cards for everybody of a region who has not joined; codes printed for them before are void."""
    from kpbot.domain.people import PostRole
    from kpbot.services.invitations import card_file, expected
    from kpbot.services.place_paths import places_at

    settings = read_settings(config)
    roles = (PostRole.COORDINATOR,) if coordinators else (PostRole.OFFICER,)
    async with opened(settings) as database, database.write() as db:
        path = "/"
        if region:
            found = await places_at(db, region, units=False)
            if not found:
                raise Failed(words("commands-no-place", path=region))
            if len(found) > 1:
                raise Failed(words("commands-which-place", path=region) + "".join(f"\n  {p.path}" for p in found))
            path = found[0].region.path
        who = await expected(db, [path], roles)
        if not who:
            raise Failed(words("invite-command-none"))
        write(out, await card_file(db, who, None, datetime.now(UTC), settings.language))
    typer.echo(words("invite-command-done", count=len(who), file=str(out)), err=True)


async def print_new(database: Database, settings: Settings, paths: Sequence[str], out: Path) -> None:
    """Cards for the officers of these regions whom nobody has given a code that is still good."""
    from kpbot.domain.people import PostRole
    from kpbot.services.invitations import card_file, expected

    now = datetime.now(UTC)
    async with database.write() as db:
        who = await expected(db, paths, (PostRole.OFFICER,), uninvited_at=now)
        if who:
            write(out, await card_file(db, who, None, now, settings.language))
    typer.echo(words("invite-command-done", count=len(who), file=str(out)) if who else words("invite-command-none-new"))


def write(out: Path, content: bytes) -> None:
    """A file that only its owner can read: whoever has a code can join. Raises Failed; then no code was made."""
    try:
        if not out.parent.is_dir():
            raise FileNotFoundError(str(out.parent))
        out.touch(mode=0o600)
        out.chmod(0o600)
        out.write_bytes(content)
    except OSError as error:
        raise Failed(words("invite-command-not-written", file=str(out), reason=error.strerror or str(error))) from error
