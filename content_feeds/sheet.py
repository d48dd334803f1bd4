"""The kind of source `sheet`: tables that people put into a folder, a row an item.

A folder is read again when a file in it is new, changed or gone. What was wrong with a file lies beside it afterwards,
as a text that says row by row what to write; it goes when the file is right.
"""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kpbot.domain.content import FoundItem, Source
from kpbot.domain.item_rows import FIELDS, Fault, Told, read_rows
from kpbot.domain.sheet_mapping import mapped
from kpbot.domain.sheets import Sheet
from kpbot.ports import FeedError, Gathered, Validators
from kpbot.services.sheets import limits
from kpbot.services.sheets.reading import read_workbook
from kpbot.services.sheets.refused import SheetRefused
from kpbot.texts import language_or_default, say

ENDINGS = frozenset({".csv", ".xlsx", ".xls"})
MOST_FILES = 30
MOST_SKIPPED = 200
REPORT = ".kpbot.txt"
"""How the name of a report ends: `十二月.xlsx.kpbot.txt`."""

Skipped = tuple[str, str]


class SheetFolder:
    """`source.address` is the path of a folder, or of one file. `gather` raises FeedError `no-file`."""

    kind = "sheet"

    async def gather(self, source: Source, validators: Validators, now: datetime) -> Gathered:
        return await asyncio.to_thread(_gathered, source, validators)


def _gathered(source: Source, validators: Validators) -> Gathered:
    try:
        files = _files(Path(source.address).expanduser())
        version = _version(files)
    except (OSError, ValueError, RuntimeError) as error:
        raise FeedError("no-file", path=source.address[:300]) from error
    if version == validators.etag:
        return Gathered(validators=validators, unchanged=True)
    items: dict[str, FoundItem] = {}
    skipped: list[Skipped] = [(path.name, "sheet-many") for path in files[MOST_FILES:]]
    lang = language_or_default(source.language)
    for path in files[:MOST_FILES]:
        skipped += _read(path, items, lang)
    return Gathered(tuple(items.values()), Validators(etag=version), skipped=tuple(skipped[:MOST_SKIPPED]))


def _files(address: Path) -> list[Path]:
    """The newest first. Raises OSError for what is not there."""
    if not address.is_dir():
        address.stat()
        return [address]
    # What begins so is open in an office program, or hidden.
    found = [p for p in address.iterdir() if p.suffix.lower() in ENDINGS and not p.name.startswith(("~$", "."))]
    return sorted((p for p in found if p.is_file()), key=lambda path: (-path.stat().st_mtime_ns, path.name))


def _version(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        seen = path.stat()
        digest.update(f"{path.name}\0{seen.st_mtime_ns}\0{seen.st_size}\0".encode("utf-8", "replace"))
    return digest.hexdigest()


def _read(path: Path, items: dict[str, FoundItem], lang: str) -> list[Skipped]:
    """Add a file's items; returns the rows that gave none, and leaves the report beside the file."""
    try:
        sheets = _sheets(path)
    except SheetRefused as refused:
        _report(path, [refused.text(lang)])
        return [(path.name, "sheet-unread")]
    except OSError:  # it is being replaced; it will look changed next time
        return [(path.name, "sheet-unread")]
    if not sheets:
        _report(path, [say(lang, "feed-skip-sheet-columns")])
        return [(path.name, "sheet-columns")]
    faults = []
    for one in read_rows(sheets):
        if isinstance(one, Told):
            items.setdefault(one.found.identity, one.found)
        else:
            faults.append(one)
    _report(path, [_line(fault, lang, several=len(sheets) > 1) for fault in faults])
    return [(_row_of(path, fault, lang), f"row-{fault.code}") for fault in faults]


def _sheets(path: Path) -> list[Sheet]:
    with path.open("rb") as file:
        content = file.read(limits.MAX_BYTES + 1)
    found = (mapped(raw, FIELDS) for raw in read_workbook(path.name, content))
    return [sheet for sheet in found if isinstance(sheet, Sheet)]


def _row_of(path: Path, fault: Fault, lang: str) -> str:
    return say(lang, "items-sheet-row", file=path.name, row=fault.row, title=fault.title)


def _line(fault: Fault, lang: str, *, several: bool) -> str:
    code = "items-sheet-report-of" if several else "items-sheet-report"
    why = say(lang, f"feed-skip-row-{fault.code}")
    return say(lang, code, sheet=fault.sheet, row=fault.row, title=fault.title, why=why)


def _report(path: Path, lines: list[str]) -> None:
    """Where the folder may not be written to, the same is seen by `kpbot feed test`."""
    beside = path.with_name(path.name + REPORT)
    with suppress(OSError):
        if lines:
            beside.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")  # the mark makes Notepad read it right
        else:
            beside.unlink(missing_ok=True)
