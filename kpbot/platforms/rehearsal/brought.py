"""Pictures and files that people bring to the room: kept in a folder, each under a random id."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from kpbot.ports import SendError

_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif"}
_ID = re.compile(r"(?:file-)?[0-9a-f]{32}")
FILE = "file-"
"""How the ids of files begin: only pictures are shown as what they are."""


def kind_of(content: bytes) -> str | None:
    """The media type by the content itself; None if it is no picture a browser shows."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _KINDS.items() if content.startswith(mark)), None)


class Brought:
    """A folder of what people brought."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, prefix: str = "") -> str:
        """Store a picture, or a file with the prefix FILE; returns its id."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = prefix + secrets.token_hex(16)
        (self._folder / name).write_bytes(content)
        return name

    def read(self, name: str) -> bytes:
        """What is kept under an id; raises SendError if there is nothing."""
        if not _ID.fullmatch(name):
            raise SendError("no such file", permanent=True)
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError as error:
            raise SendError("no such file", permanent=True) from error

    def size(self, name: str) -> int | None:
        """Bytes of a file; None if there is none under this id."""
        if not _ID.fullmatch(name) or not name.startswith(FILE):
            return None
        try:
            return (self._folder / name).stat().st_size
        except FileNotFoundError:
            return None
