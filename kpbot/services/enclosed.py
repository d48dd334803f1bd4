"""What a message carries along, read for a platform that sends it."""

from __future__ import annotations

from pathlib import Path

from kpbot.ports import SendError
from kpbot.services import stored


async def enclosed(data_dir: Path, path: str) -> bytes:
    """The content of the file at `path`, relative to the data folder. Raises SendError: for good if there is none or
    the path leads out of the folder; a disk that cannot be read at the moment may be asked again."""
    try:
        return await stored.read(data_dir, path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError) as error:
        raise SendError(f"a file to be sent is not in the data folder: {path}", permanent=True) from error
    except OSError as error:
        raise SendError(f"a file to be sent cannot be read: {path}: {error.strerror}") from error
