"""Sheets that people sent are worked through after the commit that noted them, step by step.

    claim (tx) → platform.fetch (network) → read_workbook (process) → what is it? → ask or plan (tx) → answer (tx)
    … the person answers or agrees …
    claim (tx) → plan again, apply and answer (one tx)

The file itself is never stored: its cells are, without telephone and ID numbers, until it is applied or dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from kpbot.domain.messages import Incoming
from kpbot.domain.sheet_mapping import scrubbed
from kpbot.domain.sheet_store import raw_to_json
from kpbot.domain.sheets import RawSheet
from kpbot.ports import Platform, SendError
from kpbot.services import upload_answers, upload_steps
from kpbot.services.sheets.kind import SheetKind
from kpbot.services.sheets.reading import read_workbook
from kpbot.services.sheets.refused import SheetRefused
from kpbot.services.upload_desk import Desk
from kpbot.storage import uploads
from kpbot.storage.database import Db, is_outage
from kpbot.storage.uploads import Upload

AT_ONCE = 3
FETCH_SECONDS = 60
LEASE = timedelta(minutes=15)  # longer than AT_ONCE sheets can take
FIRST_WAIT = timedelta(seconds=30)
ATTEMPTS = 6  # the last one about a quarter of an hour after the first
OPEN_LAST = timedelta(days=7)

log = structlog.get_logger(__name__)


async def work_through(desk: Desk, platforms: Mapping[str, Platform], now: datetime) -> int:
    """Take up to AT_ONCE sheets one step on; returns how many. `now` is UTC. Must not be called inside a transaction;
    may run in several workers at once."""
    async with desk.database.read() as db:
        if not await uploads.any_due(db, now):
            return 0
    async with desk.database.write() as db:
        claimed = await uploads.claim(db, now, now + LEASE, AT_ONCE)
    for one in claimed:
        await _step(desk, one, platforms.get(one.chat.platform), now)
    return len(claimed)


async def _step(desk: Desk, one: Upload, platform: Platform | None, now: datetime) -> None:
    try:
        if not one.rows:
            one = await _fetched(one, platform, desk.kinds.values())
        await upload_steps.take(desk, one, now)
    except SheetRefused as refused:
        await upload_answers.refuse(desk, one, refused, now)
    except SendError as error:
        wait = timedelta(seconds=error.retry_after or 0)
        await _again(desk, one, error.reason, now, wait, lost=error.permanent)
    except TimeoutError:
        await _again(desk, one, "timed out", now)
    except Exception as error:
        # One sheet must not keep those behind it waiting for ever.
        if is_outage(error):
            raise
        log.exception("sheet failed", upload=one.id)
        await _again(desk, one, type(error).__name__, now)


async def _fetched(one: Upload, platform: Platform | None, kinds: Iterable[SheetKind]) -> Upload:
    """With its cells. Raises SendError, TimeoutError, SheetRefused."""
    if platform is None:
        raise SendError("platform not running")
    async with asyncio.timeout(FETCH_SECONDS):
        content = await platform.fetch(one.ref)
    return await asyncio.to_thread(_read, one, content, kinds)


def _read(one: Upload, content: bytes, kinds: Iterable[SheetKind]) -> Upload:
    raws, dropped = public_sheets(one.name, content, kinds)
    details = {**one.details, "dropped": dropped}
    return replace(one, rows=raw_to_json(raws), details=details)


def public_sheets(
    name: str, content: bytes, kinds: Iterable[SheetKind]
) -> tuple[tuple[RawSheet, ...], dict[str, list[str]]]:
    """The sheets of a file without telephone and ID numbers, and by sheet the headings of the columns that were
    emptied. Slow: for a worker thread. Raises SheetRefused."""
    fields = tuple({field.name: field for kind in kinds for field in kind.fields}.values())
    found = [scrubbed(raw, fields) for raw in read_workbook(name, content)]
    return tuple(raw for raw, _ in found), {raw.name: list(dropped) for raw, dropped in found if dropped}


async def _again(
    desk: Desk, one: Upload, reason: str, now: datetime, wait: timedelta = timedelta(), *, lost: bool = False
) -> None:
    """Try later, twice as late each time; in the end it is lost, and the person is told."""
    log.info("sheet not taken on", upload=one.id, reason=reason, attempts=one.attempts)
    if lost or one.attempts >= ATTEMPTS:
        await upload_answers.lose(desk, one, reason, now)
        return
    async with desk.database.write() as db:
        await uploads.postpone(db, one.id, now + max(FIRST_WAIT * 2 ** (one.attempts - 1), wait), reason)


async def forget_open(db: Db, now: datetime) -> None:
    """Sheets that nobody has decided about for a week are dropped; what was read of them is erased."""
    await uploads.give_up(db, now - OPEN_LAST, now)


async def forget_settled(db: Db, before: datetime) -> None:
    """That there was a sheet is forgotten too; what it changed stays, and so does the audit entry."""
    await uploads.purge(db, before)


def concerns(messages: Iterable[Incoming]) -> bool:
    """Whether there may be something to do once these messages are committed."""
    return any(message.files or message.button.startswith("imp:") for message in messages)
