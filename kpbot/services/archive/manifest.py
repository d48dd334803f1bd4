"""What an archive says about itself: its first page, read and checked before anything else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from kpbot.storage.archive import Shape
from kpbot.texts import Value

FORMAT = "kpbot-archive"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
PHOTO_LIST = "photos.jsonl"


class ArchiveError(Exception):
    """An archive cannot be made or used. `code` names the text `archive-error-<code>`; `values` fill it in."""

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(f"{code} {values}" if values else code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive: its length in bytes and SHA-256 before compression, and how many lines it has."""

    lines: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ArchivedTable:
    shape: Shape
    entry: Entry

    @property
    def file(self) -> str:
        return f"tables/{self.shape.name}.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`tables` come in an order in which they can be filled. `photos` describes the list of photos; `missing` counts
    those whose file was not there when the archive was made. `made_at` is UTC."""

    kpbot: str
    revision: str
    made_at: datetime
    engine: str
    tables: tuple[ArchivedTable, ...]
    photos: Entry
    missing: int = 0

    @property
    def rows(self) -> int:
        return sum(table.entry.lines for table in self.tables)

    def to_json(self) -> str:
        data = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "kpbot": self.kpbot,
            "revision": self.revision,
            "made_at": self.made_at.isoformat(),
            "engine": self.engine,
            "tables": [
                {"name": t.shape.name, "columns": [list(c) for c in t.shape.columns], **asdict(t.entry)}
                for t in self.tables
            ],
            "photos": {**asdict(self.photos), "missing": self.missing},
        }
        return json.dumps(data, ensure_ascii=False, indent=1)


def read_manifest(raw: bytes) -> Manifest:
    """Raises ArchiveError if it is none of ours or of a later format."""
    try:
        data = json.loads(raw)
        if data["format"] != FORMAT:
            raise ArchiveError("not-ours")
        if data["format_version"] != FORMAT_VERSION:
            raise ArchiveError("newer", version=str(data["kpbot"]))
        return _manifest(data)
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError("not-ours") from error


def _manifest(data: Mapping[str, Any]) -> Manifest:
    return Manifest(
        kpbot=str(data["kpbot"]),
        revision=str(data["revision"]),
        made_at=datetime.fromisoformat(data["made_at"]),
        engine=str(data["engine"]),
        tables=tuple(
            ArchivedTable(Shape(str(t["name"]), tuple((str(n), str(k)) for n, k in t["columns"])), _entry(t))
            for t in data["tables"]
        ),
        photos=_entry(data["photos"]),
        missing=int(data["photos"]["missing"]),
    )


def _entry(data: Mapping[str, Any]) -> Entry:
    return Entry(int(data["lines"]), int(data["bytes"]), str(data["sha256"]))
