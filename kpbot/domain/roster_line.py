"""The cells of one line of a roster, read one by one: people, days, stations, facilities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kpbot.domain.people import PostRole
from kpbot.domain.places import UnitKind
from kpbot.domain.plain_text import fold
from kpbot.domain.roster import At, Fault, Thing
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
    without_numbers,
    yes_or_no,
)
from kpbot.domain.roster_fields import FACILITY_FIELDS, facility_kind, unit_kind_said
from kpbot.domain.roster_whereabouts import PLACE_LIMIT
from kpbot.domain.sheets import Row, Sheet
from kpbot.domain.upkeep import FacilityKind

EARLIEST = date(1949, 10, 1)
AHEAD = timedelta(days=366)


@dataclass(slots=True)
class Cells:
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
