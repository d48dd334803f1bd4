"""Words on a card: the fonts that ship with kpbot, and lines broken the way Chinese is set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from kpbot.domain.wording import seams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.ImageFont import FreeTypeFont

_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕〗”’…—～·•,.;:?!)]}%％‰℃°々")
_NOT_LAST = frozenset("（《〈「『【〔〖“‘([{￥$€£№#＃")
_SENTENCE_ENDS = "。！？!?"
_LONE = 0.3  # of the width: a last line that is shorter
_NARROWER = (0.9, 0.8, 0.7)
_ENOUGH = 0.6  # of the room
_TRAILING = "，。、；：？！,.;:?!（《〈「『【“‘ —…"
_WORD = re.compile(r"[A-Za-zÀ-ɏͰ-ӿ0-9][A-Za-zÀ-ɏͰ-ӿ0-9.,'’%+/&@_-]*\s?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """Text as it is set. `whole`: nothing of it had to be left out."""

    lines: tuple[str, ...] = ()
    whole: bool = True


@cache
def font(size: int, *, bold: bool = False) -> FreeTypeFont:
    """Noto Sans SC, see fonts/README.md; `size` in pixels. For one thread at a time."""
    from PIL import ImageFont

    name = "NotoSansSC-Bold.otf" if bold else "NotoSansSC-Regular.otf"
    return ImageFont.truetype(BytesIO(_content(name)), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _content(name: str) -> bytes:
    return files(__package__).joinpath("fonts", name).read_bytes()


def block(text: str, face: FreeTypeFont, width: int, most: int, *, words: bool = False) -> Block:
    """`text` in at most `most` lines of at most `width` pixels. What does not fit is left out: from the last sentence
    that fits where that fills most of the room, else from where the room ends, marked with ….

    No line begins with a closing mark or ends with an opening one; Latin words and numbers stay whole where they fit,
    with `words` Chinese ones too.
    """
    pieces = _pieces(text, face, width, words=words)
    found, starts = _set(pieces, face, width, most)
    if starts[-1] == len(pieces):
        return Block(tuple(found))
    sentence = _last_sentence(found)
    if face.getlength(sentence) >= _ENOUGH * most * width:
        pieces = _pieces(sentence, face, width, words=words)
        return Block(tuple(_set(pieces, face, width, most)[0]), whole=False)
    return Block((*found[:-1], _cut(pieces[starts[-2] :], face, width)), whole=False)


def paragraphs(texts: Sequence[str], face: FreeTypeFont, width: int, most: int) -> Block:
    """Several texts, each beginning a line, in at most `most` lines in all."""
    lines: list[str] = []
    for number, text in enumerate(texts):
        found = block(text, face, width, most - len(lines))
        lines += found.lines
        if not found.whole or (len(lines) == most and number + 1 < len(texts)):
            return Block(tuple(lines), whole=False)
    return Block(tuple(lines))


def even(text: str, face: FreeTypeFont, width: int, most: int) -> Block:
    """The same for a title: words stay whole, and the last line is not much shorter than the others can make it."""
    found = block(text, face, width, most, words=True)
    for narrower in _NARROWER:
        if not found.whole or len(found.lines) < 2 or face.getlength(found.lines[-1]) >= _LONE * width:
            break
        tried = block(text, face, round(narrower * width), most, words=True)
        found = tried if len(tried.lines) == len(found.lines) and tried.whole else found
    return found


def _pieces(text: str, face: FreeTypeFont, width: int, *, words: bool) -> list[str]:
    pieces: list[str] = []
    for piece in _joined(_WORD.findall(text)) if words else _WORD.findall(text):
        pieces += [piece] if face.getlength(piece.rstrip()) <= width else list(piece)
    return pieces


def _joined(pieces: Sequence[str]) -> list[str]:
    """Characters of one word together."""
    apart, position, joined = seams("".join(pieces)), 0, list[str]()
    for piece in pieces:
        if position in apart:
            joined.append(piece)
        else:
            joined[-1] += piece
        position += len(piece)
    return joined


def _set(pieces: Sequence[str], face: FreeTypeFont, width: int, most: int) -> tuple[list[str], list[int]]:
    """The lines, and at which piece each begins; the last number is where the next line would."""
    found: list[str] = []
    starts = [0]
    while starts[-1] < len(pieces) and len(found) < most:
        used = starts[-1] + _filling(pieces[starts[-1] :], face, width)
        found.append("".join(pieces[starts[-1] : used]).strip())
        while used < len(pieces) and pieces[used].isspace():
            used += 1
        starts.append(used)
    return found, starts


def _filling(pieces: Sequence[str], face: FreeTypeFont, width: int) -> int:
    """How many pieces go on a line, at least one."""
    used, length = 0, 0.0
    while used < len(pieces) and length + face.getlength(pieces[used].rstrip()) <= width:
        length += face.getlength(pieces[used])
        used += 1
    if used == len(pieces):
        return used
    whole = used
    while used > 1 and (pieces[used][0] in _NOT_FIRST or pieces[used - 1].rstrip()[-1:] in _NOT_LAST):
        used -= 1
    return used if used > 1 else max(whole, 1)  # nothing but marks: they go as they come


def _last_sentence(found: Sequence[str]) -> str:
    text = "".join(found)
    return text[: max(text.rfind(mark) for mark in _SENTENCE_ENDS) + 1]


def _cut(pieces: Sequence[str], face: FreeTypeFont, width: int) -> str:
    """One line of them that ends in …."""
    used = 0
    while used < len(pieces) and face.getlength("".join(pieces[: used + 1]).rstrip(_TRAILING) + "…") <= width:
        used += 1
    return "".join(pieces[:used]).rstrip(_TRAILING) + "…"
