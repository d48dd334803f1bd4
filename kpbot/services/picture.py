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
_OPENED_AS = frozenset({*_FORMATS, "MPO"})  # MPO: a JPEG that holds a second view

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
    from PIL import Image, UnidentifiedImageError

    if len(content) > MOST_BYTES:
        raise PictureRefused("size")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as sent:
            if sent.format not in _OPENED_AS:
                raise PictureRefused("type")
            if sent.width * sent.height > MOST_PIXELS:
                raise PictureRefused("pixels")
            return _jpeg(sent)
    except UnidentifiedImageError as error:
        raise PictureRefused("type") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused("pixels") from error
    except _TORN as error:
        raise PictureRefused("broken") from error


def _jpeg(sent: Image.Image) -> bytes:
    from PIL import Image, ImageOps

    sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG can be decoded smaller at once
    sent.load()
    upright = ImageOps.exif_transpose(sent)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture has no remarks to carry over; transparent parts become white.
    clean = Image.new("RGB", upright.size, "white")
    layered = upright.convert("RGBA") if upright.mode in ("RGBA", "LA", "PA", "P") else upright.convert("RGB")
    clean.paste(layered, mask=layered if layered.mode == "RGBA" else None)
    kept = io.BytesIO()
    clean.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()
