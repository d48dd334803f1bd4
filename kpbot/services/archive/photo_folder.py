"""Puts an archive's photos in the place of those in the data folder: all of them, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kpbot.services.archive.reading import Archive, Progress
from kpbot.services.archive.writing import sync_folder

FOLDER = "photos"


class StagedPhotos:
    """An archive's photos, unpacked beside the folder they are meant for. `kept` is where the photos that were there
    before went; None if there were none."""

    def __init__(self, data_dir: Path, staged: Path, kept: Path) -> None:
        self._data_dir = data_dir
        self._staged = staged
        self._kept = kept
        self._placed = False
        self.count = 0
        self.kept: Path | None = None

    def unpack(self, archive: Archive, progress: Progress) -> None:
        folders = set()
        for photo in archive.photos():
            path = self._staged / photo.file
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
            with path.open("xb") as out:
                archive.copy_photo(photo, out)
                out.flush()
                os.fsync(out.fileno())
            self.count += 1
            progress(FOLDER, self.count)
        (self._staged / FOLDER).mkdir(exist_ok=True)
        for folder in (*folders, self._staged / FOLDER):
            sync_folder(folder)

    def place(self) -> None:
        """Two renames: the old folder aside, the new one in."""
        here = self._data_dir / FOLDER
        if here.exists() and any(here.iterdir()):
            here.rename(self._kept)
            self.kept = self._kept
        (self._staged / FOLDER).rename(here)
        self._placed = True
        sync_folder(self._data_dir)

    def put_back(self) -> None:
        here = self._data_dir / FOLDER
        if self._placed:
            here.rename(self._staged / FOLDER)
        if self.kept:
            self.kept.rename(here)


@contextmanager
def staged_photos(archive: Archive, data_dir: Path, now: datetime, progress: Progress) -> Iterator[StagedPhotos]:
    """Unpack; if the block fails after `place`, everything is put back. Raises ArchiveError and OSError."""
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=data_dir) as name:
        staged = StagedPhotos(data_dir, Path(name), data_dir / f"{FOLDER}-before-{now:%Y%m%d-%H%M%S}")
        staged.unpack(archive, progress)
        try:
            yield staged
        except BaseException:
            staged.put_back()
            raise
