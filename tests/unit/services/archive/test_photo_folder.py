"""Photos change places all together, and back if what follows fails."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from kpbot.services.archive.manifest import MANIFEST, PHOTO_LIST, Entry, Manifest
from kpbot.services.archive.photo_folder import staged_photos
from kpbot.services.archive.reading import opened_archive
from kpbot.storage.archive import known_revisions

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
NEW = {"photos/2026/1.jpg": b"one", "photos/2025/2.jpg": b"two"}


@pytest.fixture
def archive_file(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    lines = [json.dumps([name, len(data), hashlib.sha256(data).hexdigest()]) + "\n" for name, data in NEW.items()]
    listed = "".join(lines).encode()
    entry = Entry(len(lines), len(listed), hashlib.sha256(listed).hexdigest())
    with ZipFile(path, "w") as zipped:
        for name, data in {**NEW, PHOTO_LIST: listed}.items():
            zipped.writestr(name, data)
        manifest = Manifest("0.1.0", min(known_revisions()), NOW, "sqlite", (), entry)
        zipped.writestr(MANIFEST, manifest.to_json())
    return path


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    (tmp_path / "data" / "photos" / "2024").mkdir(parents=True)
    (tmp_path / "data" / "photos" / "2024" / "0.jpg").write_bytes(b"old")
    return tmp_path / "data"


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(archive_file: Path, data_dir: Path, fail: type[BaseException] | None = None) -> None:
    with opened_archive(archive_file) as archive:
        archive.verify()
        with staged_photos(archive, data_dir, NOW, lambda *_: None) as staged:
            assert held(data_dir / "photos") == {"2024/0.jpg": b"old"} or not (data_dir / "photos").exists()
            staged.place()
            if fail:
                raise fail


def test_the_new_ones_come_and_the_old_ones_are_kept(archive_file: Path, data_dir: Path) -> None:
    put(archive_file, data_dir)
    assert held(data_dir) == {**NEW, "photos-before-20261123-010500/2024/0.jpg": b"old"}


def test_where_there_were_none(archive_file: Path, tmp_path: Path) -> None:
    (tmp_path / "fresh").mkdir()
    put(archive_file, tmp_path / "fresh")
    assert held(tmp_path / "fresh") == NEW


@pytest.mark.parametrize("fail", [OSError, KeyboardInterrupt])
def test_what_fails_afterwards_brings_the_old_ones_back(
    archive_file: Path, data_dir: Path, fail: type[BaseException]
) -> None:
    with pytest.raises(fail):
        put(archive_file, data_dir, fail)
    assert held(data_dir) == {"photos/2024/0.jpg": b"old"}
    assert sorted(path.name for path in data_dir.iterdir()) == ["photos"]
