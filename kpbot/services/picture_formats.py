"""Pictures in the formats and sizes that a platform takes."""

from __future__ import annotations

import asyncio
import io

from kpbot.services.picture import MOST_PIXELS, PictureRefused, as_kept

_SIDES = (1600, 1080, 720)  # pixels of the longest side, until it is small enough
_KNOWN = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


async def as_jpeg_or_png(content: bytes, most: int) -> bytes:
    """The picture itself where it is a JPEG or PNG of at most `most` bytes, else a JPEG of it that is; empty if none
    can be made of it."""
    if len(content) <= most and content.startswith(_KNOWN):
        return content
    return await asyncio.to_thread(_jpeg, content, most)


def _jpeg(content: bytes, most: int) -> bytes:
    try:
        made = as_kept(content)
    except PictureRefused:
        return b""
    for side in _SIDES:
        if len(made) <= most:
            break
        made = _smaller(made, side)
    return made if len(made) <= most else b""


def _smaller(jpeg: bytes, side: int) -> bytes:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
        opened.thumbnail((side, side))
        kept = io.BytesIO()
        opened.save(kept, "JPEG", quality=80, optimize=True)
    return kept.getvalue()
