"""What a message holds besides its words and pictures: addresses under the words, files, and whether it is one of ours.

Read from the JSON itself, and only what is needed of it: entities and origins get new kinds all the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kpbot.domain.messages import File

LINKS = 20  # more are no message that passes something on
Raw = Mapping[str, Any]


def links_of(raw: Raw) -> tuple[str, ...]:
    """The addresses that words stand for (`text_link`). Those that are written out are in the text."""
    found = dict.fromkeys(str(one["url"]) for one in _entities(raw) if one.get("type") == "text_link" and "url" in one)
    return tuple(found)[:LINKS]


def _entities(raw: Raw) -> Iterator[Raw]:
    for name in ("entities", "caption_entities"):
        listed = raw.get(name)
        if isinstance(listed, list):
            yield from (one for one in listed if isinstance(one, Mapping))


def is_ours(raw: Raw, bot: str) -> bool:
    """Whether a message of the bot with this id is passed on. Only a user that Telegram names by its id counts: as a
    hidden one anybody may bear any name. Servers before Bot API 7.0 have `forward_from`."""
    origin = raw.get("forward_origin")
    if isinstance(origin, Mapping):
        user = origin.get("sender_user") if origin.get("type") == "user" else None
    else:
        user = raw.get("forward_from")
    return bool(bot) and isinstance(user, Mapping) and str(user.get("id")) == bot


def files_of(raw: Raw) -> tuple[File, ...]:
    """A document that is no picture. Animations come as documents too, for clients that don't know them."""
    document = raw.get("document")
    if not isinstance(document, Mapping) or "animation" in raw:
        return ()
    mime = str(document.get("mime_type") or "")
    if mime.startswith("image/"):
        return ()
    return (File(str(document["file_id"]), str(document.get("file_name") or ""), document.get("file_size"), mime),)
