"""The migrations lead to the tables the code knows."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, Integer, text

from kpbot.storage.database import Database
from kpbot.storage.tables import metadata


def differences(connection: Connection) -> list[Any]:
    # SQLite gives defaults back as they were written, which makes every quoted one look different.
    options = {"compare_type": True, "compare_server_default": connection.dialect.name == "postgresql"}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_a_migrated_database_is_what_the_code_expects(database: Database) -> None:
    async with database.write() as db:
        assert await db.run_sync(differences) == []


async def test_a_difference_would_be_seen(database: Database) -> None:
    async with database.write() as db:
        await db.execute(text("ALTER TABLE units ADD COLUMN forgotten_in_tables INTEGER"))
        await db.execute(text("DROP INDEX ix_shares_post"))
        found = await db.run_sync(differences)
    assert {difference[0] for difference in found} == {"remove_column", "add_index"}
    column = next(d[3] for d in found if d[0] == "remove_column")
    assert isinstance(column, Column)
    assert isinstance(column.type, Integer)
