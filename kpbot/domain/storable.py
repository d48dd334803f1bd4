"""Messages as both databases can hold them: PostgreSQL takes no NUL, no encoder takes half of a surrogate pair."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

from kpbot.domain.messages import Incoming

KEY_LIMIT = 120  # characters; the key of a reply is longer than that of its message

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(message: Incoming) -> Incoming:
    """The message itself, which is nearly always fine, or a mended one: marks replaced in ids, left out of words.

    A key too long for the table becomes its digest: the same at every redelivery, as keys must be.
    """
    chat, sender = message.chat, message.sender
    ids = (message.key, message.message, message.reply_to, message.album, chat.id, chat.thread, sender.id)
    words = (message.text, message.button, message.chat_title, sender.name, sender.language)
    refs = [photo.ref for photo in message.photos] + list(message.links)
    refs += [part for file in message.files for part in (file.ref, file.name, file.mime)]
    if len(message.key) <= KEY_LIMIT and not _UNSTORABLE.search("".join((*ids, *words, *refs))):
        return message
    return replace(
        message,
        key=_key(message.key),
        chat=replace(chat, id=_id(chat.id), thread=_id(chat.thread)),
        sender=replace(sender, id=_id(sender.id), name=_words(sender.name), language=_words(sender.language)),
        text=_words(message.text),
        button=_words(message.button),
        message=_id(message.message),
        reply_to=_id(message.reply_to),
        album=_id(message.album),
        chat_title=_words(message.chat_title),
        photos=tuple(replace(photo, ref=_id(photo.ref)) for photo in message.photos),
        files=tuple(
            replace(file, ref=_id(file.ref), name=_words(file.name), mime=_words(file.mime)) for file in message.files
        ),
        links=tuple(map(_words, message.links)),
    )


def _id(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _words(text: str) -> str:
    return _UNSTORABLE.sub("", text)


def _key(key: str) -> str:
    return _id(key) if len(key) <= KEY_LIMIT else sha256(key.encode(errors="replace")).hexdigest()
