"""Rows for every table of the schema, with every kind of value a column may hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, PrimaryKeyConstraint, String, Table, UniqueConstraint

from kpbot.storage.database import Db, UtcDateTime, insert
from kpbot.storage.tables import metadata

ROWS = 4
_TEXTS = ("", "槐树村的😀👨‍👩‍👧和“引号”", "a\tb\nc\\d\"e' \u2028\u0001", "长" * 70_000)
_INDEXED = 100  # characters; PostgreSQL's indexes take no more than a third of a page
_NUMBERS = (1 << 62, 2_000_000, 3_000_000, (1 << 63) - 1)
_DAYS = (date(2026, 2, 28), date(1949, 10, 1), date(9999, 12, 31), date(2024, 2, 29))
_TIMES = (
    datetime(2026, 11, 23, 1, 5, tzinfo=UTC),
    datetime(2026, 11, 23, 1, 5, 0, 123456, tzinfo=UTC),
    datetime(1987, 4, 12, 17, 59, 59, 1, tzinfo=UTC),
    datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
)


def rows_of(table: Table) -> Iterator[dict[str, Any]]:
    """As many rows as there are values; what may be NULL is so in the first. A table that refers to itself does so
    forwards, too."""
    for number in range(ROWS):
        yield {column.name: _value(column, number) for column in table.columns}


def _value(column: Column[Any], number: int) -> Any:
    if column.nullable and number == 0:
        return None
    if column.foreign_keys:
        return _NUMBERS[(number + 1) % ROWS if _refers_to_itself(column) else number]
    kind = column.type
    if isinstance(kind, Boolean):
        return number % 2 == 1
    if isinstance(kind, Date):
        return _DAYS[number]
    if isinstance(kind, UtcDateTime):
        return _TIMES[number]
    if isinstance(kind, String):
        limit = min(kind.length or len(_TEXTS[number]), _INDEXED if _is_indexed(column) else len(_TEXTS[number]))
        return _TEXTS[number][:limit]
    if isinstance(kind, BigInteger):
        return _NUMBERS[number]
    assert isinstance(kind, Integer), f"{column} is of a kind that is not known here"
    return (number - 1) * 1_000_000_000


def _is_indexed(column: Column[Any]) -> bool:
    constraints = (c for c in column.table.constraints if isinstance(c, UniqueConstraint | PrimaryKeyConstraint))
    return any(column.name in of.columns for of in (*column.table.indexes, *constraints))


def _refers_to_itself(column: Column[Any]) -> bool:
    return any(key.column.table is column.table for key in column.foreign_keys)


async def fill_every_column(db: Db) -> int:
    """Fill all tables; returns how many rows there are."""
    for table in metadata.sorted_tables:
        await db.execute(insert(db, table), list(rows_of(table)) if table.name != "regions" else _regions(table))
    return ROWS * len(metadata.sorted_tables)


def _regions(table: Table) -> list[dict[str, Any]]:
    """In an order in which each row's region above is there already."""
    found = list(rows_of(table))
    assert found[1]["parent_id"] == found[2]["id"]
    # the first is the top; the last is below it, and so on back to the second
    return [found[0], found[3], found[2], found[1]]
