"""Telegram's HTML: what people wrote is escaped here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kpbot.platforms.telegram.limits import units


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of a message: its HTML, and the text a person sees of it, which is what counts for the limits."""

    html: str = ""
    text: str = ""

    def __add__(self, other: Marked) -> Marked:
        return Marked(self.html + other.html, self.text + other.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def units(self) -> int:
        return units(self.text)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def plain(text: str) -> Marked:
    return Marked(escaped(text), text)


def bold(piece: Marked) -> Marked:
    return Marked(f"<b>{piece.html}</b>", piece.text) if piece else piece


def italic(piece: Marked) -> Marked:
    return Marked(f"<i>{piece.html}</i>", piece.text) if piece else piece


def linked(piece: Marked, address: str) -> Marked:
    """`piece` as a link, or as it is where the address is none that Telegram takes."""
    if not piece or not is_address(address):
        return piece
    return Marked(f'<a href="{escaped(address)}">{piece.html}</a>', piece.text)


def folded(text: str) -> Marked:
    """A quotation that shows its first lines until it is tapped."""
    return Marked(f"<blockquote expandable>{escaped(text)}</blockquote>", text) if text else Marked()


def joined(pieces: list[Marked], between: str) -> Marked:
    """The pieces that are not empty, with `between` in between."""
    there = [piece for piece in pieces if piece]
    return Marked(escaped(between).join(p.html for p in there), between.join(p.text for p in there))


def is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
