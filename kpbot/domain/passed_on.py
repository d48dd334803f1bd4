"""Whether a message of the bot's, passed on as text, holds an item that was sent in full."""

from __future__ import annotations

OPENING = 20  # characters of what follows a title; shorter ones count as they are


def holds_item(text: str, title: str, opening: str) -> bool:
    """Whether `text` has the title and how the summary begins: a list of titles passes nothing on. Blanks don't matter;
    platforms break lines as they like."""
    words, name, start = "".join(text.split()), "".join(title.split()), "".join(opening.split())[:OPENING]
    at = words.find(name) if name else -1
    return at >= 0 and start in words[at + len(name) :]
