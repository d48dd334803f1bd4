"""Finds a font with Chinese characters: without one, pictures show boxes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_PLACES = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts"),
)
_SMALLEST = 1_000_000  # bytes; thousands of characters don't fit into less
_KINDS = (".ttf", ".ttc", ".otf")
_TRIED = "科鬟"  # a common character and a rare one
_NOBODYS = "\U0010fffe"  # no font has it, so what is drawn is the box


def chinese_font() -> Path | None:
    """The first font file of this machine that draws Chinese characters."""
    return next((path for path in _large_fonts() if _draws_chinese(path)), None)


def _large_fonts() -> Iterator[Path]:
    for place in _PLACES:
        for folder, _, names in os.walk(Path(place).expanduser()):
            for name in sorted(names):
                path = Path(folder, name)
                if path.suffix.lower() in _KINDS and path.is_file() and path.stat().st_size >= _SMALLEST:
                    yield path


def _draws_chinese(path: Path) -> bool:
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(str(path), 24)
        box = bytes(font.getmask(_NOBODYS))
        drawn = {bytes(font.getmask(character)) for character in _TRIED}
    except OSError:
        return False
    return len(drawn) == len(_TRIED) and box not in drawn
