"""Pictures of the room: kept as files, named by a random id."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from kpbot.ports import SendError

_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif"}
_ID = re.compile(r"[0-9a-f]{32}")


def kind_of(content: bytes) -> str | None:
    """The media type by the content itself; None if it is no picture a browser shows."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _KINDS.items() if content.startswith(mark)), None)


class Photos:
    """A folder of pictures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Store a picture; returns its id."""
        self._folder.mkdir(parents=True, exist_ok=True)
        photo = secrets.token_hex(16)
        (self._folder / photo).write_bytes(content)
        return photo

    def read(self, photo: str) -> bytes:
        """The picture; raises SendError if there is none."""
        if not _ID.fullmatch(photo):
            raise SendError("no such picture", permanent=True)
        try:
            return (self._folder / photo).read_bytes()
        except FileNotFoundError as error:
            raise SendError("no such picture", permanent=True) from error
