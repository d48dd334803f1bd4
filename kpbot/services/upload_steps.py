"""One step of a sheet that somebody sent: a question, a preview, or the application, each with its answer."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kpbot.domain.messages import Attachment, Button, Outgoing
from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Region
from kpbot.domain.plain_text import one_line
from kpbot.domain.sheet_headings import headings_hash
from kpbot.domain.sheet_mapping import Unmapped, pruned
from kpbot.domain.sheet_store import from_json, raw_from_json, to_json
from kpbot.domain.sheets import RawSheet, Sheet
from kpbot.services import stored
from kpbot.services.catalog import Catalog
from kpbot.services.sheets import choosing
from kpbot.services.sheets.choosing import Fit
from kpbot.services.sheets.kind import Loading, Plan, SheetKind
from kpbot.services.sheets.kinds import BY_NAME
from kpbot.services.sheets.preview import goes_on, ordered, preview
from kpbot.services.sheets.reading import title_of
from kpbot.services.sheets.refused import SheetRefused
from kpbot.services.sheets.remarks_file import remarks_file
from kpbot.settings import Settings
from kpbot.storage import audit, outbox, people, places, uploads
from kpbot.storage.audit import Entry
from kpbot.storage.database import Database, Db
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.uploads import Upload, UploadState
from kpbot.texts import say

ANSWER_LASTS = timedelta(hours=24)
HEADINGS = 24  # offered as buttons
_LABEL = 30  # characters of a button

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to work on sheets. `kinds` by their names."""

    database: Database
    settings: Settings
    catalog: Catalog
    kinds: Mapping[str, SheetKind]

    @classmethod
    def usual(cls, database: Database, settings: Settings, catalog: Catalog) -> Desk:
        return cls(database, settings, catalog, BY_NAME)


async def take(desk: Desk, one: Upload, now: datetime) -> None:
    """Go on with a claimed sheet whose cells are there. Raises SheetRefused."""
    scope = await _scope(desk, one)
    if not scope:
        raise SheetRefused("no-coordinator")
    if one.details.get("step") == "apply":
        await _apply(desk, one, now)
        return
    fit, others, raws = await _chosen(desk, one)
    if fit is None:
        await _ask_kind(desk, one, others, raws, now)
    elif fit.sheets:
        sheets = await asyncio.to_thread(lambda: tuple(pruned(sheet) for sheet in fit.sheets))
        left_out = [other.sheet.name for other in fit.others]
        await _preview(desk, one, fit.kind, _told_dropped(sheets, one), left_out, now)
    else:
        await _ask_column(desk, one, fit, now)


async def _chosen(desk: Desk, one: Upload) -> tuple[Fit | None, list[Fit], tuple[RawSheet, ...]]:
    """The kind that was said, or the only one that fits; and all that were tried."""
    kinds = [desk.kinds[one.kind]] if one.kind in desk.kinds else list(desk.kinds.values())
    raws = await asyncio.to_thread(raw_from_json, one.rows)

    def tried(answers: Mapping[str, Mapping[str, Mapping[str, int]]]) -> list[Fit]:
        return [choosing.fitted(raws, kind, desk.settings, answers.get(kind.name, {})) for kind in kinds]

    fits = await asyncio.to_thread(tried, {})
    answers = await _answers(desk, one, choosing.hashes(fits))
    if answers:
        fits = await asyncio.to_thread(tried, answers)
    fit = fits[0] if len(kinds) == 1 else choosing.likely(fits) or await _as_before(desk, fits)
    return fit, fits, raws


async def _as_before(desk: Desk, fits: Sequence[Fit]) -> Fit | None:
    """Of several kinds that fit, the only one as which such a sheet was loaded before."""
    found = []
    async with desk.database.read() as db:
        for fit in fits:
            headings = [headings_hash(sheet.headings) for sheet in fit.sheets]
            if headings and await uploads.loaded_before(db, fit.kind.name, headings):
                found.append(fit)
    return found[0] if len(found) == 1 else None


async def _answers(
    desk: Desk, one: Upload, hashes: Sequence[tuple[str, str]]
) -> dict[str, dict[str, Mapping[str, int]]]:
    """What people said of these headings, before or just now, by kind and hash."""
    just_now: Mapping[str, Mapping[str, int]] = one.details.get("said", {})
    found: dict[str, dict[str, Mapping[str, int]]] = {}
    async with desk.database.read() as db:
        for kind, headings in hashes:
            said = {**await uploads.remembered(db, kind, headings), **just_now.get(headings, {})}
            if said:
                found.setdefault(kind, {})[headings] = said
    return found


