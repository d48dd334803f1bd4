"""What a message carries along, read for a platform that sends it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from kpbot.domain.messages import Outgoing
from kpbot.ports import SendError
from kpbot.services import stored


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture to be `shown`, or a document. `digest` is that of what it holds and what it is."""

    content: bytes
    name: str
    shown: bool
    digest: str


async def enclosure_of(data_dir: Path, outgoing: Outgoing) -> Enclosure | None:
    """What goes along with a message; None if nothing. Raises SendError as `enclosed`."""
    path = outgoing.document.path if outgoing.document else outgoing.picture
    if not path:
        return None
    content = await enclosed(data_dir, path)
    name = outgoing.document.name if outgoing.document else PurePosixPath(path).name
    shown = outgoing.document is None
    return Enclosure(content, name, shown, f"{sha256(content).hexdigest()}:{'' if shown else name}")


async def enclosed(data_dir: Path, path: str) -> bytes:
    """The content of the file at `path`, relative to the data folder. Raises SendError: for good if there is none or
    the path leads out of the folder; a disk that cannot be read at the moment may be asked again."""
    try:
        return await stored.read(data_dir, path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError) as error:
        raise SendError(f"a file to be sent is not in the data folder: {path}", permanent=True) from error
    except OSError as error:
        raise SendError(f"a file to be sent cannot be read: {path}: {error.strerror}") from error
