"""The database: SQLite (WAL, synchronous=FULL) or PostgreSQL behind one small class."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Table, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from kpbot.storage.arrays import as_arrays, insert_arrays
from kpbot.storage.outage import Outage

Db = AsyncConnection

BUSY_SECONDS = 30

# SQLSTATE: connection, resources, shutdown and start-up, system errors; serialization, deadlock, lock not available,
# and a database that takes no connections for now.
_AWAY_POSTGRES = ("08", "53", "57", "58", "40001", "40P01", "55P03", "55000")
_AWAY_SQLITE = tuple(
    f"SQLITE_{name}" for name in ("BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN", "READONLY", "NOMEM", "PROTOCOL")
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python; on SQLite, which has no time zones, naive UTC in the file."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone must not be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def insert(db: Db, table: Table) -> Any:
    """INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`, in the dialect of `db`."""
    return sqlite.insert(table) if db.dialect.name == "sqlite" else postgresql.insert(table)


def inserting(db: Db, table: Table, rows: Sequence[dict[str, Any]]) -> tuple[Any, Any]:
    """As `insert`, for one row or more with the same columns: the statement, and what to execute it with."""
    if db.dialect.name == "sqlite":
        return sqlite.insert(table), list(rows)
    names = tuple(rows[0])
    return insert_arrays(table, names), as_arrays(names, rows)


async def insert_new(db: Db, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows that are not there yet; returns how many were new. All must have the same columns."""
    if not rows:
        return 0
    statement, values = inserting(db, table, rows)
    return int((await db.execute(statement.on_conflict_do_nothing(), values)).rowcount)


def is_outage(error: BaseException) -> bool:
    """Whether the database was away (locked, full, restarting, a deadlock), rather than the statement wrong.

    Drivers call a missing column an OperationalError too; waiting for that would wait for ever, so codes decide.
    """
    if isinstance(error, (ConnectionError, TimeoutError, NoConnectionFree)):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    origin = error.orig if isinstance(error, DBAPIError) else error
    postgres, lite = getattr(origin, "sqlstate", None) or "", getattr(origin, "sqlite_errorname", "")
    # The driver's own error, where it is asked without SQLAlchemy, has the same name.
    gone = (isinstance(error, InterfaceError) or type(error).__name__ == "InterfaceError") and "closed" in str(origin)
    # What asyncpg makes of a server that says it stops between two steps of a statement.
    cut = type(origin).__name__ == "InternalClientError" and "cannot switch to state" in str(origin)
    return gone or cut or postgres.startswith(_AWAY_POSTGRES) or lite.startswith(_AWAY_SQLITE)


class DatabaseUrlError(ValueError):
    """`database.url` names no database kpbot can use."""


class Database:
    """Opens connections. `write()` is one transaction; `read()` a consistent look without a lock."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise DatabaseUrlError("sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME expected") from error
        drivers = {
            "sqlite": "sqlite+aiosqlite",
            "postgresql": "postgresql+asyncpg",
            "postgres": "postgresql+asyncpg",
        }
        name = parsed.drivername.partition("+")[0]
        if name not in drivers:
            raise DatabaseUrlError(f"{name!r} is not supported; use sqlite or postgresql")
        self.is_sqlite = name == "sqlite"
        pool: dict[str, Any] = {} if self.is_sqlite else {"pool_size": 10, "pool_pre_ping": True}
        if not self.is_sqlite:
            # A worker whose machine is cut off must lose its locks within half a minute.
            alive = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "2"}
            pool["connect_args"] = {"server_settings": alive}
        if self.is_sqlite:
            pool["connect_args"] = {"timeout": BUSY_SECONDS}
        # What people said is in the parameters, and errors are logged.
        self.engine = create_async_engine(parsed.set(drivername=drivers[name]), hide_parameters=True, **pool)
        # One writer at a time is SQLite's rule; queueing here is kinder than its busy loop.
        self._writer: asyncio.Lock | None = asyncio.Lock() if self.is_sqlite else None
        self.outage = Outage()
        if self.is_sqlite:
            _prepare_sqlite(self.engine.sync_engine)
            if parsed.database and parsed.database != ":memory:":
                _make_private(self.engine.sync_engine, parsed.database)
        else:
            _name_lost_connections(self.engine.sync_engine)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Db]:
        """One transaction, committed at the end, rolled back if anything is raised."""
        async with self._writer or nullcontext(), self.engine.connect() as db:
            await db.execution_options(sqlite_begin="BEGIN IMMEDIATE")
            async with db.begin():
                yield db

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Db]:
        async with self.engine.connect() as db:
            yield db

    async def close(self) -> None:
        await self.engine.dispose()


def _prepare_sqlite(engine: Any) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        options = connection.get_execution_options()
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN"))


def _make_private(engine: Any, file: str) -> None:
    """SQLite would let everybody read a file that it makes; those beside it get the rights of the file itself."""

    @event.listens_for(engine, "do_connect")
    def on_connect(_dialect: Dialect, _record: Any, _args: Any, _options: Any) -> None:
        # One that is there must not even be opened: closing it again would drop the locks this process has on it.
        with suppress(OSError):  # why the database cannot be used SQLite says itself
            os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))


def _name_lost_connections(engine: Any) -> None:
    """A server that is not there is a missing socket or an unknown host, too; all of it is a ConnectionError."""

    @event.listens_for(engine, "do_connect")
    def on_connect(dialect: Dialect, _record: Any, args: Any, options: Any) -> Any:
        try:
            return dialect.connect(*args, **options)
        except OSError as error:
            raise ConnectionError(str(error)) from error
