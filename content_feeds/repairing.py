"""Faults that are common in real feeds and stop an XML parser, mended where the meaning is beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
# <link/> with the address left outside, as HTML parsers write RSS when it went through one.
_LINK_OUTSIDE = re.compile(r"<link\s*/>\s*(https?://[^\s<>\"]{1,2000})", re.I)


def repaired(text: str) -> str:
    """`text` (XML) without characters XML forbids, with bare `&` escaped, HTML's named characters replaced and
    links put back into their element. CDATA sections are left alone. Takes time in proportion to the length."""
    text = _FORBIDDEN.sub("", text)
    return "".join(part if is_cdata else _mended(part) for is_cdata, part in _sections(text))


def _sections(text: str) -> Iterator[tuple[bool, str]]:
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        yield False, text[at:start]
        yield True, text[start : end + 3]
        at = end + 3
    yield False, text[at:]


def _mended(part: str) -> str:
    part = _LINK_OUTSIDE.sub(r"<link>\1</link>", part)
    return _REFERENCE.sub(_reference, part) if "&" in part else part


def _reference(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        return match[0] if _allowed(code) else ""
    if name in _XML:
        return match[0]
    return html5.get(name + ";", "&amp;" + name + ";")


def _allowed(code: int) -> bool:
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
