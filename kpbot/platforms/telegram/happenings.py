"""What happens to chats when nobody says anything: the bot comes and goes, titles change, groups move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from telegram import Chat as TelegramChat
from telegram import Message

from kpbot.domain.messages import Chat, Happening, Incoming, Sender
from kpbot.platforms.telegram.limits import NAME

TALKED_IN = frozenset({TelegramChat.PRIVATE, TelegramChat.GROUP, TelegramChat.SUPERGROUP})
_IN = frozenset({"creator", "administrator", "member"})


def is_in(member: Mapping[str, Any]) -> bool:
    """Whether a ChatMember is in the chat; restricted ones can be either."""
    return member["status"] in _IN or (member["status"] == "restricted" and bool(member.get("is_member")))


def membership(change: Mapping[str, Any], key: str) -> Sequence[Incoming]:
    """The bot's own status changed (`my_chat_member`, as JSON: which rights a ChatMember lists differs between
    versions of the server, and none of them matters here). A promotion or demotion is no happening, and one who
    unblocks the bot says /start as well."""
    chat, was, now = change["chat"], is_in(change["old_chat_member"]), is_in(change["new_chat_member"])
    if was == now or chat["type"] not in TALKED_IN:
        return ()
    private = chat["type"] == TelegramChat.PRIVATE
    if now and private:
        return ()
    happening = Happening.ADDED if now else Happening.REMOVED
    at = datetime.fromtimestamp(change["date"], UTC)
    return (
        Incoming(
            key,
            Chat(NAME, str(chat["id"]), private=private),
            speaker(change["from"]),
            at,
            happening=happening,
            chat_title=chat.get("title", ""),
        ),
    )


def speaker(user: Mapping[str, Any]) -> Sender:
    """Whoever a User, as JSON, is."""
    name = f"{user.get('first_name', '')} {user.get('last_name', '')}".strip()
    return Sender(str(user["id"]), name, user.get("language_code", ""), bool(user.get("is_bot")))


def service(message: Message, key: str) -> Sequence[Incoming]:
    """Service messages that matter: a new title, and the move to a supergroup, which both chats tell and which has
    one key, so that it counts once. Of people who come and go nothing is kept; that the bot was added or removed
    comes as `my_chat_member`."""
    chat = Chat(NAME, str(message.chat.id))
    sender = Sender(str(message.from_user.id) if message.from_user else "")
    at = message.date.astimezone(UTC)
    if message.migrate_to_chat_id:
        return (_moved(str(message.chat.id), str(message.migrate_to_chat_id), sender, at),)
    if message.migrate_from_chat_id:
        return (_moved(str(message.migrate_from_chat_id), str(message.chat.id), sender, at),)
    if title := message.new_chat_title:
        return (Incoming(key, chat, sender, at, title, happening=Happening.RENAMED, chat_title=title),)
    return ()


def _moved(old: str, new: str, sender: Sender, at: datetime) -> Incoming:
    return Incoming(f"moved{old}:{new}", Chat(NAME, old), sender, at, new, happening=Happening.MOVED)
