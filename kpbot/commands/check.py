"""`kpbot check`: what is wrong, and how to mend it. One line a finding; exit code 1 if something is broken."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.finishing import finish
from kpbot.commands.opening import in_words
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import terminal_language, words

if TYPE_CHECKING:
    from kpbot.app import App
    from kpbot.ports import Platform
    from kpbot.services.catalog import Catalog
    from kpbot.services.checking.finding import Finding
    from kpbot.settings import Settings
    from kpbot.storage.database import Database

PLATFORM_SECONDS = 60  # each asks about its groups one by one
_MARKS = {"fine": ("✔", "green"), "note": ("!", "yellow"), "broken": ("✘", "red")}


@runtime_checkable
class _Telling(Protocol):
    """A platform that knows what is wrong with its account and its rights."""

    async def findings(self) -> Sequence[Finding]: ...


def check(
    online: Annotated[bool, typer.Option("--online", help=words("check-option-online"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=words("check-option-json"))] = False,
    adopt: Annotated[bool, typer.Option("--adopt-folder", help=words("check-option-adopt"))] = False,
    config: ConfigOption = None,
) -> None:
    findings = finish(_all(config, online=online, adopt=adopt))
    broken = sum(finding.level == "broken" for finding in findings)
    notes = sum(finding.level == "note" for finding in findings)
    if as_json:
        typer.echo(json.dumps([_record(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            mark, colour = _MARKS[finding.level]
            typer.echo(f"{typer.style(mark, fg=colour)} {_sentence(finding)}")
        typer.echo(words("check-summary-broken" if broken else "check-summary", broken=broken, notes=notes))
    if broken:
        raise typer.Exit(1)


def _sentence(finding: Finding) -> str:
    from kpbot.logs import scrub

    return scrub(words(f"check-{finding.code}", **finding.values))


def _record(finding: Finding) -> dict[str, object]:
    return {"level": finding.level, "code": finding.code, "message": _sentence(finding)}


async def _all(config: Path | None, *, online: bool, adopt: bool) -> list[Finding]:
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
    return [*found, *[finding async for finding in _checked(settings, online=online, adopt=adopt)]]


async def _checked(settings: Settings, *, online: bool, adopt: bool) -> AsyncIterator[Finding]:
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
    reached = await asyncio.to_thread(machine.address, settings.web.public_url, online=online)
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
            async for finding in _of_records(settings, database, catalog, adopt=adopt):
                yield finding
    finally:
        await database.close()


async def _of_records(
    settings: Settings, database: Database, catalog: Catalog | None, *, adopt: bool
) -> AsyncIterator[Finding]:
    from kpbot.services.checking import judging, machine, records
    from kpbot.storage import roll_ups

    zone = ZoneInfo(settings.time_zone)
    now = datetime.now(zone)
    yesterday = now.date() - timedelta(days=1)
    installation = await _installation(settings, database, adopt=adopt)
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
    for finding in found:
        yield finding
    async for finding in _of_platforms(settings, catalog):
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


async def _of_platforms(settings: Settings, catalog: Catalog | None) -> AsyncIterator[Finding]:
    from kpbot.app import App
    from kpbot.services.catalog import Catalog
    from kpbot.services.checking.finding import note

    app: App = App(settings, catalog=catalog or Catalog())
    try:
        if not app.platforms:
            yield note("platforms-none")
        for platform in app.platforms.values():
            for finding in await _told_by(platform):
                yield finding
    finally:
        await app.database.close()


async def _told_by(platform: Platform) -> Sequence[Finding]:
    import asyncio

    from kpbot.services.checking.finding import broken

    if not isinstance(platform, _Telling):
        return []
    try:
        async with asyncio.timeout(PLATFORM_SECONDS):
            return await platform.findings()
    except TimeoutError:
        return [broken("platform-slow", name=platform.name, seconds=PLATFORM_SECONDS)]
