"""Brings a database to the current schema, and says whether it is there."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, text

from kpbot.storage.database import Database

_LOCK = 0x6B70626F74  # any number of ours: two processes starting together must not both migrate


def alembic_config(connection: Connection | None = None):  # type: ignore[no-untyped-def]  # alembic is heavy: imported here
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> None:
    """Apply what is missing, in one transaction; safe to call from several processes at once."""
    from alembic import command

    def upgrade(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), "head")

    async with database.write() as db:
        if not database.is_sqlite:
            await db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        await db.run_sync(upgrade)


class Schema(StrEnum):
    """A database's schema, held against the one this version expects."""

    CURRENT = "current"
    EMPTY = "empty"
    OLD = "old"
    UNKNOWN = "unknown"  # no revision of ours: a later version's


async def schema(database: Database) -> Schema:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    directory = ScriptDirectory.from_config(alembic_config())

    def revision(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    async with database.read() as db:
        found = await db.run_sync(revision)
    if found is None:
        return Schema.EMPTY
    if found == directory.get_current_head():
        return Schema.CURRENT
    return Schema.OLD if found in {script.revision for script in directory.walk_revisions()} else Schema.UNKNOWN
