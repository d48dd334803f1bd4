"""Callbacks of an app as messages.

Source: WeCom, «Receive messages» (path/90239) and «Receive events» (path/90240).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from kpbot.domain.messages import Chat, Happening, Incoming, Photo, Sender
from kpbot.platforms.wecom.app import tasks
from kpbot.platforms.wecom.app.limits import NAME

Fields = Mapping[str, str]
# What the bot cannot read: whoever sends it is asked to write instead.
WORDLESS = frozenset({"voice", "video", "location"})
KINDS = frozenset({"text", "image", "voice", "video", "location", "link", "event"})
EVENTS = frozenset({"subscribe", "unsubscribe", "enter_agent", "click", "view", "location", "template_card_event"})


def kind_of(fields: Fields) -> str:
    """For the counter: one of few words, whatever came."""
    kind = fields.get("MsgType", "").lower()
    event = fields.get("Event", "").lower()
    if kind == "event":
        return event if event in EVENTS else "other event"
    return kind if kind in KINDS else "other"


def key_of(fields: Fields) -> str:
    """The same at every redelivery. Events have no MsgId."""
    if message := fields.get("MsgId", ""):
        return message[:100]
    names = ("FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "TaskId")
    said = "\n".join(fields.get(name, "") for name in names)
    return f"event:{_digest(said)}"


def _digest(said: str) -> str:
    return sha256(said.encode()).hexdigest()[:40]


def chat_of(fields: Fields) -> Chat:
    return Chat(NAME, fields["FromUserName"], private=True)


def read(fields: Fields) -> Incoming | None:
    """None for what says nothing to us; those that are WORDLESS come without words. Raises LookupError,
    ValueError or OverflowError for what cannot be read."""
    user = fields["FromUserName"]
    if not 0 < len(user) <= 64:
        raise ValueError("no member's id")
    at = datetime.fromtimestamp(int(fields["CreateTime"]), UTC)
    base = Incoming(key_of(fields), chat_of(fields), Sender(user), at, message=fields.get("MsgId", "")[:100])
    kind = kind_of(fields)
    match kind:
        case "text":
            return _with(base, text=fields.get("Content", ""))
        case "image":
            return _with(base, photos=(Photo(fields["MediaId"]),))
        case "link":
            address = fields["Url"]
            return _with(base, text=address, links=(address,))
        case "subscribe":
            return _with(base, happening=Happening.STARTED)
        case "enter_agent":  # each time that the chat is opened: once while the inbox remembers it
            return _with(base, key=f"enter:{_digest(user)}", happening=Happening.STARTED)
        case "click":
            return _with(base, text=fields["EventKey"])
        case "template_card_event":
            return _with(base, button=fields["EventKey"], message=tasks.read(fields.get("TaskId", "")[:128])[0])
    return base if kind in WORDLESS else None


def _with(base: Incoming, **changed: object) -> Incoming:
    return replace(base, **changed)  # type: ignore[arg-type]
