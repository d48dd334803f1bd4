"""Bytes to text. Servers and documents lie about encodings, so what the bytes themselves prove comes first."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.I)
# Only plain character sets: Python also knows "punycode" or "unicode_escape", some of them slow on purpose-made input.
_PLAIN = re.compile(
    r"(utf-?8(-sig)?|utf-?16([-_]?[bl]e)?|utf-?32([-_]?[bl]e)?|gb2312(-80)?|gbk|gb18030|"
    r"big5(-?hkscs)?|cp\d{3,4}|windows-\d{3,4}|iso-?8859-\d{1,2}|latin-?1|koi8-[ru]|shift[-_]?jis|sjis|euc-?(jp|kr)|"
    r"us-ascii|ascii|x-gbk|x-sjis|euc-?cn|utf-?8mb4)",
    re.I,
)
# The wider set of the same family: "gb2312" documents use characters of GBK as a matter of course.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "ascii": "cp1252",
          "iso8859-1": "cp1252", "shift_jis": "cp932", "euc_kr": "cp949"}  # fmt: skip
_ALIASES = {
    "x-gbk": "gbk",
    "euc-cn": "gbk",
    "euccn": "gbk",
    "x-sjis": "shift_jis",
    "utf8mb4": "utf-8",
    "utf-8mb4": "utf-8",
}
_SAMPLE = 60_000  # bytes: enough to tell languages apart
_FEW_BROKEN = 0.02  # of the characters outside ASCII: cut-off or spoilt ones, not another encoding


def decode(data: bytes, content_type: str = "") -> str:
    """The text of a document; `content_type` is the HTTP header, if any. Never fails: what cannot be read becomes
    U+FFFD. A byte order mark is removed."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if wide := _wide_encoding(data):
        return data.decode(wide, "replace")
    named = _named_encodings(data, content_type)
    as_utf8 = _strict(data, "utf-8")
    if as_utf8 is not None and (not _multibyte(named) or data.isascii() or _has_wide_characters(as_utf8)):
        return as_utf8
    for name in named:
        if name != "cp1252" and (text := _strict(data, name)) is not None:
            return text
    if as_utf8 is not None:
        return as_utf8
    mended = data.decode("utf-8", "replace")
    if mended.count("\ufffd") <= _FEW_BROKEN * sum(1 for c in mended[:_SAMPLE] if c > "\x7f"):
        return mended
    return data.decode(_guess(data), "replace")


def _wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, seen from the zeros around the first `<` or `{`."""
    head = data[:4]
    for first in (b"<", b"{"):
        if head.startswith(first + b"\0\0\0"):
            return "utf-32-le"
        if head == b"\0\0\0" + first:
            return "utf-32-be"
        if head.startswith(first + b"\0"):
            return "utf-16-le"
        if head.startswith(b"\0" + first):
            return "utf-16-be"
    return ""


def _named_encodings(data: bytes, content_type: str) -> list[str]:
    """What the document and then the server claim, as Python codecs; UTF-8 and nonsense left out."""
    claims = [m[1].decode("ascii") for m in [_DECLARED.search(data[:1000])] if m]
    claims += [m[1] for m in [_CHARSET.search(content_type[:500])] if m]
    names = []
    for claim in claims:
        name = _ALIASES.get(claim.lower(), claim)
        if _PLAIN.fullmatch(name) and not name.lower().startswith(("utf-16", "utf16", "utf-32", "utf32")):
            try:
                codec = codecs.lookup(name).name
            except LookupError:
                continue
            names.append(_WIDER.get(codec, codec))
    return [name for name in names if not name.startswith("utf-8")]


def _multibyte(names: list[str]) -> bool:
    return any(not name.startswith(("cp12", "iso8859", "koi8", "cp8")) for name in names)


def _has_wide_characters(text: str) -> bool:
    """Chinese in UTF-8 decodes to characters from U+0800 up. GBK text that happens to be valid UTF-8 never does."""
    return any(c >= "\u0800" for c in text)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _guess(data: bytes) -> str:
    """Simplified, traditional or Western: by which of their common characters the bytes would be."""
    sample = data[:_SAMPLE]
    lone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", sample))
    high = len(re.findall(rb"[\x80-\xff]", sample))
    if lone > high / 2:
        return "cp1252"
    return "gb18030" if _common_simplified(sample) >= _common_traditional(sample) else "big5hkscs"


def _common_simplified(sample: bytes) -> float:
    """Share of pairs among the 3755 most common characters of GB 2312 and its punctuation."""
    return _share(sample, rb"[\xa1\xa3\xb0-\xd7][\xa1-\xfe]", rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")


def _common_traditional(sample: bytes) -> float:
    """Share of pairs among the 5401 most common characters of Big5 and its punctuation."""
    return _share(sample, rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]", rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]") * 0.95


def _share(sample: bytes, common: bytes, any_pair: bytes) -> float:
    pairs = re.findall(any_pair, sample)
    known = re.compile(common)
    return sum(1 for pair in pairs if known.fullmatch(pair)) / len(pairs) if pairs else 0.0
