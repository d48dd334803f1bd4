"""Pictures of items are fetched once from their publishers, and kept as files of our own in the data folder.

    claim (tx) → visit (network, checked addresses) → of_item (thread) → file → settle (tx)

A file's name comes from the item's id alone, so that whatever is interrupted is written over or found again.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from kpbot.domain.plain_text import clean
from kpbot.ports import FeedError, Visit
from kpbot.services.media import write_file
from kpbot.services.picture import ITEM_BYTES, PictureRefused, of_item
from kpbot.storage import item_pictures
from kpbot.storage.database import Database
from kpbot.storage.item_pictures import ItemPicture, PictureState

AT_ONCE = 10
LEASE = timedelta(minutes=10)
ATTEMPTS = 3
WAIT = timedelta(minutes=10)
_FOR_GOOD = frozenset({"bad-address", "private-address", "not-found", "gone", "forbidden", "too-big", "redirects"})
# Addresses that only count readers: RSS footers, statistics, advertisements.
_BEACON = re.compile(
    r"(^|\.)(feedburner|feedsportal|doubleclick|google-analytics|googletagmanager|quantserve|scorecardresearch|"
    r"cnzz|51\.la|umeng|mmstat|hm\.baidu|stats\.wp|pixel\.wp|b\.scorecardresearch)(\.|$)|^(pixel|beacon|stat|stats|"
    r"counter|track|tracking|tongji)\."
)
_BEACON_PATH = re.compile(
    r"/(~r/|~ff/|__utm\.gif|pixel\.(gif|png)|beacon|hm\.gif|stat\.(gif|htm)|1x1\.|spacer\.gif)", re.IGNORECASE
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: PictureState
    file: str = ""
    reason: str = ""
    next_at: datetime | None = None


def is_beacon(link: str) -> bool:
    """Whether an address is known to show nothing but that somebody reads."""
    try:
        parts = urlsplit(link)
        return bool(_BEACON.search((parts.hostname or "").lower()) or _BEACON_PATH.search(parts.path))
    except ValueError:
        return True


async def fetch_waiting(
    database: Database, visit: Visit, data_dir: Path, now: datetime, limit: int = AT_ONCE, only: int | None = None
) -> int:
    """Fetch up to `limit` pictures that wait, or that of one item; returns how many were settled. `now` is UTC. Must
    not be called inside a transaction; may run in several workers at once."""
    async with database.write() as db:
        claimed = await item_pictures.claim(db, now, now + LEASE, limit, only)
    settled = 0
    for one in claimed:
        outcome = await _fetch(one, visit, data_dir, now)
        async with database.write() as db:
            known = await item_pictures.settle(
                db, one.item_id, outcome.state, file=outcome.file, reason=outcome.reason, next_at=outcome.next_at
            )
        settled += known and outcome.state is not PictureState.WAITING
    return settled


async def _fetch(one: ItemPicture, visit: Visit, data_dir: Path, now: datetime) -> _Outcome:
    if is_beacon(one.link):
        return _Outcome(PictureState.REFUSED, reason="beacon")
    try:
        content = await visit(one.link, ITEM_BYTES, now)
        kept = await asyncio.to_thread(of_item, content)
        file = file_of(one)
        await asyncio.to_thread(write_file, data_dir / file, kept)
    except FeedError as error:
        return _again(one, now, error.code, for_good=error.gone or error.code in _FOR_GOOD)
    except PictureRefused as refused:
        return _Outcome(PictureState.REFUSED, reason=refused.reason)
    except OSError as error:
        log.error("a picture cannot be written: is there room in the data folder?", folder=str(data_dir))
        return _again(one, now, clean(str(error), 200))
    return _Outcome(PictureState.STORED, file=file)


def _again(one: ItemPicture, now: datetime, reason: str, *, for_good: bool = False) -> _Outcome:
    """Try later; an item does without a picture in the end."""
    if for_good or one.attempts >= ATTEMPTS:
        return _Outcome(PictureState.LOST, reason=reason)
    return _Outcome(PictureState.WAITING, reason=reason, next_at=now + WAIT * 2 ** (one.attempts - 1))


def file_of(one: ItemPicture) -> str:
    """Where a picture is kept, relative to the data folder: among the photos, whose ids are never an item's."""
    return f"photos/{one.gathered_at:%Y}/{one.item_id}.jpg"


async def forget_unused(database: Database, data_dir: Path, limit: int = 200) -> int:
    """Remove files and rows of pictures whose item was refused or recalled, or that nobody wants; returns how many.
    The file goes first: interrupted in between, the row still names it."""
    async with database.read() as db:
        gone = await item_pictures.unused(db, limit)
    for _, file in gone:
        if file:
            with suppress(FileNotFoundError):
                await asyncio.to_thread((data_dir / file).unlink)
    if gone:
        async with database.write() as db:
            await item_pictures.remove(db, [item_id for item_id, _ in gone])
    return len(gone)
