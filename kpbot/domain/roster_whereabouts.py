"""Where each line of a roster is: what its cells say, what is left blank, and what the sheet is named."""

from __future__ import annotations

import re

from kpbot.domain.plain_text import one_line
from kpbot.domain.roster_cells import is_nothing, without_numbers
from kpbot.domain.sheets import Row, Sheet

PLACE_LIMIT = 40  # characters of a place's name
PLACES = ("county", "township", "unit")
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,12}(?:镇|乡|街道)")
_DITTO = frozenset({"同上", "同左", "〃", '"', "''", "″"})
_DIRECT = frozenset({"县直", "县直属", "直属", "县本级", "市直", "市直属", "区直", "区直属", "本级"})


class Whereabouts:
    """Where the lines of a sheet are, one after the other. A cell merged over several lines comes repeated; a table
    typed without repeating, or saved as CSV, leaves it blank."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._above = dict.fromkeys(PLACES, "")
        self._township = _township_of(sheet)
        self.filled = 0

    def of(self, row: Row) -> dict[str, str]:
        """County, township and unit by name, "" for what is not said."""
        cells = {name: one_line(without_numbers(self._sheet.cell(row, name))) for name in PLACES}
        said = {name: self._above[name] if cell in _DITTO else cell for name, cell in cells.items()}
        if not is_nothing(said["county"]):
            blank: tuple[str, ...] = ()
        elif is_nothing(said["unit"]) and is_nothing(said["township"]) and "unit" in self._sheet.columns:
            blank = PLACES
        elif is_nothing(said["township"]):
            blank = ("county", "township")
        else:
            blank = ("county",)
        taken = {name: self._above[name] for name in blank if self._above[name]}
        self.filled += bool(taken)
        said |= taken
        self._above = said
        return {
            "county": last_name(said["county"]),
            "township": self._township or ("" if said["township"] in _DIRECT else last_name(said["township"])),
            "unit": said["unit"],
        }


def _township_of(sheet: Sheet) -> str:
    """The sheet is of one township, named so and without a column of it; or ""."""
    name = one_line(sheet.name)
    return name if "township" not in sheet.columns and _TOWNSHIP.fullmatch(name) else ""


def last_name(path: str) -> str:
    """The last name of a path: `演示市/青禾县`."""
    name = path.replace("／", "/").rstrip("/").rpartition("/")[2]
    return "" if is_nothing(name) else name[:PLACE_LIMIT]
