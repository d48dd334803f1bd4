"""Rows as lines: nothing is changed on the way, nothing else is taken for a row."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.services.archive.lines import LineReader, to_line
from kpbot.services.archive.manifest import ArchiveError
from kpbot.storage.archive import Shape

SHAPE = Shape("t", (("f", "flag"), ("n", "number"), ("s", "text"), ("d", "day"), ("t", "time")))
TIMES = st.datetimes(timezones=st.just(UTC))
ROWS = st.tuples(
    *(st.none() | kind for kind in (st.booleans(), st.integers(-(2**63), 2**63 - 1), st.text(), st.dates(), TIMES))
)


def reader(*, no_nul: bool = False, **limits: int) -> LineReader:
    return LineReader(SHAPE, limits, no_nul=no_nul)


@given(ROWS)
def test_a_row_comes_back_as_it_was_from_a_single_line(row: tuple[Any, ...]) -> None:
    line = to_line(row)
    assert line.count(b"\n") == 1
    assert tuple(reader().row(line)) == row


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[1",
        "[true, 1, null, null]",
        "[true, 1, null, null, null, null]",
        "[1, 1, null, null, null]",
        "[true, true, null, null, null]",
        "[true, 1.0, null, null, null]",
        "[true, 1, 2, null, null]",
        '[true, 1, "", "2026-02-30", null]',
        '[true, 1, "", 20260228, null]',
        '[true, 1, "", null, "2026-11-23T01:05:00"]',
        '[true, 1, "", null, 5]',
    ],
)
def test_what_is_no_row_is_refused_with_its_line(line: str) -> None:
    found = reader()
    found.row(to_line((None, None, None, None, None)))
    with pytest.raises(ArchiveError) as refused:
        found.row(line.encode())
    assert (refused.value.code, refused.value.values) == ("bad-line", {"table": "t", "line": 2})


def test_times_become_utc() -> None:
    there = datetime(2026, 11, 23, 9, 5, tzinfo=timezone(timedelta(hours=8)))
    assert reader().row(to_line((None, None, None, date(2026, 11, 23), there)))[4] == there
    assert reader().row(to_line((None, None, None, None, there)))[4].tzinfo is UTC


def test_a_text_that_is_too_long_is_named() -> None:
    found = reader(s=3)
    assert found.row(to_line((None, None, "科普😀", None, None)))[2] == "科普😀"
    with pytest.raises(ArchiveError) as refused:
        found.row(to_line((None, None, "科普😀。", None, None)))
    assert refused.value.values == {"table": "t", "line": 2, "column": "s", "limit": 3}


@pytest.mark.parametrize(("text", "replaced"), [("a\x00b", 1), ("\\u0000", 0), ("", 0)])
def test_nul_is_replaced_only_where_it_cannot_be_kept(text: str, replaced: int) -> None:
    line = to_line((None, None, text, None, None))
    assert reader().row(line)[2] == text
    mending = reader(no_nul=True)
    assert mending.row(line)[2] == text.replace("\x00", "\ufffd")
    assert mending.replaced == replaced
    assert json.loads(line)[2] == text
