"""What of a text the letters of cards can draw: nothing must become a box."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from kpbot.domain.wording import simplified

MISSING = "〓"  # as printers put it where they had no letter


@cache
def known() -> frozenset[str]:
    """The characters that both fonts have."""
    return frozenset(files(__package__).joinpath("fonts", "characters.txt").read_text(encoding="utf-8")) - {"\n"}


def drawable(text: str) -> str:
    """The text in one line of characters that can be drawn: another form of what the fonts lack where there is one (₂,
    𝐀, a traditional character), 〓 for letters and numbers that have none; emoji and what only joins or colours them
    are left out."""
    drawn = "".join(one if one in known() else _instead(one) for one in unicodedata.normalize("NFC", text))
    return " ".join(drawn.split())


@cache
def _instead(one: str) -> str:
    kind = unicodedata.category(one)
    if one.isspace() or kind[0] == "Z":
        return " "
    return _compatible(one) or _simple(one) or (MISSING if kind[0] in "LN" or kind in ("Sm", "Sc") else "")


def _compatible(one: str) -> str:
    return _if_known(unicodedata.normalize("NFKC", one))


def _simple(one: str) -> str:
    return _if_known(simplified(one))


def _if_known(text: str) -> str:
    return text if known().issuperset(text) else ""
