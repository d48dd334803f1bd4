"""The sheets of a roster, read line by line into what each line says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kpbot.domain.people import PostRole
from kpbot.domain.places import UnitKind
from kpbot.domain.plain_text import fold, one_line
from kpbot.domain.roster import At, Fault, Line, Thing
from kpbot.domain.roster_cells import (
    gone_names,
    is_nothing,
    name_is_one,
    names,
    read_day,
    says_gone,
    says_here,
    says_left,
    shown,
    things,
    units,
    without_numbers,
    yes_or_no,
)
from kpbot.domain.roster_fields import FACILITY_FIELDS, facility_kind, unit_kind_guessed, unit_kind_said
from kpbot.domain.sheets import Row, Sheet
from kpbot.domain.upkeep import FacilityKind

PLACE_LIMIT = 40  # characters of a place's name
EARLIEST = date(1949, 10, 1)
AHEAD = timedelta(days=366)

_TOTAL = re.compile(r"(?:合|总|小|累)\s*计|total|sum", re.IGNORECASE)
_PLACE = ("county", "township", "unit")
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,12}(?:镇|乡|街道)")
_DITTO = frozenset({"同上", "同左", "〃", '"', "''", "″"})
_DIRECT = frozenset({"县直", "县直属", "直属", "县本级", "市直", "市直属", "区直", "区直属", "本级"})


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
        places = _Places(sheet)
        for row in sheet.rows:
            if any(row.cells) and not _is_total(sheet, row):
                read.lines += _lines(_Cells(sheet, row, today, read.faults), places.of(row))
        read.filled += places.filled
    return read


def _is_total(sheet: Sheet, row: Row) -> bool:
    cells = [row.cells[0] if row.cells else "", *(sheet.cell(row, name) for name in _PLACE)]
    return any(_TOTAL.fullmatch("".join(cell.split())) for cell in cells)


class _Places:
    """Where the lines of a sheet are, one after the other. A cell merged over several lines comes repeated; a table
    typed without repeating, or saved as CSV, leaves it blank."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._above = dict.fromkeys(_PLACE, "")
        self._township = _township_of(sheet)
        self.filled = 0

    def of(self, row: Row) -> dict[str, str]:
        """County, township and unit by name, "" for what is not said."""
        cells = {name: one_line(without_numbers(self._sheet.cell(row, name))) for name in _PLACE}
        said = {name: self._above[name] if cell in _DITTO else cell for name, cell in cells.items()}
        if not is_nothing(said["county"]):
            blank: tuple[str, ...] = ()
        elif is_nothing(said["unit"]) and is_nothing(said["township"]) and "unit" in self._sheet.columns:
            blank = _PLACE
        elif is_nothing(said["township"]):
            blank = ("county", "township")
        else:
            blank = ("county",)
        taken = {name: self._above[name] for name in blank if self._above[name]}
        self.filled += bool(taken)
        said |= taken
        self._above = said
        return {
            "county": _last(said["county"]),
            "township": self._township or ("" if said["township"] in _DIRECT else _last(said["township"])),
            "unit": said["unit"],
        }


def _township_of(sheet: Sheet) -> str:
    """The sheet is of one township, named so and without a column of it; or ""."""
    name = one_line(sheet.name)
    return name if "township" not in sheet.columns and _TOWNSHIP.fullmatch(name) else ""


def _last(path: str) -> str:
    """The last name of a path: `演示市/青禾县`."""
    name = path.replace("／", "/").rstrip("/").rpartition("/")[2]
    return "" if is_nothing(name) else name[:PLACE_LIMIT]


