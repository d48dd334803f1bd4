"""Pictures are fetched from their platform after the commit that noted them, and kept as files in the data folder.

    claim (tx) → platform.fetch (network) → as_kept (thread) → file → settle (tx)

A file's name comes from the picture's id alone, so that whatever is interrupted is written over or found again.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from kpbot import metrics
from kpbot.domain.messages import Outgoing
from kpbot.ports import Platform, SendError
from kpbot.services.picture import PictureRefused, as_kept
from kpbot.storage import outbox, photos
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.photos import Claimed, PhotoState
from kpbot.texts import say

AT_ONCE = 20
FETCH_SECONDS = 30
LEASE = timedelta(minutes=15)  # longer than AT_ONCE pictures can take
FIRST_WAIT = timedelta(seconds=30)
ATTEMPTS = 6  # the last one about a quarter of an hour after the first
LONGEST_WAIT = timedelta(hours=1)  # for room on the disk, which is waited for without end
DRAFTS_LAST = timedelta(days=7)
_TOLD_LASTS = timedelta(hours=24)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: PhotoState
    file: str = ""
    reason: str = ""
    next_at: datetime | None = None
    unwritten: OSError | None = None


async def fetch_waiting(
    database: Database, platforms: Mapping[str, Platform], data_dir: Path, now: datetime, limit: int = AT_ONCE
) -> int:
    """Fetch up to `limit` pictures that wait; returns how many were settled. `now` is UTC. Must not be called
    inside a transaction; may run in several workers at once."""
    async with database.write() as db:
        claimed = await photos.claim(db, now, now + LEASE, limit)
    settled, unwritten = 0, list[OSError]()
    for one in claimed:
        outcome = await _fetch(one, platforms.get(one.platform), data_dir, now)
        settled += await _settle(database, one, outcome, now)
        unwritten += [outcome.unwritten] if outcome.unwritten else []
    if unwritten:
        metrics.pictures_not_written.inc(len(unwritten))
        log.error(
            "pictures cannot be written and wait: is there room in the data folder, and the right to write?",
            setting="data_dir",
            folder=str(data_dir),
            pictures=len(unwritten),
            reason=unwritten[-1].strerror or str(unwritten[-1]),
        )
    return settled


async def _fetch(one: Claimed, platform: Platform | None, data_dir: Path, now: datetime) -> _Outcome:
    if platform is None:
        return _again(one, now, "platform not running")
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            content = await platform.fetch(one.ref)
    except SendError as error:
        wait = timedelta(seconds=error.retry_after) if error.retry_after else None
        return (
            _Outcome(PhotoState.LOST, reason=error.reason) if error.permanent else _again(one, now, error.reason, wait)
        )
    except TimeoutError:
        return _again(one, now, "timed out")
    except Exception as error:
        # A platform's own fault must not keep the pictures behind this one waiting for ever.
        log.exception("platform failed", platform=one.platform, photo=one.id)
        return _again(one, now, type(error).__name__)
    try:
        kept = await asyncio.to_thread(as_kept, content)
    except PictureRefused as refused:
        return _Outcome(PhotoState.REFUSED, reason=refused.reason)
    file = file_of(one.id, one.received_at)
    try:
        await asyncio.to_thread(write_file, data_dir / file, kept)
    except OSError as error:
        later = now + min(FIRST_WAIT * 2 ** min(one.attempts - 1, 10), LONGEST_WAIT)
        return _Outcome(PhotoState.WAITING, reason="not written", next_at=later, unwritten=error)
    return _Outcome(PhotoState.STORED, file=file)


def _again(one: Claimed, now: datetime, reason: str, wait: timedelta | None = None) -> _Outcome:
    """Try later, twice as late each time; in the end it is lost."""
    if one.attempts >= ATTEMPTS:
        return _Outcome(PhotoState.LOST, reason=reason)
    later = now + max(FIRST_WAIT * 2 ** (one.attempts - 1), wait or FIRST_WAIT)
    return _Outcome(PhotoState.WAITING, reason=reason, next_at=later)


def file_of(photo_id: int, received_at: datetime) -> str:
    """Where a picture is kept, relative to the data folder."""
    return f"photos/{received_at:%Y}/{photo_id}.jpg"


def write_file(path: Path, content: bytes) -> None:
    """All of it or nothing, also if the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)  # half a picture only takes room
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


async def _settle(database: Database, one: Claimed, outcome: _Outcome, now: datetime) -> bool:
    async with database.write() as db:
        known = await photos.settle(
            db, one.id, outcome.state, file=outcome.file, reason=outcome.reason, next_at=outcome.next_at
        )
        gone = outcome.state in (PhotoState.REFUSED, PhotoState.LOST)
        if known and gone and one.chat.id:  # empty where its sender asked to be forgotten
            await outbox.owe(db, [_told(one, outcome, now)])
    if outcome.state is not PhotoState.STORED:
        log.info("picture not kept", photo=one.id, state=outcome.state.value, reason=outcome.reason)
    return known and outcome.state is not PhotoState.WAITING


def _told(one: Claimed, outcome: _Outcome, now: datetime) -> Owed:
    """One message a picture at most, to where it was sent."""
    refused = outcome.state is PhotoState.REFUSED
    text = say(one.language, f"events-photo-refused-{outcome.reason}" if refused else "events-photo-lost")
    key = f"photo:{one.id}:{outcome.state.value}"
    return Owed(key, one.chat, Outgoing(text=text), Priority.ANSWER, now, now + _TOLD_LASTS)


async def forget_dropped(database: Database, data_dir: Path, now: datetime, limit: int = 200) -> int:
    """Remove files and rows of pictures whose draft was cancelled or given up; returns how many. The file goes
    first: interrupted in between, the row still names it."""
    async with database.write() as db:
        await photos.drop_abandoned(db, now - DRAFTS_LAST)
        gone = await photos.dropped(db, now, limit)
    for photo_id, received_at in gone:
        path = data_dir / file_of(photo_id, received_at)
        for file in (path, path.with_suffix(".part")):
            with suppress(FileNotFoundError):
                await asyncio.to_thread(file.unlink)
    async with database.write() as db:
        await photos.remove(db, [photo_id for photo_id, _ in gone])
    return len(gone)
