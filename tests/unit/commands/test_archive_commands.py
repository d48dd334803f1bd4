"""`kpbot backup` and `kpbot restore` as an operator meets them, on SQLite."""

from __future__ import annotations

import errno
import io
import os
import resource
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kpbot.commands.words import words
from kpbot.services.archive.manifest import ArchiveError
from kpbot.services.archive.reading import Archive, opened_archive
from kpbot.services.installation import FACT, FILE
from tests.unit.commands.conftest import Kpbot

FILE_NAME = "kpbot.zip"
PHOTOS = {"photos/2026/11.jpg": b"\xff\xd8one", "photos/2026/12.jpg": b"\xff\xd8two" * 500_000}


def sql(statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect("var/kpbot.db")) as db, db:
        return db.execute(statement, values).fetchall()


def photo_row(number: int, file: str, state: str = "stored") -> None:
    columns = "id, owner_kind, owner_id, platform, ref, state, file, received_at"
    given = (number, "event", 1, "rehearsal", f"r{number}", state, file, "2026-11-23 01:05:00.000000")
    sql(f"INSERT INTO photos ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *given)


@pytest.fixture
def in_use(installed: Kpbot) -> Kpbot:
    """Two stored photos, one that is still to come, one whose file is gone; and a marked folder."""
    for number, (name, content) in enumerate(PHOTOS.items(), 11):
        Path("var", name).parent.mkdir(parents=True, exist_ok=True)
        Path("var", name).write_bytes(content)
        photo_row(number, name)
    photo_row(13, "", "waiting")
    photo_row(14, "photos/2026/14.jpg")
    sql("INSERT INTO facts (name, value) VALUES (?, ?)", FACT, "abc")
    return installed


def everything(kpbot: Kpbot) -> tuple[dict[str, list[tuple[object, ...]]], dict[str, bytes]]:
    names = [str(row[0]) for row in sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    files = {str(p): p.read_bytes() for p in sorted(Path("var").rglob("photos*/**/*")) if p.is_file()}
    return {name: sorted(sql(f"SELECT * FROM {name}"), key=repr) for name in names}, files


def test_a_backup_is_one_private_file_without_secrets(in_use: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPBOT_DATABASE__URL", "sqlite:///var/kpbot.db?timeout=17")
    ended = in_use("backup", FILE_NAME)
    assert ended.code == 0
    assert FILE_NAME in ended.out
    assert ended.err.strip() == words("archive-photos-missing", count=1)
    assert stat.S_IMODE(Path(FILE_NAME).stat().st_mode) == 0o600
    with zipfile.ZipFile(FILE_NAME) as zipped:
        assert zipped.testzip() is None
        names = set(zipped.namelist())
        held = b"".join(zipped.read(name) for name in names)
    assert set(PHOTOS) < names
    assert not any("toml" in name or ".." in name for name in names)
    assert b"timeout=17" not in held
    assert [path.name for path in Path().iterdir() if "part" in path.name] == []


def test_a_backup_is_not_overwritten_unless_asked(installed: Kpbot) -> None:
    Path(FILE_NAME).write_bytes(b"precious")
    ended = installed("backup", FILE_NAME)
    assert ended.code == 1
    assert ended.err.strip() == words("archive-error-exists", file=FILE_NAME)
    assert Path(FILE_NAME).read_bytes() == b"precious"
    assert installed("backup", FILE_NAME, "--force").code == 0
    assert zipfile.is_zipfile(FILE_NAME)


def test_a_backup_that_fails_leaves_nothing_behind(installed: Kpbot) -> None:
    Path("folder").mkdir()
    assert installed("backup", "folder", "--force").code == 1
    assert installed("backup", "no/such/folder.zip").code == 1
    shutil.move("var/kpbot.db", "aside.db")
    ended = installed("backup", FILE_NAME)
    assert (ended.code, ended.err.strip()) == (1, words("commands-schema-empty"))
    assert not Path(FILE_NAME).exists()
    assert [path.name for path in Path().iterdir() if "part" in path.name] == []


def test_restored_into_an_empty_folder_all_is_there(in_use: Kpbot) -> None:
    in_use("backup", FILE_NAME)
    before = everything(in_use)
    shutil.rmtree("var")
    ended = in_use("restore", FILE_NAME)
    assert ended.code == 0, ended.err
    assert everything(in_use) == before
    assert Path("var", FILE).read_text().strip() == "abc"
    assert words("archive-restored-next") in ended.out
    assert words("archive-photos-missing", count=1) in ended.err
    assert sorted(path.name for path in Path("var").iterdir()) == sorted([FILE, "kpbot.db", "photos"])


def test_what_is_there_is_replaced_only_when_asked_and_agreed(in_use: Kpbot, monkeypatch: pytest.MonkeyPatch) -> None:
    in_use("backup", FILE_NAME)
    known = sql("SELECT name FROM facts ORDER BY name")
    sql("INSERT INTO facts (name, value) VALUES ('later', '1')")
    Path("var/photos/2026/15.jpg").write_bytes(b"later")
    before = everything(in_use)
    refused = in_use("restore", FILE_NAME)
    assert refused.code == 1
    assert "--replace" in refused.err
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody answers
    asked = in_use("restore", FILE_NAME, "--replace")
    assert asked.code == 1
    assert f"facts            {len(known) + 1}" in asked.out
    assert everything(in_use) == before
    done = in_use("restore", FILE_NAME, "--replace", "--yes")
    assert done.code == 0, done.err
    assert sql("SELECT name FROM facts ORDER BY name") == known
    (kept,) = Path("var").glob("photos-before-*")
    assert (kept / "2026" / "15.jpg").read_bytes() == b"later"
    assert str(kept) in done.out
    assert {str(p.relative_to("var")): p.read_bytes() for p in Path("var/photos").rglob("*.jpg")} == PHOTOS


def test_a_database_of_a_later_version_is_left_to_it(in_use: Kpbot) -> None:
    in_use("backup", FILE_NAME)
    sql("CREATE TABLE of_later (id INTEGER)")
    sql("UPDATE alembic_version SET version_num = '0999'")
    before = everything(in_use)
    ended = in_use("restore", FILE_NAME, "--replace", "--yes")
    assert (ended.code, ended.err.strip()) == (1, words("archive-later-database"))
    assert everything(in_use) == before


def test_an_operator_is_warned_while_kpbot_runs(installed: Kpbot) -> None:
    installed("backup", FILE_NAME)
    now = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
    sql(f"INSERT INTO job_slots (job, slot, done) VALUES ('tally', {now}, 1)")
    assert words("archive-running") in installed("restore", FILE_NAME, "--replace", "--yes").err


def test_a_place_for_photos_that_cannot_be_had_changes_nothing(in_use: Kpbot) -> None:
    in_use("backup", FILE_NAME)
    shutil.rmtree("var/photos")
    Path("var", "photos").write_text("a file where the folder should go")
    before = everything(in_use)
    ended = in_use("restore", FILE_NAME, "--replace", "--yes")
    assert ended.code == 1
    assert "photos" in ended.err
    assert Path("var", "photos").read_text() == "a file where the folder should go"
    assert everything(in_use) == before
    assert list(Path("var").glob(".restoring-*")) == []


def test_no_room_for_the_photos_is_said_of_the_data_folder(in_use: Kpbot) -> None:
    in_use("backup", FILE_NAME)
    before = everything(in_use)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        ended = in_use("restore", FILE_NAME, "--replace", "--yes")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (ended.code, ended.err.strip()) == (1, words("archive-cannot", file="var", reason=os.strerror(errno.EFBIG)))
    assert everything(in_use) == before


def contents(archive: Archive) -> Iterator[bytes]:
    archive.verify()
    yield archive.manifest.to_json().encode()
    for table in archive.manifest.tables:
        yield from archive.lines(table.file)
    for photo in archive.photos():
        yield photo.sha256.encode()


@pytest.fixture
def small(installed: Kpbot) -> bytes:
    """An archive of a few kilobytes with a photo."""
    sql("DELETE FROM items")
    Path("var/photos/2026").mkdir(parents=True)
    Path("var/photos/2026/11.jpg").write_bytes(b"\xff\xd8photo")
    photo_row(11, "photos/2026/11.jpg")
    installed("backup", FILE_NAME)
    return Path(FILE_NAME).read_bytes()


def test_a_backup_cut_off_anywhere_is_refused_and_changes_nothing(installed: Kpbot, small: bytes) -> None:
    before = everything(installed)
    for length in range(0, len(small), 97):
        Path("cut.zip").write_bytes(small[:length])
        with pytest.raises(ArchiveError), opened_archive(Path("cut.zip")) as archive:
            archive.verify()
    ended = installed("restore", "cut.zip", "--replace", "--yes")
    assert (ended.code, ended.err.strip()) == (1, words("archive-error-not-ours"))
    assert everything(installed) == before


def test_a_backup_with_one_byte_changed_is_refused_or_still_says_the_same(small: bytes) -> None:
    with opened_archive(Path(FILE_NAME)) as archive:
        whole = list(contents(archive))
    refused = 0
    for place in range(0, len(small), 23):
        Path("bad.zip").write_bytes(small[:place] + bytes([small[place] ^ 0x55]) + small[place + 1 :])
        try:
            with opened_archive(Path("bad.zip")) as archive:
                assert list(contents(archive)) == whole
        except ArchiveError:
            refused += 1
    assert refused > 50


def test_a_reference_to_nothing_is_refused_before_anything_is_changed(installed: Kpbot) -> None:
    sql("INSERT INTO accounts (platform, user, person_id) VALUES ('rehearsal', 'u', 404)")
    installed("backup", FILE_NAME)
    before = everything(installed)
    ended = installed("restore", FILE_NAME, "--replace", "--yes")
    assert (ended.code, ended.err.strip()) == (1, words("archive-error-unfit", table="accounts"))
    assert everything(installed) == before


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("tables/regions.jsonl", "青禾县", "红禾县", "archive-error-damaged"),
        ("photos/2026/11.jpg", "photo", "ph0to", "archive-error-damaged"),
        ("photos.jsonl", "photos/2026/11.jpg", "photos/../../11.jpg", "archive-error-damaged"),
        ("manifest.json", '"kpbot-archive"', '"kpbot-arxhive"', "archive-error-not-ours"),
        ("manifest.json", '"revision": "', '"revision": "9', "archive-error-newer"),
        ("manifest.json", '"format_version": 1', '"format_version": 2', "archive-error-newer"),
        ("manifest.json", '"lines"', '"limes"', "archive-error-not-ours"),
    ],
)
def test_a_backup_that_was_tampered_with_is_refused_and_changes_nothing(
    installed: Kpbot, small: bytes, name: str, old: str, new: str, said: str
) -> None:
    before = everything(installed)
    with zipfile.ZipFile(FILE_NAME) as good, zipfile.ZipFile("bad.zip", "w") as bad:
        for each in good.namelist():
            content = good.read(each)
            assert each != name or old.encode() in content
            bad.writestr(each, content.replace(old.encode(), new.encode()) if each == name else content)
    ended = installed("restore", "bad.zip", "--replace", "--yes")
    assert ended.code == 1
    assert ended.err.strip() == words(said, file=name, version="0.1.0")
    assert everything(installed) == before


def test_something_else_is_no_backup(installed: Kpbot) -> None:
    Path("text.zip").write_text("hello")
    assert installed("restore", "text.zip").err.strip() == words("archive-error-not-ours")
    with zipfile.ZipFile("other.zip", "w") as other:
        other.writestr("a.txt", "a")
    assert installed("restore", "other.zip").err.strip() == words("archive-error-not-ours")
    assert installed("restore", "missing.zip").code == 1