def _lines(cells: _Cells, place: dict[str, str]) -> Iterator[Line]:
    """One for each unit that the line names, and one more where brackets say that somebody left."""
    line = Line(
        cells.at,
        _last(one_line(without_numbers(cells.of("city")))),
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
        there = replace(line, unit=_last(unit), kind=kind, kind_said=said is not None)
        gone = _gone(cells, there)
        if gone is None or there.people or there.role is PostRole.OFFICER:
            yield there
        if gone is not None:
            yield gone


def _gone(cells: _Cells, line: Line) -> Line | None:
    """Those of whom brackets beside the name say that they left: on the day of the line, or else today."""
    found = cells.gone()
    left = min(line.left or cells.today, cells.today)
    gone = replace(line, people=found, left=left, left_aside=True, demonstration=None, stations=(), things=())
    return gone if found else None


@dataclass(slots=True)
class _Cells:
    """The cells of one line; what is wrong with them goes to `faults`."""

    sheet: Sheet
    row: Row
    today: date
    faults: list[Fault]

    @property
    def at(self) -> At:
        return At(self.sheet.name, self.row.number)

    def of(self, name: str) -> str:
        return self.sheet.cell(self.row, name)

    def fault(self, code: str, *, serious: bool = False, **values: str | int) -> None:
        self.faults.append(Fault(self.at, code, tuple(values.items()), serious))

    def day(self, name: str) -> date | None:
        cell = self.of(name)
        if is_nothing(cell):
            return None
        found = read_day(cell)
        if found is None or not EARLIEST <= found <= self.today + AHEAD:
            self.fault("bad-day", serious=True, cell=shown(cell))
            return None
        return found

    def demonstration(self) -> bool | None:
        cell = self.of("demonstration")
        said = yes_or_no(cell)
        if said is None and not is_nothing(cell):
            self.fault("bad-yes", cell=shown(cell))
        return said

    def people(self) -> tuple[str, ...]:
        cell = self.of("person")
        found = names(cell)
        if without_numbers(cell) != cell:
            self.fault("number-in-name")
        for name in found:
            if not name_is_one(name):
                self.fault("bad-name", serious=True, cell=shown(name))
        return found

    def gone(self) -> tuple[str, ...]:
        return tuple(filter(name_is_one, gone_names(self.of("person"))))

    @property
    def role(self) -> PostRole:
        words = self.of("role")
        return PostRole.COORDINATOR if "协调员" in words or "coordinator" in fold(words) else PostRole.OFFICER

    @property
    def hint(self) -> UnitKind | None:
        """A column «社区» or «学校名称» says what its units are; else the sheet's name may."""
        column = self.sheet.columns.get("unit")
        heading = self.sheet.headings[column] if column is not None and column < len(self.sheet.headings) else ""
        return unit_kind_said(heading) or (None if "村" in heading else unit_kind_said(self.sheet.name))

    def left(self) -> date | None:
        """The day they left, today where it is only said that they did."""
        cell, standing = self.of("left"), self.of("standing")
        if read_day(cell):
            return self.day("left")
        if says_gone(cell) or yes_or_no(cell) or says_left(standing):
            return self.today
        return None if is_nothing(cell) or says_here(cell) else self.day("left")

    def stations(self) -> Iterator[str]:
        found = things(self.of("station"))
        if found is None:
            self.fault("too-many", serious=True, cell=shown(self.of("station")))
        for name, count in found or ():
            yield from [name[:PLACE_LIMIT]] if name else [""] * min(count, 1)

    def facilities(self) -> Iterator[Thing]:
        for name, kind in FACILITY_FIELDS.items():
            for called, count in self._things(name):
                if not called or _is_plain(called, kind):
                    yield Thing(kind, count=count)
                else:
                    yield from _numbered(kind, called, count)
        yield from self._listed()

    def _listed(self) -> Iterator[Thing]:
        """Of columns for all kinds: `宣传栏2个、图书角1个`, or one a line with its kind and count."""
        kind_cell, cell = self.of("facility_kind"), self.of("facility")
        if is_nothing(cell) and is_nothing(kind_cell):
            return
        given = facility_kind(kind_cell)
        if is_nothing(cell):
            found: list[tuple[str, int]] = [("", 1)]
        else:
            found = self._things("facility")
        for called, count in found:
            kind = given or facility_kind(called)
            if kind is None:
                self.fault("facility-kind", serious=True, cell=shown(called or kind_cell))
                continue
            if not called or _is_plain(called, kind):
                yield Thing(kind, count=self._count() if count == 1 and len(found) == 1 else count)
            else:
                yield from _numbered(kind, called, count)

    def _count(self) -> int:
        found = self._things("count") if "count" in self.sheet.columns else []
        return found[0][1] if found else 1

    def _things(self, name: str) -> list[tuple[str, int]]:
        found = things(self.of(name))
        if found is None:
            self.fault("too-many", serious=True, cell=shown(self.of(name)))
        return list(found or ())


_PLAIN = {
    FacilityKind.BOARD: frozenset({"宣传栏", "科普宣传栏", "科普画廊", "画廊", "board", "boards"}),
    FacilityKind.BOOKS: frozenset({"图书角", "科普图书角", "农家书屋", "图书室", "书屋", "book corner", "bookshelf"}),
    FacilityKind.SCREEN: frozenset({"大屏", "科普大屏", "电子屏", "电子大屏", "显示屏", "led屏", "screen", "screens"}),
}


def _numbered(kind: FacilityKind, called: str, count: int) -> Iterator[Thing]:
    for number in range(1, count + 1):
        yield Thing(kind, called[:PLACE_LIMIT] if number == 1 else f"{called[: PLACE_LIMIT - 2]}{number}")


def _is_plain(called: str, kind: FacilityKind) -> bool:
    """A word for the kind, which is no name."""
    return fold(called).replace(" ", "") in _PLAIN[kind]
