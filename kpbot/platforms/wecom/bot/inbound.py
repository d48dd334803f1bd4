"""Callbacks of the long connection as the bot's incoming messages.

Source: WeCom, path/101463 and «Receiving messages» (path/100719). The key is `msgid`, which a callback that comes
twice shares. What a message quotes comes without an id, so that nobody knows whose words they are: one address in it
is a link that was passed on, several are an edition of the bot's own.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from kpbot.domain.messages import Chat, File, Happening, Incoming, Photo, Sender
from kpbot.platforms.wecom.bot.card import CLOSED, message_of
from kpbot.platforms.wecom.bot.frames import EVENT, MESSAGE, Json, event_kind, part, word
from kpbot.platforms.wecom.bot.limits import EVER, NAME

# A mention ends at the thin blank that some clients put there; it may have blanks of its own before that.
_NAMED = re.compile(r"\s*@(?:[^\n\u2005@]{1,64}\u2005\s*|\S{1,64}(?:\s+|$))")
KEY = 200  # characters
_ADDRESS = re.compile(r"https?://[^\s<>()（）\[\]\"'，。；、！？]{4,2000}")


def kind_of(found: Json) -> str:
    """For counting: `text`, `image`, `enter_chat`, …, `other` for what has no kind."""
    return event_kind(found) or word(part(found, "body"), "msgtype") or "other"


def read(found: Json, name: str = "") -> Incoming | None:
    """None for what says nothing to us. `name`: the bot's, where it is known. Raises ValueError for what cannot be
    read."""
    body = part(found, "body")
    if found.get("cmd") == EVENT:
        return _event(body, event_kind(found))
    return _message(body, name) if found.get("cmd") == MESSAGE else None


def card_of(found: Json) -> str:
    """The card that was pressed; empty if none was."""
    event = part(part(found, "body"), "event")
    return word(part(event, "template_card_event") or event, "task_id")


def _message(body: Json, name: str) -> Incoming | None:
    said: dict[str, Any] | None = _said(body, word(body, "msgtype"))
    if said is None:
        return None
    base = _base(body)
    if not base["chat"].private:
        said["addressed"] = True  # it hears only what is said to it
        said |= {"text": _unaddressed(said["text"], name)} if "text" in said else {}
    return Incoming(**base, **said, message=base["key"], links=_quoted(part(body, "quote")), lets=EVER)


def _unaddressed(text: str, name: str) -> str:
    """What was said to the bot, without its name at the beginning."""
    said = text.lstrip()
    after = said.removeprefix(f"@{name}") if name else said
    if after != said and (not after or after[0].isspace()):
        return after.lstrip()
    named = _NAMED.match(text)
    return text[named.end() :] if named else text


def _event(body: Json, kind: str) -> Incoming | None:
    if kind == "enter_chat":
        # Told of once a day; a newcomer is greeted once, as long as the inbox remembers it.
        base = _base(body)
        return Incoming(**base | {"key": f"enter:{base['sender'].id}"[:KEY]}, happening=Happening.STARTED)
    if kind == "template_card_event":
        event = part(body, "event")
        pressed = part(event, kind) or event
        data, card = word(pressed, "event_key"), word(pressed, "task_id")
        if not data or data == CLOSED:
            return None
        return Incoming(**_base(body), button=data, message=message_of(card)[0], lets=EVER)
    return None


def _base(body: Json) -> dict[str, Any]:
    key, user = word(body, "msgid"), word(part(body, "from"), "userid")
    group = word(body, "chattype") == "group"
    chat = word(body, "chatid") if group else user
    if not (key and user and chat):
        raise ValueError("a callback without a message id, a sender or a chat")
    time = body.get("create_time")
    at = datetime.fromtimestamp(time, UTC) if isinstance(time, int) and 0 < time < 10**11 else None
    return {"key": key, "chat": Chat(NAME, chat, private=not group), "sender": Sender(user), "at": at}


def _said(body: Json, kind: str) -> dict[str, Any] | None:
    inside = part(body, kind)
    match kind:
        case "text" | "voice":
            return {"text": word(inside, "content")}
        case "image":
            return {"photos": _photos([inside])}
        case "file":
            return {"files": (File(reference(inside, "file"), name=_file_name(inside)),)}
        case "mixed":
            return _mixed(inside.get("msg_item"))
    return None


def _mixed(items: object) -> dict[str, Any]:
    parts = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    texts = [word(part(item, "text"), "content") for item in parts if word(item, "msgtype") == "text"]
    images = [part(item, "image") for item in parts if word(item, "msgtype") == "image"]
    return {"text": "\n".join(text for text in texts if text.strip()), "photos": _photos(images)}


def _photos(images: list[Json]) -> tuple[Photo, ...]:
    return tuple(Photo(reference(image, "image")) for image in images if word(image, "url"))


def _file_name(inside: Json) -> str:
    """Not documented; where none comes the file has none."""
    return word(inside, "filename") or word(inside, "name")


def reference(inside: Json, kind: str) -> str:
    """All that fetching takes (kpbot.platforms.wecom.bot.downloads)."""
    return json.dumps({"kind": kind, "url": word(inside, "url"), "key": word(inside, "aeskey")})


def _quoted(quote: Json) -> tuple[str, ...]:
    inside = part(quote, word(quote, "msgtype"))
    words = [word(inside, "content"), _mixed(inside.get("msg_item"))["text"]]
    found = {address for text in words for address in _ADDRESS.findall(text)}
    return tuple(found) if len(found) == 1 else ()
