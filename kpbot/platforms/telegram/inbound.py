"""Updates as the bot's incoming messages.

Keys: a message is `m<chat>:<message>:<date>`, which its edited version shares, so that what was handled once is not
handled again when somebody corrects a typo, while a command that only the correction made readable is. A press is
its callback id, by which it is answered. Everything else is `u<update>`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import Chat as TelegramChat
from telegram import Message, User

from kpbot.domain.messages import Chat, Happening, Incoming, Photo, Sender
from kpbot.platforms.telegram import happenings
from kpbot.platforms.telegram.addressing import said_to
from kpbot.platforms.telegram.deep_links import command_of
from kpbot.platforms.telegram.limits import FILE_BYTES, NAME
from kpbot.platforms.telegram.references import files_of, is_ours, links_of

# What else a message holds is not looked at, so that nothing new in it can make it unreadable.
_READ = frozenset(
    {
        "message_id",
        "message_thread_id",
        "is_topic_message",
        "date",
        "edit_date",
        "chat",
        "from",
        "sender_chat",
        "is_automatic_forward",
        "text",
        "caption",
        "media_group_id",
        "photo",
        "document",
        "reply_to_message",
        "new_chat_title",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    }
)
_READ_OF_QUOTED = frozenset({"message_id", "date", "chat", "forum_topic_created"})
GENERAL = 1
EDITED_WITHIN = timedelta(minutes=10)  # later, an edit is not meant for us
Raw = Mapping[str, Any]


def read(update: Raw, username: str = "", bot: str = "") -> Sequence[Incoming]:
    """What an update says to us; empty if nothing. `username` is ours, empty if unknown; `bot` our id.

    Raises TypeError, KeyError, ValueError or AttributeError if it is not as the Bot API describes it, OverflowError or
    OSError for a time that no clock shows.
    """
    key = f"u{update['update_id']}"
    if raw := update.get("my_chat_member"):
        return happenings.membership(raw, key)
    if raw := update.get("message"):
        return _message(raw, key, username, bot)
    if raw := update.get("edited_message"):
        return _edited(raw, username, bot)
    if raw := update.get("callback_query"):
        return _press(raw)
    return ()


def captions_first(messages: Sequence[Incoming]) -> Sequence[Incoming]:
    """In each album the picture with the words goes first: people put them under any, and mean them for all."""
    begins: dict[tuple[Chat, str], int] = {}
    places = []
    for number, message in enumerate(messages):
        begin = begins.setdefault((message.chat, message.album), number) if message.album else number
        places.append((begin, 0) if message.text else (number, 1))
    return [message for _, message in sorted(zip(places, messages, strict=True), key=lambda pair: pair[0])]


def kind_of(update: Raw) -> str:
    """The name of what an update is about."""
    return next((name for name in update if name != "update_id"), "nothing")


def _readable(raw: Raw) -> Message:
    kept = {name: value for name, value in raw.items() if name in _READ}
    if quoted := kept.get("reply_to_message"):
        kept["reply_to_message"] = {name: value for name, value in quoted.items() if name in _READ_OF_QUOTED}
    return Message.de_json(kept)


def _message(raw: Raw, key: str, username: str, bot: str) -> Sequence[Incoming]:
    message = _readable(raw)
    if message.chat.type not in happenings.TALKED_IN:
        return ()
    if happened := happenings.service(message, key):
        return happened
    if not said_to(message, username):
        return ()
    said = _said(message, raw, bot)
    if said.chat.private and said.text.startswith("/start"):
        return _started(said, key)
    return (said,) if _says_something(said) else ()


def _started(said: Incoming, key: str) -> Sequence[Incoming]:
    """`/start` opens the private chat; what a link said with it is what the person came for."""
    payload = said.text.removeprefix("/start").strip()
    command = command_of(payload)
    if payload and not command:
        return (said,)
    opened = Incoming(key, said.chat, said.sender, said.at, message=said.message, happening=Happening.STARTED)
    return (opened, _reworded(said, command)) if command else (opened,)


def _reworded(said: Incoming, text: str) -> Incoming:
    return Incoming(said.key, said.chat, said.sender, said.at, text, message=said.message)


def _says_something(said: Incoming) -> bool:
    return bool(said.text or said.photos or said.files)


def _edited(raw: Raw, username: str, bot: str) -> Sequence[Incoming]:
    """A correction soon after; if the message was handled before, its key says so."""
    message = _readable(raw)
    late = message.edit_date is None or message.edit_date - message.date > EDITED_WITHIN
    if late or message.chat.type not in happenings.TALKED_IN or not said_to(message, username):
        return ()
    said = _said(message, raw, bot)
    return (said,) if _says_something(said) else ()


def _said(message: Message, raw: Raw, bot: str) -> Incoming:
    reply = message.reply_to_message
    return Incoming(
        key=f"m{message.chat.id}:{message.message_id}:{int(message.date.timestamp())}",
        chat=chat_of(message),
        sender=sender_of(message),
        at=_utc(message.edit_date or message.date),
        text=message.text or message.caption or "",
        message=str(message.message_id),
        reply_to=str(reply.message_id) if reply and not reply.forum_topic_created else "",
        photos=_photos(message),
        album=message.media_group_id or "",
        files=files_of(raw),
        links=links_of(raw),
        forwarded=is_ours(raw, bot),
        chat_title=message.chat.title or "",
    )


def chat_of(message: Message) -> Chat:
    thread = _thread(message.message_thread_id, message.is_topic_message)
    return Chat(NAME, str(message.chat.id), thread, message.chat.type == TelegramChat.PRIVATE)


def _thread(number: int | None, of_topic: bool | None) -> str:
    """In ordinary groups a thread is only a chain of replies. The General topic of a forum has no number for us, though
    Telegram sometimes shows one: sending to it under that fails."""
    return str(number) if number and of_topic and number != GENERAL else ""


def sender_of(message: Message) -> Sender:
    """Whoever speaks as a group or channel is nobody we could hold to it: anonymous admins, linked channels."""
    if (mask := message.sender_chat) is not None:
        return Sender(str(mask.id), mask.title or "", faceless=True)
    return person(message.from_user) if message.from_user else Sender("", faceless=True)


def person(user: User) -> Sender:
    return Sender(str(user.id), user.full_name, user.language_code or "", user.is_bot)


def _photos(message: Message) -> tuple[Photo, ...]:
    """The largest size that may be downloaded; or a picture sent as a file."""
    if message.photo:
        fitting = [size for size in message.photo if (size.file_size or 0) <= FILE_BYTES] or list(message.photo[:1])
        best = max(fitting, key=lambda size: (size.width * size.height, size.file_size or 0))
        return (Photo(best.file_id, best.file_size, "image/jpeg"),)
    document = message.document
    if document and (document.mime_type or "").startswith("image/"):
        return (Photo(document.file_id, document.file_size, document.mime_type or ""),)
    return ()


def _press(raw: Raw) -> Sequence[Incoming]:
    """Buttons of messages that went out through inline mode have no chat; ours always have one. Read from the JSON
    itself: thousands press within minutes, and the message under the button is nearly all of what such an update
    holds."""
    message, data = raw.get("message"), raw.get("data")
    if not message or not data:
        return ()
    chat, thread = message["chat"], _thread(message.get("message_thread_id"), message.get("is_topic_message"))
    return (
        Incoming(
            key=raw["id"],
            chat=Chat(NAME, str(chat["id"]), thread, chat["type"] == TelegramChat.PRIVATE),
            sender=happenings.speaker(raw["from"]),
            button=data,
            message=str(message["message_id"]),
            chat_title=chat.get("title", ""),
        ),
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
