"""Makes an archive: every row of every table as of one moment, then the photos those rows name.

rows (streamed) → tables/*.jsonl ─┐
stored photos → photos/… ─────────┤ one zip, under a temporary name until all of it is on the disk
counts and checksums → manifest ──┘
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kpbot.services.archive.lines import to_line
from kpbot.services.archive.manifest import MANIFEST, PHOTO_LIST, ArchivedTable, ArchiveError, Entry, Manifest
from kpbot.storage import archive
from kpbot.storage.database import Db
from kpbot.storage.item_pictures import PictureState
from kpbot.storage.photos import PhotoState

PIECE = 1 << 20  # bytes of a photo in memory
PROGRESS_EVERY = 5_000  # rows
_KEPT = (PhotoState.STORED, PictureState.STORED, PictureState.DECLINED)

Progress = Callable[[str, int], None]
"""Told what is being worked on (a table's name, or `photos`) and how many rows or files are done."""


@contextmanager
def new_file(target: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """A file that gets its name only when it is complete and on the disk; readable by its owner alone, since it holds
    what people said. Raises ArchiveError if there is one already, and OSError."""
    _require_absent(target, replace=replace)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        _require_absent(target, replace=replace)
        unfinished.replace(target)
        sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _require_absent(target: Path, *, replace: bool) -> None:
    if target.exists() and not (replace and target.is_file()):
        raise ArchiveError("exists", file=str(target))


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def write_archive(
    db: Db, data_dir: Path, out: IO[bytes], now: datetime, progress: Progress = lambda *_: None
) -> Manifest:
    """Write everything `db` shows, a snapshot, and the photos in `data_dir`. Raises OSError.

    A photo that was forgotten meanwhile, or whose file is gone, is counted as missing.
    """
    made_with = {"kpbot": version("kpbot"), "revision": await archive.revision(db), "engine": db.dialect.name}
    with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True, compresslevel=6) as zipped:
        tables = [await _write_table(db, shape, zipped, now, progress) for shape in archive.shapes()]
        listed, missing = await _write_photos(db, data_dir, zipped, now, progress)
        manifest = Manifest(**made_with, made_at=now, tables=tuple(tables), photos=listed, missing=missing)
        zipped.writestr(_named(MANIFEST, now), manifest.to_json())
    return manifest


@dataclass(slots=True)
class _Measured:
    """Passes bytes on and measures them."""

    out: IO[bytes]
    lines: int = 0
    length: int = 0
    _sha: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, line: bytes) -> None:
        self.out.write(line)
        self._sha.update(line)
        self.lines += 1
        self.length += len(line)

    @property
    def entry(self) -> Entry:
        return Entry(self.lines, self.length, self._sha.hexdigest())


def _named(name: str, now: datetime, method: int = ZIP_DEFLATED) -> ZipInfo:
    info = ZipInfo(name, now.timetuple()[:6])
    info.compress_type = method
    info.external_attr = 0o600 << 16
    return info


async def _write_table(
    db: Db, shape: archive.Shape, zipped: ZipFile, now: datetime, progress: Progress
) -> ArchivedTable:
    progress(shape.name, 0)
    with zipped.open(_named(f"tables/{shape.name}.jsonl", now), "w", force_zip64=True) as out:
        measured = _Measured(out)
        async for row in archive.rows(db, shape.name):
            measured.write(to_line(row))
            if measured.lines % PROGRESS_EVERY == 0:
                progress(shape.name, measured.lines)
    return ArchivedTable(shape, measured.entry)


async def _write_photos(
    db: Db, data_dir: Path, zipped: ZipFile, now: datetime, progress: Progress
) -> tuple[Entry, int]:
    """The list of photos is written after them, because a zip takes one file at a time: it waits on the disk."""
    missing, count = 0, 0
    with tempfile.TemporaryFile() as waiting:
        listed = _Measured(waiting)
        async for name in _stored(db):
            if (copied := _copy(data_dir / name, name, zipped, now)) is None:
                missing += 1
                continue
            listed.write(f"{json.dumps([name, *copied])}\n".encode())
            count += 1
            progress("photos", count)
        waiting.seek(0)
        with zipped.open(_named(PHOTO_LIST, now), "w", force_zip64=True) as out:
            while piece := waiting.read(PIECE):
                out.write(piece)
    return listed.entry, missing


async def _stored(db: Db) -> AsyncIterator[str]:
    for table in ("photos", "item_pictures"):
        columns = [name for shape in archive.shapes() if shape.name == table for name in shape.names]
        state, file = columns.index("state"), columns.index("file")
        async for row in archive.rows(db, table):
            if row[state] in _KEPT and row[file]:
                yield row[file]


def _copy(path: Path, name: str, zipped: ZipFile, now: datetime) -> tuple[int, str] | None:
    """Length and SHA-256 of what was copied; None if there is no such file."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return None
    with source, zipped.open(_named(name, now, ZIP_STORED), "w", force_zip64=True) as out:
        measured = _Measured(out)
        while piece := source.read(PIECE):
            measured.write(piece)
    return measured.length, measured.entry.sha256
