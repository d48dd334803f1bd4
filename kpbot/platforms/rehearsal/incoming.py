"""What a person sends in the page, as the bot's incoming messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kpbot.domain.messages import Chat, File, Incoming, Photo, Sender
from kpbot.platforms.rehearsal.limits import NAME
from kpbot.storage.room import RoomMessage


def chat_of(chat: str) -> Chat:
    return Chat(NAME, chat, private=chat.startswith("~"))


def messages_of(sender: Sender, message: RoomMessage) -> list[Incoming]:
    """Like the platforms do, an album comes as one message a picture or file; only the first carries the text."""
    said = message.payload
    base = Incoming(
        key=f"{sender.id}:{message.sent_key}",
        chat=chat_of(message.chat),
        sender=sender,
        at=message.at,
        text=words_of(said),
        message=str(message.id),
        reply_to=str(said.get("reply_to") or ""),
        links=tuple(card["link"] for card in said.get("cards", ()) if card["link"]),
        forwarded=bool(said.get("forwarded")),
    )
    pieces: list[dict[str, Any]] = [{"photos": (Photo(ref),)} for ref in said.get("photos", ())]
    pieces += [{"files": (File(one["id"], one["name"], one["size"]),)} for one in said.get("files", ())]
    if not pieces:
        return [base]
    album = base.key if len(pieces) > 1 else ""
    first = replace(base, album=album, **pieces[0])
    others = [
        replace(base, key=f"{base.key}:{n}", text="", links=(), album=album, **piece)
        for n, piece in enumerate(pieces[1:], start=1)
    ]
    return [first, *others]


def words_of(said: Mapping[str, Any]) -> str:
    """All words of a message as one text; those of a card like a platform without cards would show them."""
    cards = ["\n".join(filter(None, (f"{c['number']}. {c['title']}", c["summary"], c["body"]))) for c in cards_of(said)]
    return "\n\n".join(filter(None, (said.get("title"), said.get("text"), *cards, said.get("footer"))))


def cards_of(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(said.get("cards", ()))


def passed_on(said: Mapping[str, Any]) -> dict[str, Any]:
    """A message of the bot as it looks where somebody forwards it: without buttons, and not as a reply."""
    kept = {name: value for name, value in said.items() if name not in ("buttons", "reply_to")}
    return {**kept, "forwarded": True}
