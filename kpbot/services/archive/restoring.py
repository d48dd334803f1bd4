"""Fills a database from an archive: at the revision the archive has, then brought up to this version's."""

from __future__ import annotations

from collections.abc import Mapping

from kpbot.services.archive.lines import LineReader
from kpbot.services.archive.manifest import ArchivedTable, ArchiveError
from kpbot.services.archive.reading import Archive, Progress
from kpbot.storage import archive as storage
from kpbot.storage.database import Db


async def held(db: Db) -> Mapping[str, int]:
    """What a restoration would replace: rows by table; empty for an empty database."""
    return await storage.counts(db)


async def fill(db: Db, archive: Archive, progress: Progress = lambda *_: None) -> int:
    """Replace everything `db` holds by the archive, within the caller's transaction. Returns how many NULs were
    replaced, which only SQLite can hold.

    Raises ArchiveError, after which the caller must roll back.
    """
    manifest = archive.manifest
    shapes = [table.shape for table in manifest.tables]
    await storage.clear(db, [shape.name for shape in shapes])
    await storage.upgrade(db, manifest.revision)
    replaced = 0
    for table in manifest.tables:
        progress(table.shape.name, 0)
        replaced += await _fill_table(db, archive, table)
        progress(table.shape.name, table.entry.lines)
    try:
        await storage.require_references(db)
    except storage.ShapeError as error:
        raise ArchiveError("unfit", table=str(error)) from error
    await storage.set_counters(db, shapes)
    await storage.upgrade(db)
    return replaced


async def _fill_table(db: Db, archive: Archive, table: ArchivedTable) -> int:
    shape = table.shape
    try:
        limits = await storage.require_shape(db, shape)
        reader = LineReader(shape, limits, no_nul=db.dialect.name != "sqlite")
        count = await storage.put(db, shape, (reader.row(line) for line in archive.lines(table.file)))
    except storage.ShapeError as error:
        raise ArchiveError("unfit", table=shape.name) from error
    if count != table.entry.lines:
        raise ArchiveError("damaged", file=table.file)
    return reader.replaced
