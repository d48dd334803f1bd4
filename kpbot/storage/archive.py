"""Whole tables, out of a database and into another of either engine, row by row and the same to the byte.

Rows leave in the order of their keys, compared as bytes, so that both engines give the same sequence of the same rows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    column,
    func,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.types import TypeEngine

from kpbot.storage import migrate as migrating
from kpbot.storage.database import Database, Db, UtcDateTime
from kpbot.storage.tables import metadata

AT_ONCE = 1000  # rows in memory
VERSION_TABLE = "alembic_version"
# A day's salts are forgotten after the day, which an archive would undo; without them openings mean nothing. A
# platform's access token is for an hour or two and for nobody who finds an archive.
LEFT_OUT = frozenset({"access_tokens", "link_salts", "link_opens"})
_UNFIT = ("22", "23", "54")  # SQLSTATE: data exceptions, integrity, limits such as that of an index

# What a column may hold, by a name that no engine owns; the first that fits.
_KINDS: Mapping[str, type[TypeEngine[Any]]] = {
    "flag": Boolean,
    "day": Date,
    "time": UtcDateTime,
    "number": Integer,
    "text": String,
}
_FACTORIES: Mapping[str, TypeEngine[Any]] = {
    "flag": Boolean(),
    "day": Date(),
    "time": UtcDateTime(),
    "number": BigInteger(),
    "text": Text(),
}

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as an archive knows it: its name, and of each column the name and kind (a key of _KINDS)."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


class ShapeError(ValueError):
    """A table of an archive does not fit the database; the argument is the table's name."""


def shapes() -> tuple[Shape, ...]:
    """All tables of this version that are archived, those that others refer to first."""
    kept = (t for t in metadata.sorted_tables if t.name not in LEFT_OUT)
    return tuple(Shape(t.name, tuple((c.name, _kind(c.type)) for c in t.columns)) for t in kept)


def _kind(type_: TypeEngine[Any]) -> str:
    return next(kind for kind, of in _KINDS.items() if isinstance(type_, of))


@asynccontextmanager
async def snapshot(database: Database) -> AsyncIterator[Db]:
    """The database as it is at one moment, for as long as it takes to read, without keeping anybody from writing.

    SQLite's journal and PostgreSQL's versions hold the moment of the first look.
    """
    async with database.read() as db:
        if not database.is_sqlite:
            await db.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        await db.execute(select(1).select_from(metadata.tables["facts"]).limit(1))
        yield db


async def rows(db: Db, name: str) -> AsyncIterator[Row]:
    """All rows of a table of this version, streamed in the order of its key."""
    found = metadata.tables[name]
    order = [_as_bytes(key, db) for key in found.primary_key]
    query = select(found).order_by(*order).execution_options(yield_per=AT_ONCE)
    async with db.stream(query) as result:
        async for row in result:
            yield tuple(row)


def _as_bytes(key: Column[Any], db: Db) -> ColumnElement[Any]:
    in_c = isinstance(key.type, String) and db.dialect.name != "sqlite"
    return key.collate("C") if in_c else key


async def revision(db: Db) -> str:
    """The schema's revision; empty for a database without one."""
    return await db.run_sync(_revision)


def _revision(connection: Any) -> str:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision() or ""


@cache
def known_revisions() -> frozenset[str]:
    """Revisions this version can bring a database to."""
    from alembic.script import ScriptDirectory

    directory = ScriptDirectory.from_config(migrating.alembic_config())
    return frozenset(script.revision for script in directory.walk_revisions())


async def upgrade(db: Db, to: str = "head") -> None:
    """Bring the schema to a revision, within the caller's transaction."""
    from alembic import command

    await db.run_sync(lambda connection: command.upgrade(migrating.alembic_config(connection), to))


async def counts(db: Db) -> dict[str, int]:
    """How many rows each table of ours has; tables that are empty or missing are left out."""
    there = await _tables(db)
    found = {name: await _count(db, name) for name in metadata.tables if name in there}
    return {name: count for name, count in found.items() if count}


async def _count(db: Db, name: str) -> int:
    return int((await db.execute(select(func.count()).select_from(table(name)))).scalar_one())


async def _tables(db: Db) -> set[str]:
    return set(await db.run_sync(lambda connection: inspect(connection).get_table_names()))


