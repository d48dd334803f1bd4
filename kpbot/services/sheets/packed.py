"""What is inside of a packed format, looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from kpbot.services.sheets import limits
from kpbot.services.sheets.refused import SheetRefused

_SHEETS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_DOCUMENTS = ("word/", "ppt/")


def check_parts(content: bytes) -> None:
    """Raises SheetRefused where the parts are far larger than the file, or are no sheet's."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise SheetRefused("broken") from error
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked / max(len(content), 1)
    if unpacked > limits.MAX_UNPACKED or len(parts) > limits.MAX_PARTS:
        raise SheetRefused("bomb")
    if unpacked > limits.RATIO_COUNTS_FROM and ratio > limits.MAX_RATIO:
        raise SheetRefused("bomb")
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise SheetRefused("password")
    if not names.intersection(_SHEETS):
        raise SheetRefused("document" if any(name.startswith(_DOCUMENTS) for name in names) else "packed")
    if "content.xml" in names and "xl/workbook.xml" not in names:
        _check_open_document(content)


def _check_open_document(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        try:
            mime = packed.open("mimetype").read(100)
            manifest = packed.open("META-INF/manifest.xml").read(200_000)
        except (KeyError, zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
            return  # the library will say
    if b"spreadsheet" not in mime:
        raise SheetRefused("document")
    if b"encryption-data" in manifest:
        raise SheetRefused("password")
