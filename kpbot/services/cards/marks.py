"""Marks of brands: pictures that the operator supplied, put on cards of items of that brand alone. None is drawn here.

They lie beside the configuration. What a card shows is a copy in the data folder, named by what it holds: whichever
process sends the card finds it there, and a card that waits keeps the mark it was made with.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kpbot.domain.content import Source
from kpbot.services import stored
from kpbot.services.checking.finding import Finding, fine, note

if TYPE_CHECKING:
    from PIL import Image

FOLDER = "marks"
WIDEST, HIGHEST = 420, 96  # pixels on the card
MOST_BYTES = 2 * 1024 * 1024
_MOST_PIXELS = 20_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")


def fitted(content: bytes) -> Image.Image:
    """The picture on white, as large as a card has room for. Raises OSError or ValueError for what is none."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise ValueError("a mark of too many pixels")
        mark = opened.convert("RGBA")
    mark = mark.crop(mark.getbbox())  # clear margins would make it small
    scale = min(WIDEST / mark.width, HIGHEST / mark.height)
    size = max(1, round(mark.width * scale)), max(1, round(mark.height * scale))
    mark = mark.resize(size, Image.Resampling.LANCZOS)
    whole = Image.new("RGB", mark.size, "white")
    whole.paste(mark, mask=mark)
    return whole


def read(path: Path) -> bytes:
    """A mark as the operator supplied it. Raises OSError or ValueError where it is missing or no picture."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError("a mark of too many bytes")
    content = path.read_bytes()
    fitted(content)
    return content


async def at_hand(data_dir: Path, mark: bytes) -> str:
    """Where its copy lies, relative to the data folder; written if it is not there yet. Raises OSError."""
    path = f"{FOLDER}/{sha256(mark).hexdigest()[:32]}"
    await asyncio.to_thread(_lay, data_dir / path, mark)
    return path


def _lay(path: Path, content: bytes) -> None:
    if not path.exists():
        stored.write(path, content)


def findings(folder: Path, sources: Iterable[Source]) -> Iterator[Finding]:
    """For `kpbot check`: what it says of the marks that sources name; `folder` is that of the configuration."""
    named = {source.mark: source.brand for source in sources if source.mark}
    for name, brand in named.items():
        try:
            read(folder / name)
            yield fine("card-mark", brand=brand, file=name)
        except FileNotFoundError:
            yield note("card-mark-missing", brand=brand, file=str(folder / name))
        except (OSError, ValueError):
            yield note("card-mark-broken", brand=brand, file=str(folder / name), megabytes=MOST_BYTES // 2**20)