async def _ask_kind(desk: Desk, one: Upload, fits: Sequence[Fit], raws: Sequence[RawSheet], now: datetime) -> None:
    kinds = [fit.kind.name for fit in fits if fit.sheets] or [fit.kind.name for fit in fits]
    if not kinds:
        raise SheetRefused("no-kind")
    buttons = tuple((Button(_kind(one, kind), f"imp:k:{one.id}:{kind}"),) for kind in kinds)
    text = say(one.language, "uploads-which-kind", name=title_of(one.name))
    await _show(
        desk,
        replace(one, kind=""),
        {"step": "kind", "kinds": kinds},
        Outgoing(text=text, buttons=(*buttons, _no(one)), language=one.language),
        now,
    )


async def _ask_column(desk: Desk, one: Upload, fit: Fit, now: datetime) -> None:
    unmapped = fit.to_ask
    if unmapped is None:
        raise SheetRefused("no-headings", kind=_kind(one, fit.kind.name))
    if wrong := choosing.not_found(unmapped, fit.kind, desk.settings):
        raise SheetRefused("setting-heading", setting=wrong[0], heading=wrong[1], sheet=unmapped.sheet.name)
    options = choosing.choices(unmapped.sheet)
    if not options:
        raise SheetRefused("no-column", kind=_kind(one, fit.kind.name), column=choosing.label(unmapped.missing[0]))
    details = {"step": "column", "field": unmapped.missing[0].name, "hash": headings_hash(unmapped.sheet.headings)}
    question = Outgoing(text=_which_column(one, unmapped), buttons=_columns(one, options), language=one.language)
    await _show(desk, replace(one, kind=fit.kind.name), details, question, now)


def _which_column(one: Upload, unmapped: Unmapped) -> str:
    column = choosing.label(unmapped.missing[0])
    return say(one.language, "uploads-which-column", name=title_of(one.name), sheet=unmapped.sheet.name, column=column)


def _columns(one: Upload, options: Sequence[tuple[int, str]]) -> Rows:
    """Two headings a row, and «no such column»."""
    buttons = [
        Button(one_line(heading)[:_LABEL], f"imp:c:{one.id}:{at}:{_count(one) + 1}")
        for at, heading in options[:HEADINGS]
    ]
    pairs = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    none = Button(say(one.language, "uploads-no-column"), f"imp:none:{one.id}")
    return (*pairs, (none,), _no(one))


async def _preview(
    desk: Desk, one: Upload, kind: SheetKind, sheets: Sequence[Sheet], left_out: Sequence[str], now: datetime
) -> None:
    async with desk.database.read() as db:
        plan = await kind.plan(await _loading(desk, db, one, now), sheets)
    changed = one.details.get("step") == "apply"
    text = preview(one.language, title_of(one.name), kind.name, sheets, left_out, plan)
    said = Outgoing(
        text="\n".join([say(one.language, "uploads-changed"), text]) if changed else text,
        document=await _remarks(desk, one, plan, now),
    )
    if not (plan.possible and plan.changes):
        state = UploadState.DROPPED if plan.possible else UploadState.REFUSED
        await _end(desk, one, state, said, now, "nothing new" if plan.possible else "to be mended")
        return
    go = Button(say(one.language, "uploads-apply"), f"imp:ok:{one.id}:{mark_of(plan)}")
    details = {"step": "preview", "mark": mark_of(plan), "left_out": list(left_out), "sheets": True}
    rows = await asyncio.to_thread(to_json, sheets)
    ready = replace(one, kind=kind.name, rows=rows)
    await _show(desk, ready, details, replace(said, buttons=((go,), _no(one)), language=one.language), now)


async def _remarks(desk: Desk, one: Upload, plan: Plan, now: datetime) -> Attachment | None:
    """All remarks in a file, where there are more than the message shows."""
    if not goes_on(plan):
        return None
    content = await asyncio.to_thread(remarks_file, one.language, ordered(plan))
    name = f"upload-{one.id}-{_count(one)}.xlsx"
    path = await stored.keep(Path(desk.settings.data_dir), name, content, now)
    return Attachment(path, say(one.language, "uploads-remarks-name", name=title_of(one.name)))


