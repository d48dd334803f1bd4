"""An upgrade keeps what is there: from every earlier schema, with a row in each of its tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Integer, MetaData, String, func, select, text

from kpbot.storage.database import Database
from kpbot.storage.migrate import Schema, alembic_config, migrate, schema
from kpbot.storage.tables import metadata

REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()]


def rewind(connection: Connection, revision: str) -> None:
    """The schema of an earlier version, without rows."""
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE alembic_version"))
    command.upgrade(alembic_config(connection), revision)


def fill(connection: Connection) -> list[str]:
    """A row in every table, each pointing to the one row of another; returns the tables' names."""
    found = MetaData()
    found.reflect(connection)
    tables = [table for table in found.sorted_tables if table.name != "alembic_version"]
    for table in tables:
        connection.execute(table.insert().values({column.name: some(column) for column in table.columns}))
    return [table.name for table in tables]


def some(column: Column[Any]) -> Any:
    if column.nullable:
        return None
    kinds: list[tuple[type[Any], Any]] = [
        (Boolean, True),
        (DateTime, datetime(2026, 11, 20, tzinfo=UTC)),
        (Date, date(2026, 11, 20)),
        (Integer, 1),
        (String, "x"),
    ]
    return next(value for kind, value in kinds if isinstance(column.type, kind))


def counts(connection: Connection, names: list[str]) -> dict[str, int]:
    tables = metadata.tables
    return {name: connection.execute(select(func.count()).select_from(tables[name])).scalar_one() for name in names}


@pytest.mark.parametrize("revision", sorted(REVISIONS)[:-1])
async def test_rows_of_an_earlier_version_stay(database: Database, revision: str) -> None:
    async with database.write() as db:
        await db.run_sync(rewind, revision)
        names = await db.run_sync(fill)
    await migrate(database)
    assert await schema(database) is Schema.CURRENT
    async with database.read() as db:
        assert await db.run_sync(counts, names) == dict.fromkeys(names, 1)
        if database.is_sqlite:
            assert (await db.execute(text("PRAGMA foreign_key_check"))).all() == []
