"""Sheets as JSON, for as long as nobody has said whether they are to be applied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from kpbot.domain.sheets import RawSheet, Row, Sheet


def raw_to_json(sheets: Iterable[RawSheet]) -> str:
    return _dumped([{"name": sheet.name, "rows": _rows(sheet.rows)} for sheet in sheets])


def raw_from_json(stored: str) -> tuple[RawSheet, ...]:
    return tuple(RawSheet(one["name"], _read_rows(one["rows"])) for one in json.loads(stored))


def to_json(sheets: Iterable[Sheet]) -> str:
    return _dumped(
        [
            {
                "name": sheet.name,
                "headings": sheet.headings,
                "rows": _rows(sheet.rows),
                "columns": dict(sheet.columns),
                "dropped": sheet.dropped,
                "skipped": sheet.skipped,
            }
            for sheet in sheets
        ]
    )


def from_json(stored: str) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(
            one["name"],
            tuple(one["headings"]),
            _read_rows(one["rows"]),
            one["columns"],
            tuple(one["dropped"]),
            tuple(one["skipped"]),
        )
        for one in json.loads(stored)
    )


def _rows(rows: Sequence[Row]) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in rows]


def _read_rows(stored: list[tuple[int, list[str]]]) -> tuple[Row, ...]:
    return tuple(Row(number, tuple(cells)) for number, cells in stored)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
