"""Rows to records: a dataclass's fields from the columns of the same names, enums included."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import RowMapping

T = TypeVar("T")


@cache
def _converters(record: type[Any]) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    hints = get_type_hints(record)
    return tuple((field.name, _enum(hints[field.name])) for field in fields(record))


def _enum(hint: Any) -> Callable[[Any], Any] | None:
    if get_origin(hint) in (Union, types.UnionType):
        inner = next(a for a in get_args(hint) if a is not type(None))
        convert = _enum(inner)
        return (lambda value: None if value is None else convert(value)) if convert else None
    return hint if isinstance(hint, type) and issubclass(hint, Enum) else None


def read(record: type[T], row: RowMapping, prefix: str = "", **given: Any) -> T:
    """A `record` from a row's mapping; `prefix` as columns of joined tables are labelled, `given` wins."""
    values = {}
    for name, convert in _converters(record):  # type: ignore[arg-type]  # classes can be hashed
        if name in given:
            values[name] = given[name]
            continue
        raw = row[prefix + name]
        values[name] = convert(raw) if convert and raw is not None else raw
    return record(**values)
