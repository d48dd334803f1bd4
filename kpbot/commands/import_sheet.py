"""`kpbot import`: load a sheet that a county has already; shown first, then all of it or nothing."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpbot.commands.asking import yes_or_no
from kpbot.commands.code import print_new
from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import terminal_language, words

if TYPE_CHECKING:
    from kpbot.domain.places import Region
    from kpbot.domain.sheet_mapping import Unmapped
    from kpbot.services.catalog import Catalog
    from kpbot.services.sheets.by_hand import Read, Table
    from kpbot.services.sheets.kind import Plan, SheetKind
    from kpbot.settings import Settings
    from kpbot.storage.database import Database

SHOWN = 30  # remarks on the terminal


# The names in kpbot.services.sheets.kinds; that is not imported here because `--help` must be quick.
class Kind(StrEnum):
    ROSTER = "roster"
    ITEMS = "items"
    APP_SHARES = "app-shares"


def import_sheet(
    kind: Annotated[Kind, typer.Argument(help=words("imports-kind"))],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=words("imports-file"))],
    yes: Annotated[bool, typer.Option("--yes", "-y", help=words("imports-yes"))] = False,
    region: Annotated[str, typer.Option(metavar="PATH", help=words("imports-region"))] = "",
    report: Annotated[Path | None, typer.Option(metavar="FILE.xlsx", help=words("imports-report"))] = None,
    codes: Annotated[Path | None, typer.Option(metavar="OUT.docx", help=words("invite-command-codes"))] = None,
    config: ConfigOption = None,
) -> None:
    if codes and kind is not Kind.ROSTER:
        raise Failed(words("invite-command-only-roster"))
    content = _content(file)
    settings = read_settings(config)
    finish(_import(settings, kind.value, file.name, content, region, report, codes, yes=yes))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Failed(words("imports-unreadable", file=str(file), reason=error.strerror or "")) from error


async def _import(
    settings: Settings,
    kind: str,
    name: str,
    content: bytes,
    region: str,
    report: Path | None,
    codes: Path | None,
    *,
    yes: bool,
) -> None:
    from kpbot.services.sheets import by_hand
    from kpbot.services.sheets.refused import SheetRefused

    async with opened(settings) as database:
        table = await _table(database, settings, kind, region)
        asking = sys.stdin.isatty() and not yes
        try:
            found = await by_hand.read(table, name, content, _ask_column if asking else None)
        except SheetRefused as refused:
            raise Failed(refused.text(terminal_language())) from refused
        plan = await by_hand.plan(table, found)
        _show(table, found, plan, name, report)
        if not plan.possible:
            raise Failed(words("imports-mend"))
        if plan.changes and _agreed(yes=yes, asking=asking):
            await _apply(table, found, plan)
        if codes:
            await print_new(database, settings, [place.path for place in table.scope] or ["/"], codes)


async def _table(database: Database, settings: Settings, kind: str, region: str) -> Table:
    from kpbot.services.sheets.by_hand import Table

    scope = (await _region(database, region),) if region else ()
    now = datetime.now(UTC)
    return Table(database, settings, _catalog(settings), _kind(kind), terminal_language(), now, scope)


def _kind(name: str) -> SheetKind:
    from kpbot.services.sheets.kinds import BY_NAME

    return BY_NAME[name]


def _catalog(settings: Settings) -> Catalog:
    from kpbot.services.catalog import CatalogError, load_catalog

    try:
        return load_catalog(settings.config_dir)
    except (CatalogError, OSError) as error:
        raise Failed(str(error)) from error


async def _region(database: Database, path: str) -> Region:
    from kpbot.services.place_paths import places_at

    async with database.read() as db:
        found = await places_at(db, path, units=False)
    if len(found) != 1:
        names = words("list-joiner").join(place.path for place in found)
        raise Failed(words("imports-regions" if found else "imports-no-region", path=path, names=names))
    return found[0].region


def _ask_column(unmapped: Unmapped, options: list[tuple[int, str]]) -> int | None:
    """Asks on the terminal, by numbers."""
    from kpbot.services.sheets.choosing import label

    typer.echo(words("imports-which-column", sheet=unmapped.sheet.name, column=label(unmapped.missing[0])))
    for number, (_, heading) in enumerate(options, 1):
        typer.echo(f"  {number}  {' '.join(heading.split())}")
    typer.echo(f"  0  {words('imports-no-column')}")
    while True:
        said = str(typer.prompt(words("imports-number"), default="", show_default=False)).strip()
        if said == "0":
            return None
        if said.isascii() and said.isdigit() and 1 <= int(said) <= len(options):
            return options[int(said) - 1][0]


def _show(table: Table, found: Read, plan: Plan, name: str, report: Path | None) -> None:
    from rich.console import Console
    from rich.text import Text

    from kpbot.services.sheets.preview import ordered, preview
    from kpbot.services.sheets.remarks_file import remarks_file

    lang = terminal_language()
    text = preview(lang, name, table.kind.name, found.sheets, found.left_out, plan, shown=SHOWN, more="imports-more")
    Console().print(Text(text), soft_wrap=True)
    if report:
        try:
            report.write_bytes(remarks_file(lang, ordered(plan)))
        except OSError as error:
            raise Failed(words("commands-cannot-write", file=str(report), reason=error.strerror or "")) from error
        typer.echo(words("imports-reported", file=str(report)))


def _agreed(*, yes: bool, asking: bool) -> bool:
    if yes:
        return True
    if not asking:
        raise Failed(words("imports-say-yes"))
    if yes_or_no(words("imports-agree"), words("imports-yes-or-no"), default=False):
        return True
    typer.echo(words("imports-nothing"))
    return False


async def _apply(table: Table, found: Read, plan: Plan) -> None:
    from kpbot.services.sheets import by_hand

    done = await by_hand.apply(table, found, plan.mark)
    if done is None:
        raise Failed(words("imports-changed"))
    typer.echo(done.text)
    if done.document:
        typer.echo(words("imports-document", file=str(table.settings.data_dir / done.document.path)))
