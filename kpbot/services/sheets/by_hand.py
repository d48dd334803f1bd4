"""A sheet loaded at the command line: the same reading, planning and applying as in a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kpbot.domain.places import Region
from kpbot.domain.sheet_headings import headings_hash
from kpbot.domain.sheet_mapping import Unmapped
from kpbot.domain.sheets import RawSheet, Sheet
from kpbot.services.catalog import Catalog
from kpbot.services.sheets import choosing
from kpbot.services.sheets.choosing import Fit
from kpbot.services.sheets.kind import Applied, Loading, Plan, SheetKind
from kpbot.services.sheets.reading import read_workbook
from kpbot.services.sheets.refused import SheetRefused
from kpbot.settings import Settings
from kpbot.storage import audit, uploads
from kpbot.storage.audit import Entry
from kpbot.storage.database import Database, Db
from kpbot.texts import say

AskColumn = Callable[[Unmapped, list[tuple[int, str]]], int | None]
"""Which of the (column, heading) is the first missing field; None for none of them."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is loaded and by whom. `scope` is empty for everywhere. Times are UTC."""

    database: Database
    settings: Settings
    catalog: Catalog
    kind: SheetKind
    lang: str
    now: datetime
    scope: tuple[Region, ...] = ()

    def loading(self, db: Db) -> Loading:
        return Loading(db, self.settings, self.catalog, self.now, self.lang, None, self.scope)


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read. `said`: what was answered about its columns, by the hash of the headings."""

    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...]
    said: Mapping[str, Mapping[str, int]]


async def read(table: Table, name: str, content: bytes, ask: AskColumn | None) -> Read:
    """The file as sheets of the kind; asks for columns that are not known, or without `ask` raises SheetRefused."""
    raws = await asyncio.to_thread(read_workbook, name, content)
    said: dict[str, dict[str, int]] = {}
    while True:
        fit = await _fit(table, raws, said)
        if fit.sheets:
            return Read(fit.sheets, tuple(other.sheet.name for other in fit.others), said)
        unmapped = _asked_about(table, fit)
        column = ask(unmapped, choosing.choices(unmapped.sheet)) if ask else None
        if column is None:
            missing = choosing.label(unmapped.missing[0])
            raise SheetRefused("no-column", kind=_kind(table), column=missing)
        said.setdefault(headings_hash(unmapped.sheet.headings), {})[unmapped.missing[0].name] = column


async def _fit(table: Table, raws: tuple[RawSheet, ...], said: Mapping[str, Mapping[str, int]]) -> Fit:
    fit = await asyncio.to_thread(choosing.fitted, raws, table.kind, table.settings, said)
    found = dict(said)
    async with table.database.read() as db:
        for kind, headings in choosing.hashes([fit]):
            known = {**await uploads.remembered(db, kind, headings), **said.get(headings, {})}
            if known:
                found[headings] = known
    return fit if found == said else await asyncio.to_thread(choosing.fitted, raws, table.kind, table.settings, found)


def _asked_about(table: Table, fit: Fit) -> Unmapped:
    unmapped = fit.to_ask
    if unmapped is None:
        raise SheetRefused("no-headings", kind=_kind(table))
    if wrong := choosing.not_found(unmapped, table.kind, table.settings):
        raise SheetRefused("setting-heading", setting=wrong[0], heading=wrong[1], sheet=unmapped.sheet.name)
    return unmapped


async def plan(table: Table, found: Read) -> Plan:
    async with table.database.read() as db:
        return await table.kind.plan(table.loading(db), found.sheets)


async def apply(table: Table, found: Read, mark: str) -> Applied | None:
    """All of it in one transaction; None, and nothing done, if it would come to something else than was shown."""
    async with table.database.write() as db:
        again = await table.kind.plan(table.loading(db), found.sheets)
        if again.mark != mark or not again.possible:
            return None
        done = await table.kind.apply(table.loading(db), found.sheets)
        for headings, columns in found.said.items():
            known = await uploads.remembered(db, table.kind.name, headings)
            await uploads.remember(db, table.kind.name, headings, {**known, **columns}, None, table.now)
        details = {"kind": table.kind.name, "changes": again.changes}
        await audit.record(db, [Entry(table.now, None, "sheet.apply", "", details)])
        return done


def _kind(table: Table) -> str:
    return say(table.lang, f"sheets-kind-{table.kind.name}")