async def clear(db: Db, names: Collection[str]) -> None:
    """Drop all tables of ours and those of `names`, within the caller's transaction. Other tables stay."""
    there = await _tables(db)
    ours = [t.name for t in reversed(metadata.sorted_tables)]
    ordered = [*(name for name in reversed(list(names)) if name not in ours), *ours, VERSION_TABLE]
    sqlite = db.dialect.name == "sqlite"
    if sqlite:
        await db.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name in ordered:
        if name in there:
            quoted = db.dialect.identifier_preparer.quote(name)
            await db.execute(text(f"DROP TABLE {quoted}{'' if sqlite else ' CASCADE'}"))


async def require_shape(db: Db, shape: Shape) -> Mapping[str, int]:
    """Hold a table of an archive against the database's; raises ShapeError. Returns the longest text, in characters,
    that a column takes, of those that have a limit."""

    def columns(connection: Any) -> list[Any]:
        inspector = inspect(connection)
        return inspector.get_columns(shape.name) if inspector.has_table(shape.name) else []

    there = await db.run_sync(columns)
    if {c["name"]: _reflected(c["type"]) for c in there} != dict(shape.columns):
        raise ShapeError(shape.name)
    return {c["name"]: c["type"].length for c in there if getattr(c["type"], "length", None)}


def _reflected(type_: TypeEngine[Any]) -> str:
    from sqlalchemy import DateTime

    return "time" if isinstance(type_, DateTime) else _kind(type_)


async def put(db: Db, shape: Shape, found: Iterable[Row]) -> int:
    """Append rows to a table, streamed; rows of the same table may refer to each other in any order. Returns how many.

    Raises ShapeError if one does not fit: too long, too large, of no known place, or there already.
    """
    try:
        return await (_put_sqlite if db.dialect.name == "sqlite" else _put_postgresql)(db, shape, found)
    except (ValueError, OverflowError, DataError, IntegrityError) as error:
        raise ShapeError(shape.name) from error


async def _put_postgresql(db: Db, shape: Shape, found: Iterable[Row]) -> int:
    """One COPY: references are looked at when it ends."""
    driver: Any = db.dialect.dbapi
    connection: Any = (await db.get_raw_connection()).driver_connection
    counted = _Counted(found)
    try:
        await connection.copy_records_to_table(shape.name, records=counted, columns=list(shape.names))
    except driver.asyncpg.PostgresError as error:
        if str(error.sqlstate).startswith(_UNFIT):
            raise ShapeError(shape.name) from error
        raise
    return counted.count


async def _put_sqlite(db: Db, shape: Shape, found: Iterable[Row]) -> int:
    await db.execute(text("PRAGMA defer_foreign_keys = ON"))
    into = Table(shape.name, MetaData(), *(Column(name, _FACTORIES[kind]) for name, kind in shape.columns))
    names, count = shape.names, 0
    rest = iter(found)
    while some := [dict(zip(names, row, strict=True)) for row in islice(rest, AT_ONCE)]:
        await db.execute(into.insert(), some)
        count += len(some)
    return count


class _Counted:
    """Rows, counted as they go by."""

    def __init__(self, found: Iterable[Row]) -> None:
        self._found = found
        self.count = 0

    def __iter__(self) -> Any:
        for row in self._found:
            self.count += 1
            yield row


async def require_references(db: Db) -> None:
    """SQLite looks at references when it commits, which is late: look now. Raises ShapeError."""
    if db.dialect.name == "sqlite" and (broken := (await db.execute(text("PRAGMA foreign_key_check"))).first()):
        raise ShapeError(broken[0])


async def set_counters(db: Db, all_shapes: Iterable[Shape]) -> None:
    """PostgreSQL's own counting goes on after the highest key; SQLite's does by itself."""
    if db.dialect.name == "sqlite":
        return
    owned = text("SELECT pg_get_serial_sequence(:name, :column)")
    for shape in all_shapes:
        for name in (name for name, kind in shape.columns if kind == "number"):
            quoted = db.dialect.identifier_preparer.quote(shape.name)
            sequence = (await db.execute(owned, {"name": quoted, "column": name})).scalar_one()
            highest: Select[tuple[int | None]] = select(func.max(column(name))).select_from(table(shape.name))
            if sequence and (last := (await db.execute(highest)).scalar_one()):
                await db.execute(
                    text("SELECT setval(CAST(:sequence AS regclass), :last)"), {"sequence": sequence, "last": last}
                )
