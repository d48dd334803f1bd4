"""Opens an archive and holds every file of it against the manifest before anything is done with it."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from kpbot.services.archive.manifest import MANIFEST, PHOTO_LIST, ArchiveError, Entry, Manifest, read_manifest
from kpbot.storage import archive

PIECE = 1 << 20
LONGEST_MANIFEST = 10 << 20
# What zipfile raises for a file that is cut off or changed.
_DAMAGED = (
    *(BadZipFile, EOFError, KeyError, NotImplementedError, OverflowError, RuntimeError, ValueError),
    *(struct.error, zlib.error),
)
_PHOTO = re.compile(r"photos/\d+/\d+\.jpg")

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class ArchivedPhoto:
    """`file` is relative to the data folder."""

    file: str
    length: int
    sha256: str


class Archive:
    """An open archive. Use `opened_archive`; call `verify` before trusting anything but the manifest."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zipped = zipped
        if MANIFEST not in zipped.namelist():
            raise ArchiveError("not-ours")
        with self._open(MANIFEST) as file:
            self.manifest: Manifest = read_manifest(file.read(LONGEST_MANIFEST))
        if self.manifest.revision not in archive.known_revisions():
            raise ArchiveError("newer", version=self.manifest.kpbot)

    def verify(self, progress: Progress = lambda *_: None) -> None:
        """Read all of it once; raises ArchiveError for the first file that is not what the manifest says."""
        for table in self.manifest.tables:
            progress(table.shape.name, table.entry.lines)
            self._check(table.file, table.entry)
        self._check(PHOTO_LIST, self.manifest.photos)
        for count, photo in enumerate(self.photos(), 1):
            progress("photos", count)
            with self._open(photo.file) as file:
                if _measure(file)[1:] != (photo.length, photo.sha256):
                    raise ArchiveError("damaged", file=photo.file)

    def _check(self, name: str, entry: Entry) -> None:
        with self._open(name) as file:
            if _measure(file) != (entry.lines, entry.bytes, entry.sha256):
                raise ArchiveError("damaged", file=name)

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._zipped.open(name) as file:
                yield file
        except _DAMAGED as error:
            raise ArchiveError("damaged", file=name) from error
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            raise ArchiveError("damaged", file=name) from error  # it points to a place before the beginning

    def lines(self, name: str) -> Iterator[bytes]:
        with self._open(name) as file:
            yield from file

    def photos(self) -> Iterator[ArchivedPhoto]:
        for line in self.lines(PHOTO_LIST):
            try:
                file, length, sha256 = json.loads(line)
            except (ValueError, TypeError) as error:
                raise ArchiveError("damaged", file=PHOTO_LIST) from error
            if not isinstance(file, str) or not _PHOTO.fullmatch(file):  # nothing else may be written to the disk
                raise ArchiveError("damaged", file=PHOTO_LIST)
            yield ArchivedPhoto(file, length, sha256)

    def copy_photo(self, photo: ArchivedPhoto, out: IO[bytes]) -> None:
        with self._open(photo.file) as file:
            while piece := file.read(PIECE):
                out.write(piece)


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """Raises ArchiveError if it is no archive of ours, is cut off, or comes from a later kpbot; OSError."""
    try:
        zipped = ZipFile(path)
    except _DAMAGED as error:
        raise ArchiveError("not-ours") from error
    with zipped:
        yield Archive(zipped)


def _measure(file: IO[bytes]) -> tuple[int, int, str]:
    """Lines, bytes and SHA-256 of what is left of a file."""
    lines, length, sha = 0, 0, hashlib.sha256()
    while piece := file.read(PIECE):
        lines += piece.count(b"\n")
        length += len(piece)
        sha.update(piece)
    return lines, length, sha.hexdigest()
