"""The sheets of a roster, read line by line into what each line says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kpbot.domain.people import PostRole
from kpbot.domain.plain_text import one_line
from kpbot.domain.roster import Fault, Line
from kpbot.domain.roster_cells import units, without_numbers
from kpbot.domain.roster_fields import unit_kind_guessed, unit_kind_said
from kpbot.domain.roster_line import Cells
from kpbot.domain.roster_whereabouts import PLACES, Whereabouts, last_name
from kpbot.domain.sheets import Row, Sheet

_TOTAL = re.compile(r"(?:合|总|小|累)\s*计|total|sum", re.IGNORECASE)


@dataclass(slots=True)
class Read:
    """The lines of a file, and what is to be said of them. `filled`: how many lines had their place, or part of it,
    left blank because it is that of the line above."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    filled: int = 0


def read_roster(sheets: Sequence[Sheet], today: date) -> Read:
    """`today` is the local day; sheets come mapped to `roster_fields.FIELDS`."""
    read = Read()
    for sheet in sheets:
        places = Whereabouts(sheet)
        for row in sheet.rows:
            if any(row.cells) and not _is_total(sheet, row):
                read.lines += _lines(Cells(sheet, row, today, read.faults), places.of(row))
        read.filled += places.filled
    return read


def _is_total(sheet: Sheet, row: Row) -> bool:
    cells = [row.cells[0] if row.cells else "", *(sheet.cell(row, name) for name in PLACES)]
    return any(_TOTAL.fullmatch("".join(cell.split())) for cell in cells)


def _lines(cells: Cells, place: dict[str, str]) -> Iterator[Line]:
    """One for each unit that the line names, and one more where brackets say that somebody left."""
    line = Line(
        cells.at,
        last_name(one_line(without_numbers(cells.of("city")))),
        place["county"],
        place["township"],
        demonstration=cells.demonstration(),
        people=cells.people(),
        role=cells.role,
        since=cells.day("since"),
        left=cells.left(),
        stations=tuple(cells.stations()),
        station_since=cells.day("station_since"),
        things=tuple(cells.facilities()),
        things_since=cells.day("facility_since"),
    )
    for unit in units(place["unit"]) or ("",):
        said = unit_kind_said(cells.of("kind"))
        kind = said or unit_kind_guessed(unit) or cells.hint
        there = replace(line, unit=last_name(unit), kind=kind, kind_said=said is not None)
        gone = _gone(cells, there)
        if gone is None or there.people or there.role is PostRole.OFFICER:
            yield there
        if gone is not None:
            yield gone


def _gone(cells: Cells, line: Line) -> Line | None:
    """Those of whom brackets beside the name say that they left: on the day of the line, or else today."""
    found = cells.gone()
    left = min(line.left or cells.today, cells.today)
    gone = replace(line, people=found, left=left, left_aside=True, demonstration=None, stations=(), things=())
    return gone if found else None
