"""One step of a sheet that somebody sent: a question, a preview, or the application, each with its answer."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kpbot.domain.messages import Attachment, Button, Outgoing
from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import Region
from kpbot.domain.sheet_headings import headings_hash
from kpbot.domain.sheet_mapping import pruned
from kpbot.domain.sheet_store import from_json, to_json
from kpbot.domain.sheets import Sheet
from kpbot.services import stored
from kpbot.services.sheets.kind import Loading, Plan, SheetKind
from kpbot.services.sheets.preview import goes_on, ordered, preview
from kpbot.services.sheets.reading import title_of
from kpbot.services.sheets.refused import SheetRefused
from kpbot.services.sheets.remarks_file import remarks_file
from kpbot.services.upload_answers import end, no_button, owed, owed_so_far, show
from kpbot.services.upload_desk import Desk
from kpbot.services.upload_fits import chosen
from kpbot.services.upload_questions import ask_column, ask_kind
from kpbot.storage import audit, outbox, people, places, uploads
from kpbot.storage.audit import Entry
from kpbot.storage.database import Db
from kpbot.storage.uploads import Upload, UploadState
from kpbot.texts import say


async def take(desk: Desk, one: Upload, now: datetime) -> None:
    """Go on with a claimed sheet whose cells are there. Raises SheetRefused."""
    scope = await _scope(desk, one)
    if not scope:
        raise SheetRefused("no-coordinator")
    if one.details.get("step") == "apply":
        await _apply(desk, one, now)
        return
    fit, others, raws = await chosen(desk, one)
    if fit is None:
        await ask_kind(desk, one, others, raws, now)
    elif fit.sheets:
        sheets = await asyncio.to_thread(lambda: tuple(pruned(sheet) for sheet in fit.sheets))
        left_out = [other.sheet.name for other in fit.others]
        await _preview(desk, one, fit.kind, _told_dropped(sheets, one), left_out, now)
    else:
        await ask_column(desk, one, fit, now)


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
        await end(desk, one, state, said, now, "nothing new" if plan.possible else "to be mended")
        return
    go = Button(say(one.language, "uploads-apply"), f"imp:ok:{one.id}:{mark_of(plan)}")
    details = {"step": "preview", "mark": mark_of(plan), "left_out": list(left_out), "sheets": True}
    rows = await asyncio.to_thread(to_json, sheets)
    ready = replace(one, kind=kind.name, rows=rows)
    await show(desk, ready, details, replace(said, buttons=((go,), no_button(one)), language=one.language), now)


async def _remarks(desk: Desk, one: Upload, plan: Plan, now: datetime) -> Attachment | None:
    """All remarks in a file, where there are more than the message shows."""
    if not goes_on(plan):
        return None
    content = await asyncio.to_thread(remarks_file, one.language, ordered(plan))
    name = f"upload-{one.id}-{owed_so_far(one)}.xlsx"
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
            await outbox.owe(db, [owed(one, said, now)])
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
