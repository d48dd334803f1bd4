"""Cards as they are sent: drawn once, in a thread of their own, and kept for a while in the data folder.

One thread draws: the letters are not made for several, and a thousand officers who ask at once must leave the machine
to everybody else. Workers on other machines that share the folder find what one of them drew.
"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

import structlog

from kpbot import metrics
from kpbot.domain.messages import Face
from kpbot.services import stored
from kpbot.services.cards.drawing import draw

FOLDER = "cards"
LOOK = 1  # to be raised when cards look different, so that none of the old ones is sent
LASTS = timedelta(days=3)
PATIENCE = 15  # seconds; less than a send may take, which would be in doubt after that
MOST = 2_000  # files, of about 40 kB
_START, _END = b"\x89PNG\r\n", b"IEND\xaeB`\x82"

log = structlog.get_logger(__name__)


async def card(data_dir: Path, face: Face) -> bytes:
    """The picture of a card, a PNG. One that cannot be kept is given all the same. Raises TimeoutError where so many
    are to be drawn that it would take too long: it is drawn all the same, and is there at the next attempt."""
    path = data_dir / FOLDER / f"{_name(face)}.png"
    if kept := await asyncio.to_thread(_kept, path):
        return kept
    drawing = asyncio.get_running_loop().run_in_executor(_hand(), _made, data_dir, path, face)
    return await asyncio.wait_for(asyncio.shield(drawing), PATIENCE)


async def forget(data_dir: Path, now: datetime) -> int:
    """Delete cards that were drawn some days ago, and of the others all but the latest; returns how many."""
    return await asyncio.to_thread(_forget, data_dir / FOLDER, (now - LASTS).timestamp(), MOST)


@cache
def _hand() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="cards")


def _name(face: Face) -> str:
    said = json.dumps([LOOK, *astuple(face)], ensure_ascii=False)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _kept(path: Path) -> bytes:
    """Empty for one that is not there, or not whole: after a power failure a file may be shorter than it was."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    return content if content.startswith(_START) and content.endswith(_END) else b""


def _made(data_dir: Path, path: Path, face: Face) -> bytes:
    if kept := _kept(path):  # somebody asked for the same before
        return kept
    with metrics.cards_drawn.time():
        content, lasts = _drawn(data_dir, face)
    if lasts:
        _keep(path, content)
    return content


def _drawn(data_dir: Path, face: Face) -> tuple[bytes, bool]:
    """The card, and whether it may be kept: one that lacks its mark is drawn again the next time."""
    try:
        mark = (data_dir / face.mark).read_bytes() if face.mark else b""
        return draw(face, mark), True
    except (OSError, ValueError) as error:
        if not face.mark:
            raise
        log.warning("a card goes without its mark", mark=face.mark, reason=str(error))
    return draw(face), False


def _keep(path: Path, content: bytes) -> None:
    try:
        stored.write(path, content, safe=False)
        if int(path.stem[:2], 16) == 0:  # now and then: one in 256
            _forget(path.parent, 0, MOST)
    except OSError as error:
        log.warning("a card cannot be kept", reason=error.strerror)


def _forget(folder: Path, before: float, most: int) -> int:
    found = []
    for path in folder.glob("*.png*"):  # with what a process that died did not finish
        with suppress(FileNotFoundError):  # another process tidies up too
            found.append((path.stat().st_mtime, path))
    found.sort(reverse=True)
    gone = [path for n, (at, path) in enumerate(found) if at < before or n >= most]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
