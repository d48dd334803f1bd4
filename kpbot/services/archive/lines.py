"""Rows as lines of JSON and back: an array a row, in the order of the columns; days and times in ISO 8601, UTC."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from kpbot.services.archive.manifest import ArchiveError
from kpbot.storage.archive import Row, Shape

NUL = "\x00"  # SQLite keeps it, PostgreSQL takes none
REPLACEMENT = "\ufffd"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=lambda value: value.isoformat()).encode


def to_line(row: Row) -> bytes:
    """A row's values are None, bool, int, str, date or aware UTC datetime."""
    return f"{_encode(row)}\n".encode()


class LineReader:
    """Makes rows of a table from its lines; raises ArchiveError for what cannot be one.

    `limits`: the most characters a column takes. With `no_nul`, NUL is replaced and counted in `replaced`.
    """

    def __init__(self, shape: Shape, limits: Mapping[str, int], *, no_nul: bool) -> None:
        self._shape = shape
        self._convert = [(place, _FROM_JSON[kind]) for place, (_, kind) in enumerate(shape.columns)]
        self._limits = [(place, limits[name]) for place, (name, _) in enumerate(shape.columns) if name in limits]
        self._no_nul = no_nul
        self.replaced = 0
        self._line = 0

    def row(self, line: bytes) -> Row:
        self._line += 1
        try:
            values = json.loads(line)
            if not isinstance(values, list) or len(values) != len(self._shape.columns):
                raise ValueError("not a row of this table")
            if self._no_nul and rb"\u0000" in line:
                values = [self._without_nul(value) for value in values]
            for place, convert in self._convert:
                if values[place] is not None:
                    values[place] = convert(values[place])
        except (ValueError, TypeError) as error:
            raise ArchiveError("bad-line", table=self._shape.name, line=self._line) from error
        for place, limit in self._limits:
            if values[place] is not None and len(values[place]) > limit:
                table, name = self._shape.name, self._shape.names[place]
                raise ArchiveError("too-long", table=table, line=self._line, column=name, limit=limit)
        return values

    def _without_nul(self, value: Any) -> Any:
        if isinstance(value, str) and NUL in value:
            self.replaced += 1
            return value.replace(NUL, REPLACEMENT)
        return value


def _exactly(kind: type) -> Callable[[Any], Any]:
    def same(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"{kind.__name__} expected")
        return value

    return same


def _time(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC)


_FROM_JSON: Mapping[str, Callable[[Any], Any]] = {
    "flag": _exactly(bool),
    "number": _exactly(int),
    "text": _exactly(str),
    "day": date.fromisoformat,
    "time": _time,
}
