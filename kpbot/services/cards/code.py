"""The QR code of a card: whole pixels to a module, so that it is read even where a chat made the picture smaller."""

from __future__ import annotations

from string import ascii_letters, digits, punctuation
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from PIL import Image

SIDE = 280  # pixels at most, where the address is of the usual length
SMALLEST = 4  # pixels to a module
USUAL = 150  # characters; a longer address has less correction, and modules that are not so small
LONGEST_VERSION = 20  # 97 modules: an address of some 800 characters
_ASCII = ascii_letters + digits + punctuation


def code(address: str) -> Image.Image | None:
    """Black on white without a margin; None for an address that is too long for a code a phone can read."""
    import segno
    from PIL import Image

    plain = quote(address, safe=_ASCII)  # readers guess at the encoding of anything else
    error = "m" if len(plain) <= USUAL else "l"
    try:
        made = segno.make(plain, error=error, mode="byte", micro=False, boost_error=False)
    except segno.DataOverflowError:
        return None
    if int(made.version) > LONGEST_VERSION:
        return None
    rows = [bytes(0 if module else 255 for module in row) for row in made.matrix]
    drawn = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    side = len(rows) * max(SIDE // len(rows), SMALLEST)
    return drawn.resize((side, side), Image.Resampling.NEAREST)
