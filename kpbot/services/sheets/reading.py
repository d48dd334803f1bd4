"""A file that people call a sheet, read: told by its content, never by its name.

bytes → what it is → workbook (a process of its own) | HTML table | delimited text → RawSheet
"""

from __future__ import annotations

import re
from pathlib import PurePath

from kpbot.domain.plain_text import one_line
from kpbot.domain.sheets import RawSheet
from kpbot.services.sheets import apart, delimited, html_table, limits
from kpbot.services.sheets.packed import check_parts
from kpbot.services.sheets.refused import SheetRefused

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO 2.3.4.4
_WORD_PARTS = ("WordDocument".encode("utf-16-le"), "PowerPoint Document".encode("utf-16-le"))
_OTHERS = (
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"%PDF", "pdf"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"{\\rtf", "document"),
)
_XML_SHEET = re.compile(rb"<(?:\w+:)?Workbook\b|urn:schemas-microsoft-com:office:spreadsheet")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|table|head|body|meta|style|div)\b", re.IGNORECASE)
_HEAD = 4_096


def read_workbook(name: str, content: bytes) -> tuple[RawSheet, ...]:
    """The sheets of a file that hold anything, hidden ones left out. `name` names the sheet of a file that has only
    one. Slow (up to limits.PATIENCE seconds): for a worker thread. Raises SheetRefused."""
    if len(content) > limits.MAX_BYTES:
        raise SheetRefused("too-large", limit=limits.MAX_BYTES // 1024**2)
    sheets = [sheet for sheet in _read(title_of(name), content) if sheet.rows]
    if not sheets:
        raise SheetRefused("empty")
    return tuple(sheets)


def title_of(name: str) -> str:
    """A file's name as a title: `花名册.xlsx` is 花名册."""
    return one_line(PurePath(name.replace("\\", "/")).stem)[:60] or "1"


def _read(title: str, content: bytes) -> tuple[RawSheet, ...]:
    if content.startswith(_ZIP):
        check_parts(content)
        return apart.read(content)
    if content.startswith(_OLE):
        _check_ole(content)
        return apart.read(content)
    _check_others(content)
    head = _plain_head(content)
    if _XML_SHEET.search(head):
        raise SheetRefused("old-xml")
    if _HTML.search(head):
        return html_table.read(title, content)
    return (delimited.read(title, content),)


def _check_ole(content: bytes) -> None:
    if _ENCRYPTED in content:
        raise SheetRefused("password")
    if any(part in content for part in _WORD_PARTS):
        raise SheetRefused("document")


def _check_others(content: bytes) -> None:
    for start, code in _OTHERS:
        if content.startswith(start):
            raise SheetRefused(code)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise SheetRefused("picture")
    if content[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        raise SheetRefused("picture")


def _plain_head(content: bytes) -> bytes:
    """The beginning with one byte a letter, also of UTF-16. Text that merely mentions HTML does not begin with it."""
    head = content[:_HEAD].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")
    head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    return head if head.startswith(b"<") else b""
