"""Archives out of and into real databases of both kinds."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import func, select, text

from kpbot.services.archive.manifest import ArchiveError, Manifest
from kpbot.services.archive.reading import opened_archive
from kpbot.services.archive.restoring import fill, held
from kpbot.services.archive.writing import new_file, write_archive
from kpbot.storage import archive, facts, migrate
from kpbot.storage.database import Database, Db, insert
from kpbot.storage.ids import new_id
from kpbot.storage.tables import audit, items, metadata, outbox, regions, shares
from tests.fakes.every_column import ROWS, fill_every_column

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
_numbers = count()


@pytest.fixture
def empty_urls(postgres: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Addresses of databases without a single table, by engine."""
    name = f"empty{os.getpid()}_{next(_numbers)}"
    asyncio.run(_at_server(postgres, f"CREATE DATABASE {name} TEMPLATE template0"))
    yield {"sqlite": f"sqlite:///{tmp_path}/empty.db", "postgresql": postgres.replace("/template_kpbot", f"/{name}")}
    with suppress(Exception):
        asyncio.run(_at_server(postgres, f"DROP DATABASE {name} WITH (FORCE)"))


async def _at_server(template: str, statement: str) -> None:
    server = Database(template.replace("/template_kpbot", "/postgres"))
    async with server.engine.connect() as db:
        await db.execution_options(isolation_level="AUTOCOMMIT")
        await db.execute(text(statement))
    await server.close()


@pytest.fixture
async def empty(database: Database, empty_urls: dict[str, str]) -> AsyncIterator[Database]:
    """An empty database of the other engine."""
    found = Database(empty_urls["postgresql" if database.is_sqlite else "sqlite"])
    yield found
    await found.close()


async def back_up(database: Database, path: Path) -> Manifest:
    with new_file(path, replace=True) as out:
        async with archive.snapshot(database) as db:
            return await write_archive(db, path.parent, out, NOW)


async def restore(path: Path, database: Database) -> int:
    with opened_archive(path) as opened:
        opened.verify()
        async with database.write() as db:
            return await fill(db, opened)


async def counted(database: Database) -> dict[str, int]:
    async with database.read() as db:
        return dict(await held(db))


def raw_rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """What SQLite's file holds, byte for byte, without any type of ours."""
    with sqlite3.connect(str(database.engine.url.database)) as db:
        kept = metadata.tables.keys() - archive.LEFT_OUT
        found = {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in kept}
    db.close()
    return found


