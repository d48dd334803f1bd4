"""What a message carries along, read for a platform that sends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from kpbot.domain.messages import Face, Outgoing
from kpbot.ports import SendError
from kpbot.services import stored
from kpbot.services.cards import cache

CARD = "card.png"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture to be `shown`, or a document. `digest` is that of what it holds and what it is."""

    content: bytes = field(repr=False)  # may be many megabytes
    name: str
    shown: bool
    digest: str


async def enclosure_of(data_dir: Path, outgoing: Outgoing) -> Enclosure | None:
    """What goes along with a message; None if nothing. A card is drawn if nobody was sent it yet. Raises SendError as
    `enclosed`."""
    if outgoing.face:
        return _shown(await _card(data_dir, outgoing.face), CARD)
    path = outgoing.document.path if outgoing.document else outgoing.picture
    if not path:
        return None
    content = await enclosed(data_dir, path)
    if outgoing.document is None:
        return _shown(content, PurePosixPath(path).name)
    name = outgoing.document.name
    return Enclosure(content, name, False, f"{sha256(content).hexdigest()}:{name}")


async def _card(data_dir: Path, face: Face) -> bytes:
    try:
        return await cache.card(data_dir, face)
    except TimeoutError as error:
        raise SendError("many cards are being drawn, this one is not ready yet") from error


def _shown(content: bytes, name: str) -> Enclosure:
    return Enclosure(content, name, True, f"{sha256(content).hexdigest()}:")


async def enclosed(data_dir: Path, path: str) -> bytes:
    """The content of the file at `path`, relative to the data folder. Raises SendError: for good if there is none or
    the path leads out of the folder; a disk that cannot be read at the moment may be asked again."""
    try:
        return await stored.read(data_dir, path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError) as error:
        raise SendError(f"a file to be sent is not in the data folder: {path}", permanent=True) from error
    except OSError as error:
        raise SendError(f"a file to be sent cannot be read: {path}: {error.strerror}") from error