async def _apply(desk: Desk, one: Upload, now: datetime) -> None:
    """All or nothing: planned again, and shown again if that comes to something else."""
    kind, sheets = desk.kinds[one.kind], await asyncio.to_thread(from_json, one.rows)
    async with desk.database.write() as db:
        loading = await _loading(desk, db, one, now)
        plan = await kind.plan(loading, sheets)
        same = plan.possible and mark_of(plan) == one.details.get("mark")
        if same and await uploads.settle(db, one.id, UploadState.APPLIED, now):
            done = await kind.apply(loading, sheets)
            await _remember(db, one, sheets, now)
            said = Outgoing(text=done.text, document=done.document)
            await outbox.owe(db, [_owed(one, said, now)])
            details = {"kind": kind.name, "changes": plan.changes}
            await audit.record(db, [Entry(now, one.person_id, "sheet.apply", f"upload:{one.id}", details)])
    if not same:
        await _preview(desk, one, kind, sheets, one.details.get("left_out", []), now)


async def _remember(db: Db, one: Upload, sheets: Sequence[Sheet], now: datetime) -> None:
    """What the sheets were, and what columns were said to mean, now that what came of it was agreed to."""
    said = one.details.get("said", {})
    for headings in sorted({headings_hash(sheet.headings) for sheet in sheets}):
        known = await uploads.remembered(db, one.kind, headings)
        await uploads.remember(db, one.kind, headings, {**known, **said.get(headings, {})}, one.person_id, now)


async def refuse(desk: Desk, one: Upload, refused: SheetRefused, now: datetime) -> None:
    text = say(one.language, "uploads-refused", name=title_of(one.name), reason=refused.text(one.language))
    await _end(desk, one, UploadState.REFUSED, Outgoing(text=text), now, refused.code)


async def lose(desk: Desk, one: Upload, reason: str, now: datetime) -> None:
    """It could not be fetched, or not worked on, however often that was tried."""
    text = say(one.language, "uploads-failed" if one.rows else "uploads-lost", name=title_of(one.name))
    await _end(desk, one, UploadState.LOST, Outgoing(text=text), now, reason)


async def _show(desk: Desk, one: Upload, details: dict[str, Any], said: Outgoing, now: datetime) -> None:
    kept: dict[str, Any] = {name: one.details[name] for name in ("said", "dropped") if name in one.details}
    async with desk.database.write() as db:
        if await uploads.show(db, one.id, one.kind, one.rows, {**kept, **details, "count": _count(one) + 1}):
            await outbox.owe(db, [_owed(one, said, now)])


async def _end(desk: Desk, one: Upload, state: UploadState, said: Outgoing, now: datetime, reason: str) -> None:
    async with desk.database.write() as db:
        if await uploads.settle(db, one.id, state, now, reason[:200]):
            await outbox.owe(db, [_owed(one, said, now)])


def _owed(one: Upload, said: Outgoing, now: datetime) -> Owed:
    said = said if one.chat.private or not one.message else replace(said, reply_to=one.message)
    return Owed(f"upload:{one.id}:{_count(one)}", one.chat, said, Priority.ANSWER, now, now + ANSWER_LASTS)


def _count(one: Upload) -> int:
    """How many messages were owed for it so far."""
    return int(one.details.get("count", 0))


def mark_of(plan: Plan) -> str:
    """What a plan does, short enough for a button."""
    return hashlib.sha256(plan.mark.encode()).hexdigest()[:12]


async def _loading(desk: Desk, db: Db, one: Upload, now: datetime) -> Loading:
    scope = await scope_of(db, one.person_id)
    chat = one.chat
    return Loading(db, desk.settings, desk.catalog, now, one.language, one.person_id, scope, private=chat.private)


async def _scope(desk: Desk, one: Upload) -> tuple[Region, ...]:
    async with desk.database.read() as db:
        return await scope_of(db, one.person_id)


async def scope_of(db: Db, person_id: int) -> tuple[Region, ...]:
    """The regions a person coordinates now."""
    held = await people.live_posts(db, {person_id})
    ids = [p.region_id for p in held if p.role is PostRole.COORDINATOR and p.state is PostState.ACTIVE]
    regions = await places.regions_by_id(db, set(ids))
    return tuple(regions[region] for region in dict.fromkeys(ids) if region in regions)


def _told_dropped(sheets: Sequence[Sheet], one: Upload) -> tuple[Sheet, ...]:
    """With the columns that were emptied when the file came, of which the cells no longer tell."""
    said: Mapping[str, list[str]] = one.details.get("dropped", {})
    return tuple(
        replace(sheet, dropped=tuple(dict.fromkeys((*said.get(sheet.name, ()), *sheet.dropped)))) for sheet in sheets
    )


def _kind(one: Upload, kind: str) -> str:
    return say(one.language, f"sheets-kind-{kind}")


def _no(one: Upload) -> tuple[Button, ...]:
    return (Button(say(one.language, "uploads-drop"), f"imp:no:{one.id}"),)