async def test_there_and_back_every_row_is_the_same_to_the_byte(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    async with database.write() as db:
        rows = await fill_every_column(db)
    first = await back_up(database, tmp_path / "first.zip")
    assert first.rows == rows - ROWS * len(archive.LEFT_OUT)
    await restore(tmp_path / "first.zip", empty)
    second = await back_up(empty, tmp_path / "second.zip")
    assert [t.entry for t in second.tables] == [t.entry for t in first.tables]
    before = raw_rows(database) if database.is_sqlite else {}
    await restore(tmp_path / "second.zip", database)
    third = await back_up(database, tmp_path / "third.zip")
    assert [t.entry for t in third.tables] == [t.entry for t in first.tables]
    if database.is_sqlite:
        assert raw_rows(database) == before
    assert await counted(database) == dict.fromkeys(metadata.tables.keys() - archive.LEFT_OUT, ROWS)
    async with empty.read() as db, database.read() as other:
        assert await archive.revision(db) == await archive.revision(other) != ""


async def test_a_restored_database_has_the_schema_of_this_version_and_counts_on(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    row = {"platform": "rehearsal", "chat": "c", "priority": 1, "state": "due", "due_at": NOW, "expires_at": NOW}
    async with database.write() as db:
        for number in range(3):
            await db.execute(insert(db, outbox).values(key=f"k{number}", **row))
        highest = (await db.execute(select(func.max(outbox.c.id)))).scalar_one()
    await back_up(database, tmp_path / "a.zip")
    for target in (empty, database):
        await restore(tmp_path / "a.zip", target)
        assert await migrate.schema(target) is migrate.Schema.CURRENT
        async with target.write() as db:
            await db.execute(insert(db, outbox).values(key="next", **row))
            found = (await db.execute(select(outbox.c.id).where(outbox.c.key == "next"))).scalar_one()
        assert found == highest + 1


async def test_a_backup_shows_one_moment_although_others_write(database: Database, database_url: str) -> None:
    other = Database(database_url)
    async with archive.snapshot(database) as db:
        async with other.write() as writing:
            await facts.put(writing, "late", "1")
        assert [row async for row in archive.rows(db, "facts")] == []
    async with archive.snapshot(database) as db:
        assert [row async for row in archive.rows(db, "facts")] == [("late", "1")]
    await other.close()


async def test_a_backup_of_a_busy_system_is_whole_transactions(
    database: Database, database_url: str, empty: Database, tmp_path: Path
) -> None:
    busy, other, written, started = True, Database(database_url), 0, asyncio.Event()

    async def keep_writing() -> None:
        """An early and a late table of the archive in one transaction: one without the other would be half of it."""
        nonlocal written
        while busy:
            async with other.write() as db:
                await _pair(db, written)
            written += 1
            started.set()

    async with database.write() as db:
        for number in range(1_500):
            await _item(db, -number)
    writer = asyncio.create_task(keep_writing())
    await started.wait()
    before = written
    made = await back_up(database, tmp_path / "busy.zip")
    busy = False
    await writer
    lines = {table.shape.name: table.entry.lines for table in made.tables}
    assert lines["audit"] == lines["shares"] >= before > 0
    assert written > lines["shares"]  # it went on meanwhile
    await restore(tmp_path / "busy.zip", empty)
    assert (await counted(empty))["shares"] == lines["shares"]
    await other.close()


async def _pair(db: Db, number: int) -> None:
    await db.execute(insert(db, audit).values(id=new_id(), at=NOW, act="share", subject=str(number)))
    share = {"day": NOW.date(), "post_id": 1, "item_id": number, "destination": "wechat", "at": NOW}
    await db.execute(insert(db, shares).values(flags="", **share))


async def _item(db: Db, number: int) -> None:
    row = {"source": "s", "identity": str(number), "canonical": str(number), "fingerprint": "", "gathered_at": NOW}
    await db.execute(insert(db, items).values(id=number, body="科普" * 100, **row))


async def test_whatever_fails_all_stays_as_it_was(database: Database, tmp_path: Path) -> None:
    async with database.write() as db:
        await fill_every_column(db)
    await back_up(database, tmp_path / "a.zip")
    async with database.write() as db:
        await facts.put(db, "kept", "1")

    async def fail() -> None:
        with opened_archive(tmp_path / "a.zip") as opened:
            async with database.write() as db:
                await fill(db, opened)
                raise ArchiveError("damaged", file="photos")

    with pytest.raises(ArchiveError):
        await fail()
    assert (await counted(database)) == {**dict.fromkeys(metadata.tables, ROWS), "facts": ROWS + 1}


async def test_a_database_shared_with_others_keeps_their_tables(database: Database, tmp_path: Path) -> None:
    async with database.write() as db:
        await db.execute(text("CREATE TABLE theirs (n INTEGER)"))
        await db.execute(text("INSERT INTO theirs VALUES (1)"))
    await back_up(database, tmp_path / "a.zip")
    await restore(tmp_path / "a.zip", database)
    async with database.read() as db:
        assert (await db.execute(text("SELECT n FROM theirs"))).scalar_one() == 1


async def test_what_only_one_database_can_hold(
    sqlite_template: Path, empty_urls: dict[str, str], tmp_path: Path
) -> None:
    """SQLite keeps NUL, and texts of any length."""
    lite, grown = Database(f"sqlite:///{sqlite_template}"), Database(empty_urls["postgresql"])
    async with lite.read() as db:
        await facts.put(db, "nul", "a\x00b")
        with new_file(tmp_path / "nul.zip", replace=False) as out:
            await write_archive(db, tmp_path, out, NOW)
        await facts.put(db, "n" * 81, "too long a name")
        with new_file(tmp_path / "long.zip", replace=False) as out:
            await write_archive(db, tmp_path, out, NOW)
        await db.rollback()
    with pytest.raises(ArchiveError, match="too-long"):
        await restore(tmp_path / "long.zip", grown)
    assert await counted(grown) == {}
    assert await restore(tmp_path / "nul.zip", grown) == 1
    async with grown.read() as db:
        assert await facts.get(db, "nul") == "a\ufffdb"
    await lite.close()
    await grown.close()


NEXT = """
revision = "next"
down_revision = "{before}"
branch_labels = depends_on = None

def upgrade():
    import sqlalchemy as sa
    from alembic import op
    with op.batch_alter_table("regions") as batch:
        batch.add_column(sa.Column("postcode", sa.Text(), server_default="121000", nullable=False))
    op.execute("UPDATE regions SET name = name || '!'")
"""


async def test_an_older_archive_is_restored_as_it_was_and_then_migrated(
    database: Database, empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.write() as db:
        await fill_every_column(db)
        before = await archive.revision(db)
    await back_up(database, tmp_path / "old.zip")
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "next.py").write_text(NEXT.format(before=before))
    today = migrate.alembic_config

    def tomorrow(*connection: object) -> Config:
        config: Config = today(*connection)  # type: ignore[arg-type]
        shipped = Path(config.get_main_option("script_location") or "") / "versions"
        config.set_main_option("path_separator", "os")
        config.set_main_option("version_locations", os.pathsep.join([str(shipped), str(tmp_path / "later")]))
        return config

    archive.known_revisions.cache_clear()
    monkeypatch.setattr(migrate, "alembic_config", tomorrow)
    try:
        await restore(tmp_path / "old.zip", empty)
        async with empty.read() as db:
            assert await archive.revision(db) == "next"
            found = (await db.execute(text("SELECT name, postcode FROM regions ORDER BY id"))).all()
        assert len(found) == ROWS
        assert all(name.endswith("!") and postcode == "121000" for name, postcode in found)
    finally:
        archive.known_revisions.cache_clear()


async def test_every_column_has_a_kind_that_archives_know() -> None:
    known = dict(archive.shapes()[0].columns)
    assert known
    kept = [table.name for table in metadata.sorted_tables if table.name not in archive.LEFT_OUT]
    assert [shape.name for shape in archive.shapes()] == kept
    assert set(metadata.tables) >= archive.LEFT_OUT
    assert {kind for shape in archive.shapes() for _, kind in shape.columns} == set(archive._KINDS)


async def test_a_table_of_another_shape_is_refused(database: Database) -> None:
    fits = next(shape for shape in archive.shapes() if shape.name == "regions")
    async with database.read() as db:
        assert (await archive.require_shape(db, fits))["path"] == regions.c.path.type.length  # type: ignore[attr-defined]
        others = [
            archive.Shape("regions", fits.columns[:-1]),
            archive.Shape("regions", (*fits.columns, ("more", "text"))),
            archive.Shape("regions", (*fits.columns[:-1], (fits.columns[-1][0], "number"))),
            archive.Shape("nowhere", fits.columns),
        ]
        for other in others:
            with pytest.raises(archive.ShapeError):
                await archive.require_shape(db, other)
