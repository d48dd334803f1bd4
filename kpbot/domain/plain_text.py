"""People's input as text that can be stored, shown and measured."""

from __future__ import annotations

import re
import unicodedata

MARKS_PER_LETTER = 4  # Vietnamese needs 2, pointed Hebrew 3 to 4; what stacks higher only hides its neighbours

_NEWLINES = ("\u0085", "\u2028", "\u2029")
_BLANK_LETTERS = ("\u115f", "\u1160", "\u2800", "\u3164", "\uffa0")  # letters that show nothing
_INVISIBLE = (
    *range(0x00, 0x0A),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    0x00AD,  # soft hyphen
    0x034F,  # combining grapheme joiner
    0x061C,
    0x180E,
    *range(0x200B, 0x200D),  # 200D, the joiner, is looked at by itself
    *range(0x200E, 0x2010),
    *range(0x202A, 0x202F),  # bidi embeddings and overrides
    *range(0x2060, 0x2070),  # bidi isolates and other format characters
    *range(0xD800, 0xE000),  # lone surrogates cannot be encoded
    *range(0xFDD0, 0xFDF0),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    0xFFFE,
    0xFFFF,
)
_TIDY: dict[int, str | None] = dict.fromkeys(_INVISIBLE)
_TIDY.update({ord(char): "\n" for char in _NEWLINES})
_TIDY.update({ord(char): " " for char in ("\t", "\v", "\f", *_BLANK_LETTERS)})

_EMOJI = "\u2190-\u21ff\u2300-\u2328\u232b-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_JOINERS = re.compile("\u200d{2,}")
# Tag characters spell the flags of Scotland and the like; anywhere else they are hidden text.
_TAGS = re.compile("(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f)|[\U000e0000-\U000e007f]")
_BLANKS = re.compile(r"[^\S\n]{2,}")
_LINE_END = re.compile(r"[^\S\n]?\n[^\S\n]?")
_EMPTY_LINES = re.compile(r"\n{3,}")

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}


def fold(text: str) -> str:
    """Full-width forms as plain ones, in lower case, character for character, so that spans found in the
    result hold in `text`."""
    plain = text.translate(_WIDTH)
    lowered = plain.lower()
    if len(lowered) == len(plain):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


def clean(text: str, limit: int) -> str:
    """`text` as NFC without control, bidi-override and hidden characters, with newlines, emoji and ordinary
    white space kept; at most `limit` characters, a cut marked by «…»."""
    tidy = _tidy(text)
    if len(tidy) <= limit:
        return tidy
    return (tidy[: limit - 1].rstrip("\u200d \n") + "…")[: max(limit, 0)]


def one_line(text: str) -> str:
    """`text` cleaned like `clean`, without a limit, its lines joined by single spaces."""
    return " ".join(_tidy(text).split())


def too_long(text: str, limit: int) -> bool:
    """Whether more than `limit` characters would be left of `text` once cleaned."""
    return len(_tidy(text)) > limit


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TIDY)
    if not text.isascii():
        text = _TAGS.sub(lambda match: match[1] or "", text)
        text = _STRAY_JOINER.sub("", _JOINERS.sub("\u200d", _cap_marks(text)))
        # Sorting a stack of marks takes quadratic time, so it is cut before NFC; NFC can lengthen it again.
        text = _STRAY_JOINER.sub("", _cap_marks(unicodedata.normalize("NFC", text)))
    text = _LINE_END.sub("\n", _BLANKS.sub(" ", text))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _cap_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= MARKS_PER_LETTER:
            kept.append(char)
    return "".join(kept)
