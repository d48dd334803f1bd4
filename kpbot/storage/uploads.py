"""Sheets that people sent, until they are applied; and what their columns were said to mean."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, exists, func, select, update

from kpbot.domain.messages import Chat, File
from kpbot.storage.database import Db, insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.tables import column_maps, uploads

LONGEST_REF = 500
LONGEST_NAME = 100


class UploadState(StrEnum):
    WAITING = "waiting"  # for us: to be fetched, looked at or applied
    SHOWN = "shown"  # for the person: a question or a preview was sent
    APPLIED = "applied"
    DROPPED = "dropped"  # by the person, or because nobody said anything
    REFUSED = "refused"  # it came, and was no sheet that can be used
    LOST = "lost"  # the platform did not give it


@dataclass(frozen=True, slots=True)
class Upload:
    """`rows` is JSON: the cells that are of use; empty until it was fetched and once it is settled. `details` is what
    the services remember of it."""

    id: int
    chat: Chat
    message: str
    ref: str
    name: str
    person_id: int
    language: str
    kind: str
    state: UploadState
    rows: str
    details: dict[str, Any]
    attempts: int
    received_at: datetime


async def note(db: Db, chat: Chat, file: File, now: datetime, *, message: str, person_id: int, language: str) -> int:
    """A sheet to be fetched soon; returns its id."""
    upload_id = new_id()
    row = {
        "id": upload_id,
        "platform": chat.platform,
        "chat": chat.id,
        "thread": chat.thread,
        "private": chat.private,
        "message": message,
        "ref": file.ref,
        "name": file.name[:LONGEST_NAME],
        "size": file.size,
        "person_id": person_id,
        "language": language,
        "state": UploadState.WAITING,
        "rows": "",
        "received_at": now,
        "next_at": now,
    }
    await insert_new(db, uploads, [row])
    return upload_id


async def get(db: Db, upload_id: int) -> Upload | None:
    """Held until the transaction ends, where the engine can."""
    query = select(uploads).where(uploads.c.id == upload_id).with_for_update()
    row = (await db.execute(query)).one_or_none()
    return _upload(row) if row else None


async def open_of(db: Db, person_id: int) -> int:
    """How many of a person's sheets are neither applied nor dropped."""
    still = uploads.c.state.in_((UploadState.WAITING, UploadState.SHOWN))
    query = select(func.count()).select_from(uploads).where(uploads.c.person_id == person_id, still)
    return int((await db.execute(query)).scalar_one())


async def any_due(db: Db, now: datetime) -> bool:
    due = exists().where(uploads.c.state == UploadState.WAITING, uploads.c.next_at <= now)
    return bool((await db.execute(select(due))).scalar_one())


