"""The command line. Nothing heavy is imported before a command runs, so that `kpbot --help` answers at once."""

from __future__ import annotations

import sys

import typer

from kpbot.commands import (
    backup,
    check,
    code,
    demo,
    edition,
    export,
    feed,
    feed_add,
    feed_list,
    group,
    import_sheet,
    init,
    job,
    migrate,
    recount,
    region,
    restore,
    serve,
    spot_check,
    unit,
    work,
)
from kpbot.commands.failing import Failed
from kpbot.commands.options import ConfigOption
from kpbot.commands.words import words


def build() -> typer.Typer:
    """All commands, in the order in which a newcomer needs them."""
    app = _group("commands-about")
    app.callback()(_everywhere)
    _add(app, "demo", demo.run)
    _add(app, "init", init.init)
    _add(app, "serve", serve.run)
    _add(app, "work", work.run)
    _add(app, "check", check.check, "check-about")
    _add(app, "migrate", migrate.migrate)
    app.add_typer(_regions(), name="region")
    app.add_typer(_units(), name="unit")
    app.add_typer(_codes(), name="code")
    app.add_typer(_groups(), name="group")
    _add(app, "import", import_sheet.import_sheet, "imports-about")
    _add(app, "export", export.export)
    _add(app, "backup", backup.backup, "archive-backup")
    _add(app, "restore", restore.restore, "archive-restore")
    _add(app, "recount", recount.recount)
    app.add_typer(_feeds(), name="feed")
    app.add_typer(_editions(), name="edition")
    app.add_typer(_spot_checks(), name="spot-check")
    app.add_typer(_jobs(), name="job")
    return app


def run() -> None:
    """What the console script calls. Exit codes: 0 fine, 1 the operation failed, 2 wrong usage."""
    try:
        build()()
    except Failed as failed:
        typer.secho(str(failed), fg="red", err=True)
        sys.exit(1)
    except BrokenPipeError:  # whoever read our output, `head` for example, has seen enough
        sys.stderr.close()
        sys.exit(0)


def _everywhere(config: ConfigOption = None) -> None:
    """Options that may stand before every command."""


def _group(about: str) -> typer.Typer:
    return typer.Typer(help=words(about), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _add(app: typer.Typer, name: str, function: object, about: str = "") -> None:
    app.command(name, help=words(about or f"commands-{name}"))(function)  # type: ignore[type-var]


def _regions() -> typer.Typer:
    regions = _group("commands-region")
    _add(regions, "list", region.list_regions, "commands-region-list")
    _add(regions, "set", region.set_region, "commands-region-set")
    return regions


def _units() -> typer.Typer:
    units = _group("commands-unit")
    _add(units, "add", unit.add, "commands-unit-add")
    _add(units, "list", unit.list_units, "commands-unit-list")
    return units


def _codes() -> typer.Typer:
    codes = _group("commands-code")
    _add(codes, "group", code.group, "commands-code-about-group")
    _add(codes, "unit", code.unit, "commands-code-about-unit")
    _add(codes, "coordinator", code.coordinator, "commands-code-about-coordinator")
    _add(codes, "sheet", code.sheet, "invite-command-about")
    return codes


def _groups() -> typer.Typer:
    groups = _group("bound-about")
    _add(groups, "list", group.list_groups, "bound-list")
    _add(groups, "bind", group.bind, "bound-bind")
    _add(groups, "create", group.create, "bound-create")
    return groups


def _feeds() -> typer.Typer:
    feeds = _group("commands-feed")
    _add(feeds, "list", feed_list.list_feeds, "sources-list")
    _add(feeds, "test", feed.try_out, "sources-test")
    _add(feeds, "preview", feed.try_out, "sources-preview")
    _add(feeds, "add", feed_add.add, "sources-add")
    return feeds


def _spot_checks() -> typer.Typer:
    checks = _group("commands-spot-check")
    checks.callback()(_everywhere)  # a group of a single command stays a group
    _add(checks, "show", spot_check.show, "commands-spot-check-show")
    return checks


def _editions() -> typer.Typer:
    editions = _group("explain-group")
    editions.callback()(_everywhere)  # a group of a single command stays a group
    _add(editions, "explain", edition.explain, "explain-about")
    return editions


def _jobs() -> typer.Typer:
    jobs = _group("commands-job")
    _add(jobs, "run", job.run, "commands-job-run")
    _add(jobs, "list", job.list_jobs, "commands-job-list")
    return jobs
