"""What is read of a feed's head and of its entries, and how much of each."""

from __future__ import annotations

from content_feeds.stripping import BLOCKS, NOT_TEXT

LONG = 60_000  # characters of a part that holds an article
MIDDLE = 2_000
SHORT = 300
_ARTICLE = frozenset({"description", "encoded", "content", "summary", "body", "div", "group", "fulltext"})
_NAMED = frozenset({"title", "link", "guid", "id", "origlink", "about"})
DATES = frozenset({"pubdate", "published", "updated", "date", "issued", "modified", "created"})
# What is read of a head and of an entry. Everything else stays outside: the interpreter stumbles over some of it (a
# licence without an address, a place without coordinates), and then the whole document would be lost.
PARTS = (
    _ARTICLE | _NAMED | DATES | {"author", "creator", "language", "ttl", "updateperiod", "updatefrequency"}
    | {"enclosure", "thumbnail", "subtitle"}
)  # fmt: skip
INSIDE = BLOCKS | NOT_TEXT | PARTS | {"name", "img"}


def local_name(name: str) -> str:
    return name.rpartition(":")[2].lower()


def room_for(local: str) -> int:
    if local in _ARTICLE:
        return LONG
    return MIDDLE if local in _NAMED else SHORT
