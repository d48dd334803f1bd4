"""A sent picture as it is kept: checked by its content, upright, of a sane size, without EXIF or any other remark."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 52_000_000  # what phones take in full resolution
LONGEST_SIDE = 2560  # pixels kept
_FORMATS = ("JPEG", "PNG", "WEBP")
_OF_ITEMS = (*_FORMATS, "GIF")  # publishers use them; the first image of a moving one is kept
ITEM_BYTES = 5 * 1024 * 1024
ITEM_LONGEST_SIDE = 1200
ITEM_SHORTEST_SIDE = 40  # what is smaller is an icon, or counts its readers
_OPENED_AS = frozenset({*_FORMATS, "GIF", "MPO"})  # MPO: a JPEG that holds a second view

# What Pillow raises on torn or forged files.
_TORN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, MemoryError, struct.error, zlib.error)


class PictureRefused(Exception):
    """Not a picture to keep; `reason` ends the id of a text `events-photo-refused-<reason>`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def as_kept(content: bytes) -> bytes:
    """The picture as a JPEG of at most LONGEST_SIDE, turned upright; nothing else of what was sent is in it.

    Raises PictureRefused. Takes up to some hundred megabytes and a second: run it in a thread, one at a time.
    """
    return _kept(content, MOST_BYTES, _FORMATS, 1, LONGEST_SIDE)


def of_item(content: bytes) -> bytes:
    """The same for the picture of an item: of at most ITEM_LONGEST_SIDE. Raises PictureRefused, also `tiny`."""
    return _kept(content, ITEM_BYTES, _OF_ITEMS, ITEM_SHORTEST_SIDE, ITEM_LONGEST_SIDE)


def _kept(content: bytes, most_bytes: int, formats: tuple[str, ...], shortest: int, longest: int) -> bytes:
    from PIL import Image, UnidentifiedImageError

    if len(content) > most_bytes:
        raise PictureRefused("size")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=formats) as sent:
            if sent.format not in _OPENED_AS:
                raise PictureRefused("type")
            if sent.width * sent.height > MOST_PIXELS:
                raise PictureRefused("pixels")
            if min(sent.size) < shortest:
                raise PictureRefused("tiny")
            return _jpeg(sent, longest)
    except UnidentifiedImageError as error:
        raise PictureRefused("type") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused("pixels") from error
    except _TORN as error:
        raise PictureRefused("broken") from error


def _jpeg(sent: Image.Image, longest: int) -> bytes:
    from PIL import Image, ImageOps

    sent.draft("RGB", (longest, longest))  # JPEG can be decoded smaller at once
    sent.load()
    upright = ImageOps.exif_transpose(sent)
    upright.thumbnail((longest, longest))
    # A new picture has no remarks to carry over; transparent parts become white.
    clean = Image.new("RGB", upright.size, "white")
    layered = upright.convert("RGBA") if upright.mode in ("RGBA", "LA", "PA", "P") else upright.convert("RGB")
    clean.paste(layered, mask=layered if layered.mode == "RGBA" else None)
    kept = io.BytesIO()
    clean.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()
