"""As what WeCom takes a picture or a file: what it does not take as a picture goes as a file."""

from __future__ import annotations

from kpbot.ports import SendError
from kpbot.services.enclosed import Enclosure
from kpbot.services.picture_formats import as_jpeg_or_png

IMAGE, FILE = "image", "file"


async def fitting(held: Enclosure, picture: int, least: int, most: int) -> tuple[str, str, bytes]:
    """(IMAGE or FILE, its name, its content): a picture has at most `picture` bytes, a file `least` to `most`. Raises
    SendError for what goes as neither."""
    if held.shown and (content := await as_jpeg_or_png(held.content, picture)):
        return IMAGE, "picture.png" if content.startswith(b"\x89PNG") else "picture.jpg", content
    if not least <= len(held.content) <= most:
        raise SendError(f"WeCom takes no file of {len(held.content)} bytes", permanent=True)
    return FILE, held.name, held.content
