"""The kind of sheet `items`: popular science that a coordinator vouches for, a row an item."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from kpbot.domain.content import FoundItem, Item, ItemState, Source
from kpbot.domain.item_rows import FIELDS, Fault, Told, read_rows
from kpbot.domain.reason import Reason
from kpbot.domain.sheets import Field, Sheet
from kpbot.services import adding
from kpbot.services.keeping import canonical_of, item_of_found, keep_found, storable
from kpbot.services.rendering import reason_text
from kpbot.services.sheets.kind import Applied, Loading, Plan, Remark
from kpbot.storage import audit, items
from kpbot.storage.audit import Entry
from kpbot.texts import say


class _Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    THERE = "there"  # the same page came from a source before


@dataclass(frozen=True, slots=True)
class _Row:
    told: Told
    source: Source
    item: Item  # as it would be kept
    change: _Change


@dataclass(frozen=True, slots=True)
class _Planned:
    rows: tuple[_Row, ...]
    faults: tuple[Fault, ...]

    def of(self, *changes: _Change) -> list[_Row]:
        return [row for row in self.rows if row.change in changes]


class Items:
    """Implements `SheetKind`. Faulty rows are left out and said so; the others are loaded."""

    name = "items"
    fields: tuple[Field, ...] = FIELDS

    async def plan(self, loading: Loading, sheets: Sequence[Sheet]) -> Plan:
        planned = await _planned(loading, sheets)
        changed = planned.of(_Change.NEW, _Change.CHANGED)
        return Plan(_summary(loading.lang, planned), tuple(_remarks(loading, planned)), len(changed), _mark(changed))

    async def apply(self, loading: Loading, sheets: Sequence[Sheet]) -> Applied:
        planned = await _planned(loading, sheets)
        changed = planned.of(_Change.NEW, _Change.CHANGED)
        for source in {row.source.key: row.source for row in changed}.values():
            found = [row.told.found for row in changed if row.source.key == source.key]
            await keep_found(loading.db, source, found, loading.catalog, loading.settings, loading.now)
        if changed:
            counts = {"new": len(planned.of(_Change.NEW)), "changed": len(planned.of(_Change.CHANGED))}
            await audit.record(loading.db, [Entry(loading.now, loading.person_id, "items.load", "", counts)])
        return Applied(_done(loading.lang, planned))


async def _planned(loading: Loading, sheets: Sequence[Sheet]) -> _Planned:
    scope = loading.scope[0].path if loading.scope else ""
    read = await asyncio.to_thread(lambda: list(read_rows(sheets, scope)))
    told = [one for one in read if isinstance(one, Told)]
    there = await items.by_canonical(loading.db, {canonical_of(storable(one.found)) for one in told})
    rows = tuple(_row(loading, one, there, scope) for one in told)
    return _Planned(rows, tuple(one for one in read if isinstance(one, Fault)))


def _row(loading: Loading, told: Told, there: Sequence[Item], scope: str) -> _Row:
    found = storable(told.found)
    source = adding.vouched(loading.catalog.added_from(urlsplit(found.link).hostname or ""))
    if source.sites:
        found = replace(found, publisher="")  # its source says whose it is
    same = [item for item in there if item.canonical == canonical_of(found)]
    known = next((item for item in same if (item.source, item.identity) == (source.key, found.identity)), None)
    item = item_of_found(found, known, source, loading.catalog, loading.settings, loading.now)
    return _Row(replace(told, found=found), source, item, _change(item, known, same, scope))


def _change(item: Item, known: Item | None, same: Sequence[Item], scope: str) -> _Change:
    if known is None:
        return _Change.THERE if any(scope.startswith(one.scope) for one in same) else _Change.NEW
    written = ("title", "summary") if known.edited_by is None else ()
    named = (*written, "link", "publisher", "not_before")
    return _Change.SAME if all(getattr(item, name) == getattr(known, name) for name in named) else _Change.CHANGED


def _mark(changed: Iterable[_Row]) -> str:
    """The same rows on the same state of things make the same mark."""
    parts = [(row.change, row.source.key, _said(row.told.found)) for row in changed]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _said(found: FoundItem) -> tuple[object, ...]:
    return (found.identity, found.title, found.summary, found.link, found.topic, found.publisher, found.not_before)


# in words


def _summary(lang: str, planned: _Planned) -> str:
    counts = {change: len(planned.of(change)) for change in _Change}
    return say(
        lang,
        "items-sheet-plan",
        new=counts[_Change.NEW],
        changed=counts[_Change.CHANGED],
        same=counts[_Change.SAME] + counts[_Change.THERE],
        faults=len(planned.faults),
    )


def _done(lang: str, planned: _Planned) -> str:
    new, changed = len(planned.of(_Change.NEW)), len(planned.of(_Change.CHANGED))
    return say(lang, "items-sheet-done", new=new, changed=changed, faults=len(planned.faults))


def _remarks(loading: Loading, planned: _Planned) -> list[Remark]:
    lang = loading.lang
    faults = [Remark(f.sheet, f.row, say(lang, "items-sheet-left-out", why=_why(lang, f))) for f in planned.faults]
    held = [
        Remark(row.told.sheet, row.told.row, _verdict(lang, row.item))
        for row in planned.of(_Change.NEW)
        if row.item.state is not ItemState.READY
    ]
    there = [Remark(row.told.sheet, row.told.row, say(lang, "items-sheet-there")) for row in planned.of(_Change.THERE)]
    return sorted((*faults, *held, *there), key=lambda remark: remark.row)


def _why(lang: str, fault: Fault) -> str:
    return say(lang, f"feed-skip-row-{fault.code}")


def _verdict(lang: str, item: Item) -> str:
    """What the gate says: it waits for a look, or is never used."""
    reason = reason_text(Reason.from_text(item.review_reason), lang)
    return say(lang, f"items-sheet-{item.state}", reason=reason)
