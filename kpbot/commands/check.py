"""`kpbot check`: what is wrong, and how to mend it. One line a finding; exit code 1 if something is broken."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from kpbot.commands import asking_platforms
from kpbot.commands.findings import sentence, show
from kpbot.commands.finishing import finish
from kpbot.commands.opening import in_words
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import terminal_language, words

if TYPE_CHECKING:
    from kpbot.services.catalog import Catalog
    from kpbot.services.checking.finding import Finding
    from kpbot.settings import Settings
    from kpbot.storage.database import Database


@dataclass(frozen=True, slots=True)
class _Options:
    """`online`: look at the public address from outside. `fix`: have platforms put right what they can. `adopt`: mark
    the data folder as the right one."""

    online: bool
    fix: bool
    adopt: bool


def check(
    online: Annotated[bool, typer.Option("--online", help=words("check-option-online"))] = False,
    fix: Annotated[bool, typer.Option("--fix", help=words("check-option-fix"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=words("check-option-json"))] = False,
    adopt: Annotated[bool, typer.Option("--adopt-folder", help=words("check-option-adopt"))] = False,
    config: ConfigOption = None,
) -> None:
    findings = finish(_all(config, _Options(online, fix, adopt)))
    broken = sum(finding.level == "broken" for finding in findings)
    notes = sum(finding.level == "note" for finding in findings)
    if as_json:
        typer.echo(json.dumps([_record(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        show(findings)
        typer.echo(words("check-summary-broken" if broken else "check-summary", broken=broken, notes=notes))
    if broken:
        raise typer.Exit(1)


def _record(finding: Finding) -> dict[str, object]:
    return {"level": finding.level, "code": finding.code, "message": sentence(finding)}


async def _all(config: Path | None, options: _Options) -> list[Finding]:
    from kpbot import logs
    from kpbot.services.checking.finding import broken, fine
    from kpbot.settings import DEFAULT_FILE, SettingsError, load_settings

    try:
        settings = load_settings(config)
    except SettingsError as error:
        return [broken("settings-wrong", problem=in_words(problem)) for problem in error.problems]
    logs.set_up("error", settings.log.format)
    file = config or DEFAULT_FILE
    found = [fine("settings", file=str(file)) if file.exists() else fine("settings-none")]
    return [*found, *[finding async for finding in _checked(settings, options)]]


async def _checked(settings: Settings, options: _Options) -> AsyncIterator[Finding]:
    """In the order in which things are mended: the machine, the database, then what is in it."""
    import asyncio

    from kpbot.services.cards import marks
    from kpbot.services.catalog import CatalogError, load_catalog
    from kpbot.services.checking import fonts, judging, machine, records
    from kpbot.services.checking.facts import ContentFacts
    from kpbot.storage.database import Database
    from kpbot.storage.migrate import Schema

    for finding in judging.of_folder(machine.folder(settings.data_dir)):
        yield finding
    font = await asyncio.to_thread(fonts.chinese_font)
    yield judging.of_font(str(font or ""))
    yield judging.of_calendar(machine.calendar(datetime.now(ZoneInfo(settings.time_zone)).date()))
    reached = await asyncio.to_thread(machine.address, settings.web.public_url, online=options.online)
    for finding in judging.of_address(reached):
        yield finding
    catalog: Catalog | None = None
    try:
        catalog = load_catalog(settings.config_dir)
        for finding in marks.findings(settings.config_dir, catalog.sources.values()):
            yield finding
    except CatalogError as error:
        for finding in judging.of_content(ContentFacts(problem=str(error))):
            yield finding
    database = Database(settings.database.url)
    try:
        facts = await records.database(database)
        for finding in judging.of_database(facts):
            yield finding
        if not facts.refused and facts.schema is Schema.CURRENT:
            async for finding in _of_records(settings, database, catalog, options):
                yield finding
    finally:
        await database.close()


async def _of_records(
    settings: Settings, database: Database, catalog: Catalog | None, options: _Options
) -> AsyncIterator[Finding]:
    from kpbot.services.checking import judging, machine, records
    from kpbot.storage import roll_ups

    zone = ZoneInfo(settings.time_zone)
    now = datetime.now(zone)
    yesterday = now.date() - timedelta(days=1)
    installation = await _installation(settings, database, adopt=options.adopt)
    for finding in judging.of_mark(machine.folder(settings.data_dir, installation)):
        yield finding
    async with database.read() as db:
        found = [
            judging.of_roll_ups(yesterday, await roll_ups.differing(db, yesterday, yesterday)),
            *judging.of_work(await records.work(db, now)),
            *judging.of_places(await records.places(db)),
            *judging.of_links(await records.links(db, settings.web.public_url)),
        ]
        if catalog:
            found += judging.of_content(await records.content(db, catalog, terminal_language(), now, zone))
            found += judging.of_national_days(catalog.calendar, now.date())
    for finding in [*found, *await asking_platforms.of_all(settings, database, catalog, fix=options.fix)]:
        yield finding


async def _installation(settings: Settings, database: Database, *, adopt: bool) -> str:
    """The installation's id. The first check of an installation marks its folder; later ones do only if told to."""
    from kpbot.services import installation

    try:
        async with database.write() as db:
            found = await installation.name(db, settings.data_dir)
        if adopt:
            installation.mark(settings.data_dir, found)
    except OSError:
        return ""  # the folder's own finding says why
    return found
