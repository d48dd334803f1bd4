"""CSV and the like: text whose encoding and separator nobody says."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kpbot.domain.plain_text import clean
from kpbot.domain.sheets import RawSheet, Row
from kpbot.services.sheets import limits
from kpbot.services.sheets.keeping import Keeper
from kpbot.services.sheets.refused import SheetRefused

SEPARATORS = ("\t", ",", ";", "，", "|")
_LOOKED_AT = 40  # rows
_SAMPLE = 200_000  # bytes, to tell one encoding from another
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(title: str, content: bytes) -> RawSheet:
    """The one sheet of a text file. Raises SheetRefused."""
    text = decoded(content)
    separator = _separator(text)
    try:
        return Keeper().sheet(title, _rows(_parsed(text, separator, quotes=True)))
    except csv.Error:  # a quotation mark that nobody closed is only a character
        try:
            return Keeper().sheet(title, _rows(_parsed(text, separator, quotes=False)))
        except csv.Error as error:
            raise SheetRefused("broken") from error


def decoded(content: bytes) -> str:
    """Text in UTF-8, UTF-16, GB18030 or Big5, told apart. Raises SheetRefused where it is no text."""
    text = _text(content)
    sample = text[:_SAMPLE]
    if 20 * len(_CONTROL.findall(sample)) > len(sample):
        raise SheetRefused("not-a-sheet")
    return text


def _text(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode(content, encoding)
    encoding = _utf16_without_mark(content)
    if encoding:
        return _decode(content, encoding)
    if b"\x00" in content:
        raise SheetRefused("not-a-sheet")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, _chinese(content))


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetRefused("not-a-sheet") from error


def _utf16_without_mark(content: bytes) -> str:
    """Line ends and separators are half zeros in UTF-16."""
    sample = content[:_SAMPLE]
    low, high = sample[::2].count(0), sample[1::2].count(0)
    if high > 8 * low and high * 50 > len(sample):
        return "utf-16-le"
    return "utf-16-be" if low > 8 * high and low * 50 > len(sample) else ""


def _chinese(content: bytes) -> str:
    """GB18030 or Big5: in its own encoding nearly all of a text is of the common characters, in the other hardly half.
    Most bytes are possible in both."""
    sample = content[:_SAMPLE]
    gb = _share_common(sample, "gb18030", 0xB0, 0xD7)
    return "big5hkscs" if _share_common(sample, "big5hkscs", 0xA4, 0xC6) > gb else "gb18030"


def _share_common(sample: bytes, encoding: str, first: int, last: int) -> float:
    """Of the characters beyond ASCII, how many stand on the plane of common ones; 0 where it cannot be that encoding
    (the end of a sample may cut a character)."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    found = [char.encode(encoding, "replace") for char in text if ord(char) > 0x7F]
    common = sum(1 for code in found if len(code) == 2 and first <= code[0] <= last and _in_plane(code, encoding))
    return common / len(found) if found else 0.0


def _in_plane(code: bytes, encoding: str) -> bool:
    return code[1] >= 0xA1 if encoding == "gb18030" else True


def _separator(text: str) -> str:
    """The one that gives most rows the same number of columns, the surest first."""
    head = "".join(text[:_SAMPLE].splitlines(keepends=True)[:_LOOKED_AT])
    return max(SEPARATORS, key=lambda separator: _evenness(head, separator))


def _evenness(head: str, separator: str) -> int:
    widths: Counter[int] = Counter()
    try:
        widths.update(len(cells) for cells in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if cells)
    except csv.Error:
        widths.update(line.count(separator) + 1 for line in head.splitlines() if line)
    return max((times for width, times in widths.items() if width > 1), default=0)


def _parsed(text: str, separator: str, *, quotes: bool) -> Iterator[list[str]]:
    if not quotes:
        return csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)


def _rows(parsed: Iterable[list[str]]) -> Iterator[Row]:
    for number, cells in enumerate(parsed, 1):
        yield Row(number, tuple(clean(_unwrapped(cell), limits.MAX_CELL) if cell else "" for cell in cells))


def _unwrapped(cell: str) -> str:
    """`="0012"` and `'0012`, by which people keep a spreadsheet program from changing a number."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1]
    return cell[1:] if cell.startswith("'") and cell[1:].isdigit() else cell
