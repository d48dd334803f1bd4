"""`kpbot export`: records as a table for people or a file for programs."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.services.catalog import Catalog
    from kpbot.settings import Settings


# The same names as kpbot.services.export has; that is not imported here because `--help` must be quick.
class Kind(StrEnum):
    SHARES = "shares"
    EVENTS = "events"
    UPKEEP = "upkeep"
    OFFICERS = "officers"


class Form(StrEnum):
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


class Language(StrEnum):
    CHINESE = "zh-CN"
    ENGLISH = "en"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(words("commands-bad-day")) from error


def export(
    kind: Annotated[Kind, typer.Argument(help=words("commands-export-kind"))],
    since: Annotated[
        date | None, typer.Option(parser=_day, metavar="YYYY-MM-DD", help=words("commands-export-since"))
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=_day, metavar="YYYY-MM-DD", help=words("commands-export-until"))
    ] = None,
    form: Annotated[Form, typer.Option("--format", help=words("commands-export-format"))] = Form.CSV,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=words("commands-export-output"))
    ] = None,
    lang: Annotated[Language | None, typer.Option(help=words("commands-export-lang"))] = None,
    config: ConfigOption = None,
) -> None:
    settings = read_settings(config)
    today = datetime.now(ZoneInfo(settings.time_zone)).date()
    until = until or today
    since = since or until.replace(day=1)
    if since > until:
        raise typer.BadParameter(words("commands-export-backwards"))
    if output is None and form is Form.XLSX:
        output = Path(f"kpbot-{kind}-{since}-{until}.xlsx")
    language = str(lang or settings.language)
    with _target(output) as out:
        count = finish(_export(settings, kind, since, until, form, language, out))
    if output:
        typer.echo(words("commands-exported", count=count, file=str(output)), err=True)


async def _export(
    settings: Settings, kind: Kind, since: date, until: date, form: Form, lang: str, out: IO[bytes]
) -> int:
    from kpbot.services.export import COLUMNS, ExportKind, records
    from kpbot.services.export_files import ExportFormat, write
    from kpbot.texts import say

    which = ExportKind(kind.value)
    catalog = _catalog(settings)
    async with opened(settings) as database, database.read() as db:
        rows = records(db, which, since, until, catalog, settings)
        sheet = say(lang, f"export-sheet-{which}")
        return await write(rows, COLUMNS[which], ExportFormat(form.value), out, lang, sheet)


def _catalog(settings: Settings) -> Catalog:
    """What sources are called. Records must not be lost over a broken file, so without it they keep their keys."""
    from kpbot.services.catalog import Catalog, CatalogError, load_catalog

    try:
        return load_catalog(settings.config_dir)
    except (CatalogError, OSError) as error:
        typer.echo(words("commands-export-no-names", reason=str(error)), err=True)
        return Catalog()


@contextmanager
def _target(output: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears only when it is complete."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
    except OSError as error:
        raise Failed(words("commands-cannot-write", file=str(output), reason=error.strerror or "")) from error
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        unfinished.chmod(0o644 & ~_umask())
        unfinished.replace(output)
    except OSError as error:
        raise Failed(words("commands-cannot-write", file=str(output), reason=error.strerror or "")) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