async def claim(db: Db, now: datetime, lease_until: datetime, limit: int) -> list[Upload]:
    """Take waiting sheets, the longest waiting first; others leave them alone until the lease ends."""
    due = (
        select(uploads)
        .where(uploads.c.state == UploadState.WAITING, uploads.c.next_at <= now)
        .order_by(uploads.c.next_at, uploads.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [_upload(row, more_attempts=1) for row in (await db.execute(due)).all()]
    await db.execute(
        update(uploads)
        .where(uploads.c.id.in_([one.id for one in found]))
        .values(next_at=lease_until, attempts=uploads.c.attempts + 1)
    )
    return found


async def postpone(db: Db, upload_id: int, next_at: datetime, reason: str) -> None:
    await _change(db, upload_id, UploadState.WAITING, next_at=next_at, reason=reason)


async def show(db: Db, upload_id: int, kind: str, rows: str, details: Mapping[str, Any]) -> bool:
    """Something was asked or shown of a claimed sheet; False if it was settled meanwhile."""
    values = {"kind": kind, "rows": rows, "details": _json(details), "next_at": None, "attempts": 0}
    return await _change(db, upload_id, UploadState.WAITING, state=UploadState.SHOWN, **values)


async def go_on(db: Db, upload_id: int, kind: str, details: Mapping[str, Any], now: datetime) -> bool:
    """The person answered; False if that was not waited for any more."""
    values = {"kind": kind, "details": _json(details), "next_at": now, "attempts": 0}
    return await _change(db, upload_id, UploadState.SHOWN, state=UploadState.WAITING, **values)


async def settle(db: Db, upload_id: int, state: UploadState, now: datetime, reason: str = "") -> bool:
    """It is over, and its cells are erased; False if it was over before."""
    values = {"state": state, "rows": "", "details": "{}", "next_at": None, "settled_at": now, "reason": reason}
    result = await db.execute(
        update(uploads)
        .where(uploads.c.id == upload_id, uploads.c.state.in_((UploadState.WAITING, UploadState.SHOWN)))
        .values(values)
    )
    return bool(result.rowcount)


async def give_up(db: Db, before: datetime, now: datetime) -> int:
    """Sheets that came before a moment and that nobody decided about are dropped, and their cells erased."""
    still = uploads.c.state.in_((UploadState.WAITING, UploadState.SHOWN))
    values = {"state": UploadState.DROPPED, "rows": "", "details": "{}", "next_at": None, "settled_at": now}
    result = await db.execute(update(uploads).where(still, uploads.c.received_at < before).values(values))
    return int(result.rowcount)


async def purge(db: Db, before: datetime) -> None:
    """What was settled before a moment is forgotten."""
    await db.execute(delete(uploads).where(uploads.c.settled_at < before))


async def remembered(db: Db, kind: str, headings: str) -> dict[str, int]:
    """By field name the column that people said for sheets with these headings (a hash)."""
    query = select(column_maps.c.columns).where(column_maps.c.kind == kind, column_maps.c.headings == headings)
    said = (await db.execute(query)).scalar_one_or_none()
    return json.loads(said) if said else {}


async def loaded_before(db: Db, kind: str, headings: Sequence[str]) -> bool:
    """Whether a sheet with such headings (hashes) was loaded as that kind."""
    here = exists().where(column_maps.c.kind == kind, column_maps.c.headings.in_(headings))
    return bool((await db.execute(select(here))).scalar_one())


async def remember(
    db: Db, kind: str, headings: str, columns: Mapping[str, int], person_id: int | None, now: datetime
) -> None:
    """The last one who says it is right; `person_id` None for the operator."""
    row = {
        "kind": kind,
        "headings": headings,
        "columns": _json(columns),
        "made_by": person_id,
        "made_at": now,
    }
    if not await insert_new(db, column_maps, [row]):
        here = (column_maps.c.kind == kind, column_maps.c.headings == headings)
        await db.execute(update(column_maps).where(*here).values(row))


async def forget_person(db: Db, person_id: int) -> None:
    """The sheets a person sent go, and the name of who said what columns mean."""
    await db.execute(delete(uploads).where(uploads.c.person_id == person_id))
    await db.execute(update(column_maps).where(column_maps.c.made_by == person_id).values(made_by=None))


async def ids_of(db: Db, person_id: int) -> list[int]:
    return list((await db.execute(select(uploads.c.id).where(uploads.c.person_id == person_id))).scalars())


async def of_person(db: Db, person_id: int) -> list[tuple[datetime, str, UploadState]]:
    """(received, file name, state) of the sheets a person sent, the latest first."""
    query = select(uploads.c.received_at, uploads.c.name, uploads.c.state).where(uploads.c.person_id == person_id)
    rows = await db.execute(query.order_by(uploads.c.received_at.desc(), uploads.c.id.desc()))
    return [(row.received_at, row.name, UploadState(row.state)) for row in rows]


async def _change(db: Db, upload_id: int, expected: UploadState, **values: Any) -> bool:
    here = (uploads.c.id == upload_id, uploads.c.state == expected)
    return bool((await db.execute(update(uploads).where(*here).values(values))).rowcount)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _upload(row: Any, more_attempts: int = 0) -> Upload:
    return Upload(
        row.id,
        Chat(row.platform, row.chat, row.thread, row.private),
        row.message,
        row.ref,
        row.name,
        row.person_id,
        row.language,
        row.kind,
        UploadState(row.state),
        row.rows,
        json.loads(row.details or "{}"),
        row.attempts + more_attempts,
        row.received_at,
    )
