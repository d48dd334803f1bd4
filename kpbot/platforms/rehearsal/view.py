"""The room's records as the page wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import quote as as_address
from zoneinfo import ZoneInfo

from kpbot.domain.messages import Outgoing
from kpbot.platforms.rehearsal.ids import read_id
from kpbot.storage.room import BOT, RoomChat, RoomMessage, RoomPerson
from kpbot.texts import say


def private_chat(person: str) -> str:
    return f"~{person}"


def payload_of(outgoing: Outgoing) -> dict[str, Any]:
    """What a message of the bot holds."""
    return {
        "title": outgoing.title,
        "text": outgoing.text,
        "cards": [
            {
                "number": card.number,
                "title": card.title,
                "summary": card.summary,
                "link": card.link,
                "source": card.source,
                "topic": card.topic,
                "body": card.body,
            }
            for card in outgoing.cards
        ],
        "footer": outgoing.footer,
        "buttons": [[{"label": b.label, "data": b.data, "url": b.url} for b in row] for row in outgoing.buttons],
        "reply_to": read_id(outgoing.reply_to),
        "picture": outgoing.picture,
        "document": asdict(outgoing.document) if outgoing.document else None,
        "face": asdict(outgoing.face) if outgoing.face else None,
    }


def message_frame(
    message: RoomMessage, names: Mapping[str, str], quoted: RoomMessage | None, zone: str
) -> dict[str, Any]:
    empty = {"title": "", "text": "", "cards": [], "footer": "", "buttons": [], "photos": [], "forwarded": False}
    quote = None
    if quoted is not None:
        words = quoted.payload.get("text") or quoted.payload.get("title") or ""
        quote = {"id": str(quoted.id), "name": names.get(quoted.sender, ""), "text": words[:120]}
    return {
        **empty,
        **message.payload,
        **_enclosed(message),
        "id": str(message.id),
        "from": {"id": message.sender, "name": names.get(message.sender, ""), "bot": message.sender == BOT},
        "at": message.at.astimezone(ZoneInfo(zone)).isoformat(),
        "reply_to": quote,
        "edited": message.edited,
        "key": message.sent_key,
        "reactions": sorted(set(message.reactions.values())),
    }


def _enclosed(message: RoomMessage) -> dict[str, Any]:
    """Where the page finds what a message carries along: by the message, so that the page never names a path."""
    said, at = message.payload, f"/room/messages/{message.id}"
    document, shows = said.get("document"), said.get("picture") or said.get("face")
    return {
        # Another address after each edit, for browsers keep pictures.
        "picture": f"{at}/picture?{as_address(said.get('picture') or '')}" if shows else "",
        "face": {"title": said["face"]["title"]} if said.get("face") else None,
        "document": {"name": document["name"], "url": f"{at}/document"} if document else None,
        "files": [
            {"name": one["name"], "size": one["size"], "id": one["id"], "url": f"{at}/files/{number}"}
            for number, one in enumerate(said.get("files", ()))
        ],
    }


def clock_label(now: datetime, zone: str, lang: str) -> str:
    local = now.astimezone(ZoneInfo(zone))
    return say(
        lang,
        "room-clock",
        year=local.year,
        month=local.month,
        day=local.day,
        weekday=local.isoweekday(),
        time=f"{local:%H:%M}",
    )


def room_frame(
    me: RoomPerson | None,
    people: Sequence[RoomPerson],
    chats: Sequence[RoomChat],
    lang: str,
    clock: dict[str, Any],
) -> dict[str, Any]:
    english = lang == "en"
    shown = []
    if me:
        shown = [
            {
                "id": chat.id,
                "name": chat.name,
                "kind": chat.kind,
                "about": chat.about_en if english else chat.about,
                "unread": 0,
                "members": [p.id for p in people if chat.has(p.id)],
            }
            for chat in chats
            if chat.has(me.id)
        ]
        shown.append(
            {
                "id": private_chat(me.id),
                "name": say(lang, "room-bot-name"),
                "kind": "private",
                "about": say(lang, "room-private-about"),
                "unread": 0,
            }
        )
    return {
        "t": "room",
        "me": me.id if me else None,
        "people": [{"id": p.id, "name": p.name, "about": p.about_en if english else p.about} for p in people],
        "chats": shown,
        "clock": clock,
        "bot": {"name": say(lang, "room-bot-name")},
    }
