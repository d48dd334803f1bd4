"""`kpbot restore`: a database of either engine, and the photos, from a file that `kpbot backup` made.

The file is checked to its end first. Then the photos are unpacked beside their place, the database is filled in one
transaction, the photos change places, and the transaction commits: whatever fails, all stays as it was.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.progress import progressing
from kpbot.commands.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpbot.services.archive.reading import Archive
    from kpbot.settings import Settings

RUNNING = timedelta(minutes=3)  # a job runs every minute


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=words("archive-restore-file"))],
    replace: Annotated[bool, typer.Option("--replace", help=words("archive-restore-replace"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=words("archive-restore-yes"))] = False,
    config: ConfigOption = None,
) -> None:
    from kpbot.services.archive.manifest import ArchiveError
    from kpbot.services.archive.reading import opened_archive

    settings = read_settings(config)
    try:
        with opened_archive(file) as archive:
            _show(archive, settings)
            with progressing("archive-checking") as progress:
                archive.verify(progress)
            _allowed(finish(_look(settings)), replace=replace, yes=yes)
            try:
                finish(_restore(settings, archive, replace))
            except OSError as error:  # a full disk names no file; what is written to is the data folder
                raise _cannot(error, settings.data_dir) from error
    except ArchiveError as error:
        raise Failed(words(f"archive-error-{error.code}", **error.values)) from error
    except OSError as error:
        raise _cannot(error, file) from error


def _cannot(error: OSError, where: Path) -> Failed:
    """`where` is meant if the error names no file. Raises what is no fault of files: whoever read our output left."""
    if isinstance(error, BrokenPipeError):
        raise error
    return Failed(words("archive-cannot", file=str(error.filename or where), reason=error.strerror or str(error)))


def _show(archive: Archive, settings: Settings) -> None:
    manifest = archive.manifest
    made_at = f"{manifest.made_at.astimezone(ZoneInfo(settings.time_zone)):%Y-%m-%d %H:%M}"
    counts = {"rows": manifest.rows, "photos": manifest.photos.lines}
    typer.echo(words("archive-found", made_at=made_at, version=manifest.kpbot, engine=manifest.engine, **counts))


async def _look(settings: Settings) -> tuple[Mapping[str, int], datetime | None]:
    """Rows by table, and when a job last ran if that is so short a time ago that kpbot must be running."""
    from kpbot.services.archive.restoring import held
    from kpbot.storage import job_slots
    from kpbot.storage.migrate import Schema, schema

    async with opened(settings, migrated=False) as database, database.read() as db:
        if await schema(database) is Schema.UNKNOWN:  # tables would stay that the next upgrade could not make again
            raise Failed(words("archive-later-database"))
        counts = await held(db)
        slots = await job_slots.last_slots(db) if counts.get("job_slots") else {}
    last = max(slots.values(), default=None)
    return counts, last if last and abs(datetime.now(UTC) - last) < RUNNING else None


def _allowed(found: tuple[Mapping[str, int], datetime | None], *, replace: bool, yes: bool) -> None:
    """Raises Failed, or typer.Abort if the operator says no."""
    counts, running = found
    if not counts:
        return
    if not replace:
        raise Failed(words("archive-not-empty", rows=sum(counts.values())))
    if running:
        typer.secho(words("archive-running"), fg="yellow", err=True)
    typer.echo(words("archive-loses", rows=sum(counts.values())))
    for name, count in counts.items():
        typer.echo(f"    {name:<16} {count}")
    if not yes:
        typer.confirm(words("archive-replace-sure"), abort=True)


async def _restore(settings: Settings, archive: Archive, replace: bool) -> None:
    from kpbot import logs
    from kpbot.services import installation
    from kpbot.services.archive import restoring
    from kpbot.services.archive.photo_folder import staged_photos

    logs.set_up("warning", settings.log.format)
    with progressing("archive-progress") as progress:
        async with opened(settings, migrated=False) as database:
            with staged_photos(archive, settings.data_dir, datetime.now(UTC), progress) as photos:
                async with database.write() as db:
                    if not replace and (counts := await restoring.held(db)):
                        raise Failed(words("archive-not-empty", rows=sum(counts.values())))
                    replaced = await restoring.fill(db, archive, progress)
                    installation.mark(settings.data_dir, await installation.known(db))
                    photos.place()
    manifest = archive.manifest
    engine = "sqlite" if database.is_sqlite else "postgresql"
    typer.echo(words("archive-restored", engine=engine, rows=manifest.rows, photos=photos.count))
    if photos.kept:
        typer.echo(words("archive-photos-kept", folder=str(photos.kept)))
    if manifest.missing:
        typer.secho(words("archive-photos-missing", count=manifest.missing), fg="yellow", err=True)
    if replaced:
        typer.secho(words("archive-nul", count=replaced), fg="yellow", err=True)
    typer.echo(words("archive-restored-next"))
