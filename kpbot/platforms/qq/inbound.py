"""Events of the callbacks as the bot's incoming messages (api-v2, «事件»).

A message is `m<its id>`, which the two events share that may tell of one; a press is `i<its id>`; all else is `e<id of
the event>`. What an answer has to name is in `Incoming.message`: the message's id, or `event:<id of the event>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kpbot.domain.messages import Chat, Happening, Incoming, Sender, Window
from kpbot.platforms.qq.brought import files_of, photos_of
from kpbot.platforms.qq.limits import ANSWERS_GROUP, ANSWERS_PRIVATE, NAME
from kpbot.platforms.qq.words import calls_us, words_of

EVENT, PRESS = "event:", "i"
PRESSES = frozenset({11, 12})  # of a button, of the quick menu in private chats

Raw = Mapping[str, Any]


def read(kind: str, event: str, raw: Raw) -> Incoming | None:
    """What an event says to us; None if nothing. `event` is the id that the payload itself has.

    Raises TypeError, KeyError or ValueError if it is not as the documents describe it.
    """
    reader = _READERS.get(kind)
    return reader(event, raw) if reader else None


def chat_of(raw: Raw) -> Chat:
    """Of an event that names a group or a person."""
    if group := raw.get("group_openid"):
        return Chat(NAME, _id(group))
    return Chat(NAME, _id(raw.get("user_openid") or raw["openid"]), private=True)


def lets(chat: Chat) -> Window:
    return ANSWERS_PRIVATE if chat.private else ANSWERS_GROUP


def _group_message(event: str, raw: Raw) -> Incoming | None:
    author = raw["author"]
    said = _message(raw, Chat(NAME, _id(raw["group_openid"])), _id(author.get("member_openid") or author["id"]))
    return said and replace(said, addressed=calls_us(raw))


def _called(event: str, raw: Raw) -> Incoming | None:
    """The event itself says that the bot was mentioned."""
    said = _group_message(event, raw)
    return said and replace(said, addressed=True)


def _private_message(event: str, raw: Raw) -> Incoming | None:
    author = raw["author"]
    user = _id(author.get("user_openid") or author["id"])
    return _message(raw, Chat(NAME, user, private=True), user)


def _message(raw: Raw, chat: Chat, user: str) -> Incoming | None:
    author, id = raw["author"], _id(raw["id"])
    said = Incoming(
        key=f"m{id}",
        chat=chat,
        sender=Sender(user, str(author.get("username") or ""), is_bot=author.get("bot") is True),
        at=moment(raw.get("timestamp")),
        text=words_of(raw),
        message=id,
        reply_to=_quoted(raw),
        photos=photos_of(raw),
        files=files_of(raw),
        lets=lets(chat),
    )
    return said if said.text or said.photos or said.files else None


def _quoted(raw: Raw) -> str:
    """The index of the message that is replied to, which the answer to our sending it named too."""
    scene = raw.get("message_scene")
    said = scene.get("ext") if isinstance(scene, dict) else None
    found = [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
    return next((one.partition("=")[2] for one in found if one.startswith("ref_msg_idx=")), "")


def _press(event: str, raw: Raw) -> Incoming | None:
    """Newer kinds of interaction tell of rights that were given; see kpbot.platforms.qq.pushing."""
    data = raw["data"]["resolved"].get("button_data") if raw.get("type") in PRESSES else None
    if not isinstance(data, str) or not data or raw.get("guild_id"):
        return None
    chat = chat_of(raw)
    user = chat.id if chat.private else _id(raw["group_member_openid"])
    return Incoming(
        key=f"{PRESS}{_id(raw['id'])}",
        chat=chat,
        sender=Sender(user),
        at=moment(raw.get("timestamp")),
        button=data,
        message=EVENT + event,
        lets=lets(chat),
    )


def _happened(happening: Happening, answered: bool = False) -> Callable[[str, Raw], Incoming | None]:
    def reader(event: str, raw: Raw) -> Incoming | None:
        chat = chat_of(raw)
        user = chat.id if chat.private else str(raw.get("op_member_openid") or "")
        at, said = moment(raw.get("timestamp")), EVENT + event if answered else ""
        return Incoming(
            f"e{_id(event)}", chat, Sender(user), at, message=said, lets=lets(chat) if answered else None,
            happening=happening,
        )  # fmt: skip

    return reader


def moment(said: Any) -> datetime | None:
    """When it was, UTC: seconds since 1970 or RFC 3339; None for anything else."""
    try:
        if isinstance(said, int) and not isinstance(said, bool):
            return datetime.fromtimestamp(said, UTC)
        if isinstance(said, str):
            read = datetime.fromtimestamp(int(said), UTC) if said.isdecimal() else datetime.fromisoformat(said)
            return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _id(said: Any) -> str:
    if not (isinstance(said, str) and 0 < len(said) <= 300):
        raise ValueError("an id is missing")
    return said


_READERS: Mapping[str, Callable[[str, Raw], Incoming | None]] = {
    "GROUP_AT_MESSAGE_CREATE": _called,
    "GROUP_MESSAGE_CREATE": _group_message,
    "C2C_MESSAGE_CREATE": _private_message,
    "INTERACTION_CREATE": _press,
    "GROUP_ADD_ROBOT": _happened(Happening.ADDED, answered=True),
    "GROUP_DEL_ROBOT": _happened(Happening.REMOVED),
    "FRIEND_ADD": _happened(Happening.STARTED, answered=True),
    "FRIEND_DEL": _happened(Happening.REMOVED),
}
KINDS = frozenset(_READERS)
