"""Records for coordinators' own tables: what an export holds, column by column."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from kpbot.domain.app_shares import SOURCE
from kpbot.domain.places import DEFAULT_ZONE
from kpbot.domain.shares import STRENGTH, Evidence, strongest
from kpbot.services.catalog import Catalog
from kpbot.services.place_paths import region_paths
from kpbot.services.rendering import link_of
from kpbot.settings import Settings
from kpbot.storage import export, places
from kpbot.storage.database import Db

Row = Mapping[str, Any]
Cell = str | int | bool | date | datetime | list[str] | None


class ExportKind(StrEnum):
    SHARES = "shares"
    EVENTS = "events"
    UPKEEP = "upkeep"
    OFFICERS = "officers"


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the key in JSON and names the heading `export-<name>`. Codes become words by texts `<words><code>`.
    `width` is in characters, a Chinese one counting for two. A `key` is for programs: tables leave it out."""

    name: str
    width: int = 12
    words: str = ""
    of: Callable[[Row], Cell] | None = None
    key: bool = False

    def value(self, row: Row) -> Cell:
        return self.of(row) if self.of else row[self.name]


def _parts(name: str) -> Callable[[Row], Cell]:
    return lambda row: sorted({part for part in row[name].split(",") if part})


def _kinds(row: Row) -> Cell:
    given = set(row["kinds"].split(","))
    return [kind.value for kind in STRENGTH if kind in given]


def _strongest(row: Row) -> Cell:
    kinds = [Evidence(kind) for kind in set(row["kinds"].split(",")) if kind in set(Evidence)]
    return strongest(kinds).value if kinds else None


def _local(name: str) -> Callable[[Row], Cell]:
    """A time on the clocks of the region."""
    return lambda row: row[name].astimezone(ZoneInfo(row["time_zone"] or DEFAULT_ZONE)) if row[name] else None


def _is_set(name: str) -> Callable[[Row], Cell]:
    return lambda row: row[name] is not None


_PLACE = (Column("region", 24), Column("unit", 22), Column("officer", 14))
COLUMNS: Mapping[ExportKind, tuple[Column, ...]] = {
    ExportKind.SHARES: (
        Column("day"),
        *_PLACE,
        Column("item", 44),
        Column("source", key=True),
        Column("source_name", 18),
        Column("link", 36),
        Column("destination", words="destination-"),
        Column("evidence", 16, "verdicts-evidence-", _strongest),
        Column("all_evidence", 28, "verdicts-evidence-", _kinds),
        Column("counts", 11),
        Column("flags", 28, "verdicts-flag-", _parts("flags")),
        Column("entered_by", 14, of=lambda row: row["enterer"]),
        Column("recorded_at", 17, of=_local("at")),
        Column("withdrawn_at", 17, of=_local("withdrawn_at")),
        Column("spot_check", 12, "spot-answer-"),
        Column("address", 36, of=lambda row: " ".join(row["addresses"].split()) or None),
    ),
    ExportKind.EVENTS: (
        Column("day"),
        Column("part", words="export-part-"),
        Column("region", 24),
        Column("unit", 22),
        Column("station", 26),
        Column("title", 36),
        Column("kind", words="export-event-"),
        Column("headcount", 10),
        Column("approximate", 10),
        Column("photos", 8),
        Column("state", words="export-state-"),
        Column("note", 28),
        Column("officer", 14),
        Column("entered_by", 14, of=lambda row: row["enterer"]),
        Column("reported_at", 17, of=_local("reported_at")),
        Column("late", 8),
        Column("decided_by", 14, of=lambda row: row["decider"]),
        Column("decided_at", 17, of=_local("decided_at")),
    ),
    ExportKind.UPKEEP: (
        Column("day"),
        Column("region", 24),
        Column("unit", 22),
        Column("facility_kind", words="export-facility-", of=lambda row: row["kind"]),
        Column("facility", 24),
        Column("photos", 8),
        Column("officer", 14),
        Column("entered_by", 14, of=lambda row: row["enterer"]),
        Column("recorded_at", 17, of=_local("at")),
        Column("late", 8),
        Column("withdrawn_at", 17, of=_local("withdrawn_at")),
    ),
    ExportKind.OFFICERS: (
        *_PLACE,
        Column("unit_kind", words="export-unit-"),
        Column("demonstration", 10),
        Column("state", words="export-post-"),
        Column("since"),
        Column("until"),
        Column("away", 24, of=_parts("away")),
        Column("platforms", 20, of=_parts("platforms")),
        Column("consented_at", 17, of=_local("consented_at")),
        Column("forgotten", 10, of=_is_set("forgotten_at")),
    ),
}

_RECORDS: Mapping[ExportKind, Callable[[Db, date, date], AsyncIterator[Row]]] = {
    ExportKind.SHARES: export.shares_between,
    ExportKind.EVENTS: export.events_between,
    ExportKind.UPKEEP: export.upkeep_between,
    ExportKind.OFFICERS: export.officers_between,
}


def _source_name(row: Row, catalog: Catalog, settings: Settings) -> str:
    """Whom an item is attributed to; those known from the official app's export only are in no catalog."""
    source = row["source"] or ""
    known = settings.app_shares.brand if source == SOURCE else catalog.brand(source)
    return row["publisher"] or known or source


async def records(
    db: Db, kind: ExportKind, since: date, until: date, catalog: Catalog, settings: Settings
) -> AsyncIterator[list[Cell]]:
    """The cells of each record of local days since…until (both included), in the order of COLUMNS; streamed.

    Officers are those whose post was held on one of these days. Times are on the clocks of their region.
    A source the catalog does not know is called by its key; items of ours link to their own page.
    """
    called = region_paths(await places.all_regions(db))
    looked_up: Mapping[str, Callable[[Row], Cell]] = {
        "region": lambda row: called.get(row["place"]),
        "source_name": lambda row: _source_name(row, catalog, settings),
        "link": lambda row: link_of(row["link"] or "", row["slug"] or "", settings),
    }
    values = [looked_up.get(column.name, column.value) for column in COLUMNS[kind]]
    async for row in _RECORDS[kind](db, since, until):
        yield [value(row) for value in values]
