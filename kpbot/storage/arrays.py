"""Any number of keys or rows in one parameter each.

The text of such a statement is the same for one row and for two hundred: SQLAlchemy puts it together once, and
PostgreSQL prepares it once for each connection.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Column, ColumnElement, String, Table, Text, bindparam, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

Key = Sequence[str | int]


def among(*columns: Column[Any]) -> ColumnElement[bool]:
    """Whether these columns are one of the keys that the statement is executed with: `listed(keys)`."""
    return _Among(bindparam("keys", type_=Text), *columns)


def listed(keys: Iterable[Key]) -> dict[str, str]:
    """The parameter of a statement with `among`; a key has a value for each of its columns."""
    return {"keys": json.dumps(list(keys))}


class _Among(FunctionElement[bool]):
    inherit_cache = True


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    keys, *columns = (compiler.process(clause, **options) for clause in element.clauses)
    parts = (f"json_extract(value, '$[{number}]')" for number in range(len(columns)))
    return f"({', '.join(columns)}) IN (SELECT {', '.join(parts)} FROM json_each({keys}))"  # noqa: S608  # names of ours


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    keys, *columns = (compiler.process(clause, **options) for clause in element.clauses)
    name = compiler.dialect.type_compiler_instance.process
    types = (name(_any_length(clause.type)) for clause in list(element.clauses)[1:])
    parts = (f"CAST(value ->> {number} AS {kind})" for number, kind in enumerate(types))
    listed = f"SELECT {', '.join(parts)} FROM json_array_elements(CAST({keys} AS JSON))"  # noqa: S608  # names of ours
    if len(columns) == 1:  # an array is looked up in the index, however little the planner knows of a day just begun
        return f"{columns[0]} = ANY (ARRAY({listed}))"
    return f"({', '.join(columns)}) IN ({listed})"


def _any_length(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """PostgreSQL cuts what is cast to a shorter text, silently: one key could become another."""
    return Text() if isinstance(kind, String) else kind


@cache
def insert_arrays(table: Table, names: tuple[str, ...]) -> postgresql.Insert:
    """For PostgreSQL: rows of these columns, executed with `as_arrays`."""
    arrays = (bindparam(f"all_{name}", type_=ARRAY(_any_length(table.c[name].type), dimensions=1)) for name in names)
    rows = func.unnest(*arrays).table_valued(*names).render_derived()
    return postgresql.insert(table).from_select(names, select(rows))


def as_arrays(names: Iterable[str], rows: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    return {f"all_{name}": [row[name] for row in rows] for name in names}
