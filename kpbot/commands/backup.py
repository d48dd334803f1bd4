"""`kpbot backup`: everything kpbot keeps as one file, taken while it runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpbot.commands.failing import Failed
from kpbot.commands.finishing import finish
from kpbot.commands.opening import opened, read_settings
from kpbot.commands.options import ConfigOption
from kpbot.commands.progress import progressing
from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.services.archive.manifest import Manifest
    from kpbot.settings import Settings


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=words("archive-backup-file"))],
    force: Annotated[bool, typer.Option("--force", help=words("archive-backup-force"))] = False,
    config: ConfigOption = None,
) -> None:
    from kpbot.services.archive.manifest import ArchiveError

    settings = read_settings(config)
    try:
        manifest = finish(_backup(settings, file, force))
    except ArchiveError as error:
        raise Failed(words(f"archive-error-{error.code}", **error.values)) from error
    except OSError as error:
        raise Failed(words("archive-cannot-write", file=str(file), reason=error.strerror or str(error))) from error
    size = file.stat().st_size / 1_000_000
    photos = manifest.photos.lines
    typer.echo(words("archive-made", file=str(file), rows=manifest.rows, photos=photos, size=f"{size:.1f}"))
    if manifest.missing:
        typer.secho(words("archive-photos-missing", count=manifest.missing), fg="yellow", err=True)


async def _backup(settings: Settings, file: Path, force: bool) -> Manifest:
    from kpbot.services.archive.writing import new_file, write_archive
    from kpbot.storage.archive import snapshot

    with new_file(file, replace=force) as out:
        async with opened(settings) as database, snapshot(database) as db:
            with progressing("archive-progress") as progress:
                return await write_archive(db, settings.data_dir, out, datetime.now(UTC), progress)
