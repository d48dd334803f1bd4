"""`kpbot init`: asks what has to be known, writes the configuration, sets up the database, prints a first code.

Each step is whole by itself and may be repeated: whoever stops in the middle starts again and goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kpbot.commands.asking import ask_all, yes_or_no
from kpbot.commands.asking_platforms import mended_by_all
from kpbot.commands.failing import Failed
from kpbot.commands.findings import show
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.plan import Answers, Plan, carry_out, make_plan
from kpbot.commands.words import terminal_language, words

if TYPE_CHECKING:
    from kpbot.domain.content import Item
    from kpbot.settings import Settings


def init(
    language: Annotated[str | None, typer.Option(metavar="zh-CN|en", help=words("commands-init-language"))] = None,
    city: Annotated[str | None, typer.Option(help=words("commands-init-city"))] = None,
    county: Annotated[list[str] | None, typer.Option(help=words("commands-init-county"))] = None,
    database: Annotated[str | None, typer.Option(metavar="URL", help=words("commands-init-database"))] = None,
    public_url: Annotated[str | None, typer.Option(metavar="URL", help=words("commands-init-public-url"))] = None,
    time_zone: Annotated[str | None, typer.Option(help=words("commands-init-time-zone"))] = None,
    reserve_approved_by: Annotated[
        str | None, typer.Option(metavar="NAME", help=words("commands-init-approved-by"))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=words("commands-init-yes"))] = False,
    replace_values: Annotated[bool, typer.Option("--replace", help=words("commands-init-replace"))] = False,
    config: ConfigOption = None,
) -> None:
    from kpbot.settings import DEFAULT_FILE

    file = config or DEFAULT_FILE
    held = read_settings(file if file.exists() else None)
    asking = not yes and sys.stdin.isatty()
    given = {"language": language, "city": city, "database": database, "public_url": public_url}
    answers = ask_all(held, {**given, "time_zone": time_zone}, county, asking=asking)
    plan = make_plan(answers, held, file)
    _show(answers, plan)
    if plan.changed and not asking and not replace_values:
        raise Failed(words("commands-init-would-change", keys=", ".join(key for key, *_ in plan.changed)))
    if asking:
        _go_or_stop(answers.language)
    carry_out(plan)
    settings = read_settings(file)
    # Questions are asked outside the event loop: within it Ctrl-C would not interrupt them.
    waiting = finish(_set_up(settings, answers))
    name = reserve_approved_by or (_asked_to_approve(waiting, answers.language) if asking and waiting else "")
    code = finish(_approve_and_invite(settings, answers, waiting, name))
    place = f"{answers.city}/{answers.counties[0]}" if answers.counties else answers.city
    show(finish(mended_by_all(settings)))
    typer.echo("\n" + words("commands-init-next", city=answers.city, county=place, code=code))


def _show(answers: Answers, plan: Plan) -> None:
    typer.echo(words("commands-init-plan"))
    for path in plan.files:
        text = "commands-init-file-changed" if path.exists() else "commands-init-file-new"
        typer.echo("  " + words(text, file=str(path)))
    for key, now, then in plan.changed:
        from kpbot.logs import scrub

        typer.echo("    " + words("commands-init-key", key=key, now=scrub(now) or "—", then=scrub(then) or "—"))
    places = "、".join(answers.counties) if terminal_language() == "zh-CN" else ", ".join(answers.counties)
    typer.echo("  " + words("commands-init-places", city=answers.city, counties=places or "—"))


async def _set_up(settings: Settings, answers: Answers) -> list[Item]:
    """Prepare the database; returns the items of the reserve that nobody has approved yet."""
    from kpbot import logs
    from kpbot.services.place_paths import set_up_regions
    from kpbot.storage.migrate import Schema, migrate, schema

    logs.set_up("warning", settings.log.format)
    async with opened(settings, migrated=False) as database:
        if await schema(database) is Schema.UNKNOWN:
            raise Failed(words("commands-schema-unknown"))
        await migrate(database)
        async with database.write() as db:
            created = await set_up_regions(db, answers.city, answers.counties, settings.time_zone)
        typer.echo(words("commands-init-database-ready", count=len(created)))
        return await _take_in_reserve(settings)


async def _take_in_reserve(settings: Settings) -> list[Item]:
    from kpbot.app import App
    from kpbot.services import gathering, reserve
    from kpbot.services.catalog import CatalogError

    try:
        app = App(settings)
    except CatalogError as error:
        raise Failed(str(error)) from error
    try:
        own = {key: source for key, source in app.catalog.sources.items() if source.reserve and source.enabled}
        only = replace(app.catalog, sources=own)
        await gathering.gather(app.database, app.feeds, only, settings, datetime.now(UTC))
        async with app.database.read() as db:
            return await reserve.waiting(db, own)
    finally:
        await app.database.close()


def _go_or_stop(lang: str) -> None:
    from kpbot.texts import say

    if not yes_or_no(words("commands-init-go"), say(lang, "commands-yes-or-no"), default=True):
        raise typer.Abort


def _asked_to_approve(waiting: Sequence[Item], lang: str) -> str:
    """The coordinator's name, or nothing if they don't approve now."""
    from kpbot.texts import say

    typer.echo("\n" + words("commands-init-reserve", count=len(waiting)))
    for topic in dict.fromkeys(item.topic for item in waiting):
        typer.echo(f"\n{words(f'topic-{topic.value}')}")
        for item in waiting:
            if item.topic is topic:
                typer.echo(f"  · {item.title}\n      {item.summary}")
    again = say(lang, "commands-init-reserve-yes-or-no")
    if not yes_or_no("\n" + words("commands-init-reserve-ask"), again, default=False):
        return ""
    return str(typer.prompt(words("commands-init-reserve-who"))).strip()


async def _approve_and_invite(settings: Settings, answers: Answers, waiting: Sequence[Item], name: str) -> str:
    """Approve the reserve if `name` did; returns a first coordinator's code. Both or neither."""
    from kpbot.domain.codes import CodeKind
    from kpbot.services import reserve
    from kpbot.services.codes import as_printed, make_code
    from kpbot.services.place_paths import places_at

    now = datetime.now(UTC)
    async with opened(settings) as database, database.write() as db:
        count = await reserve.approve(db, waiting, name, now) if waiting and name else 0
        (city,) = await places_at(db, answers.city, units=False)
        code = await make_code(db, CodeKind.COORDINATOR, city.region, None, None, None, now)
    if count:
        typer.echo(words("commands-init-reserve-approved", count=count, name=name))
    elif waiting:
        typer.echo(words("commands-init-reserve-left", count=len(waiting)))
    else:
        typer.echo(words("commands-init-reserve-done"))
    return as_printed(code)
