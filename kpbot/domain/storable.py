"""Messages as both databases can hold them: PostgreSQL takes no NUL and nothing longer than its column, no encoder
takes half of a surrogate pair, and no calendar goes on for ever."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from kpbot.domain.messages import Incoming

KEY_LIMIT = 120  # characters; the key of a reply is longer than that of its message
ID_LIMIT, THREAD_LIMIT, REF_LIMIT = 128, 64, 2000  # characters, by the tables
LAST_YEAR = 3000  # a time beyond is no time: people reckon with it, and the calendar ends in 9999

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(message: Incoming) -> Incoming:
    """The message itself, which is nearly always fine, or a mended one: marks replaced in ids, left out of words.

    A key or an id too long for its column becomes its digest: the same at every redelivery, as keys must be.
    """
    chat, sender = message.chat, message.sender
    ids = (message.key, message.message, message.reply_to, message.album, chat.id, chat.thread, sender.id)
    words = (message.text, message.button, message.chat_title, sender.name, sender.language)
    refs = [photo.ref for photo in message.photos] + [file.ref for file in message.files]
    more = [*message.links, *(part for file in message.files for part in (file.name, file.mime))]
    if _fits(message, refs) and not _UNSTORABLE.search("".join((*ids, *words, *refs, *more))):
        return message
    return replace(
        message,
        key=_key(message.key),
        chat=replace(chat, id=_id(chat.id), thread=_id(chat.thread, THREAD_LIMIT)),
        sender=replace(sender, id=_id(sender.id), name=_words(sender.name), language=_words(sender.language)),
        at=_time(message.at),
        text=_words(message.text),
        button=_words(message.button),
        message=_id(message.message),
        reply_to=_id(message.reply_to),
        album=_id(message.album),
        chat_title=_words(message.chat_title),
        photos=tuple(replace(photo, ref=_id(photo.ref, REF_LIMIT)) for photo in message.photos),
        files=tuple(
            replace(file, ref=_id(file.ref, REF_LIMIT), name=_words(file.name), mime=_words(file.mime))
            for file in message.files
        ),
        links=tuple(map(_words, message.links)),
    )


def _fits(message: Incoming, refs: Sequence[str]) -> bool:
    ids = (message.message, message.reply_to, message.album, message.chat.id, message.sender.id)
    short = len(message.key) <= KEY_LIMIT and len(message.chat.thread) <= THREAD_LIMIT
    short = short and all(len(one) <= ID_LIMIT for one in ids) and all(len(one) <= REF_LIMIT for one in refs)
    return short and _time(message.at) == message.at


def _id(text: str, limit: int = ID_LIMIT) -> str:
    """Nothing can be looked up by one that was shortened, but it is the same every time, and nobody else's."""
    return _UNSTORABLE.sub("\ufffd", text) if len(text) <= limit else _digest(text)


def _words(text: str) -> str:
    return _UNSTORABLE.sub("", text)


def _key(key: str) -> str:
    return _id(key, KEY_LIMIT)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="replace")).hexdigest()


def _time(at: datetime | None) -> datetime | None:
    return at if at is None or at.year < LAST_YEAR else None
