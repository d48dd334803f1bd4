"""What Telegram knows: people, chats, messages, files; and the updates that a bot has not confirmed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.fakes.bot_api.formatting import Entity, units

Json = dict[str, Any]
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@dataclass
class Message:
    """A message of the bot as a chat shows it."""

    chat: int
    id: int
    text: str
    entities: list[Entity] = field(default_factory=list)
    keyboard: list[list[Json]] = field(default_factory=list)
    thread: int | None = None
    reply_to: int | None = None
    photo: bytes = b""
    document: bytes = b""
    name: str = ""  # of the document
    file_id: str = ""  # of either
    edits: int = 0

    @property
    def marked(self) -> list[Json]:
        """The entities of its text as the Bot API shows them: links under words."""
        links = [one for one in self.entities if one.kind == "a"]
        return [
            {"type": "text_link", "offset": units(self.text[: self.text.find(one.text)]), "length": units(one.text)}
            | {"url": one.url}
            for one in links
        ]

    @property
    def buttons(self) -> dict[str, str]:
        """Callback data, or address, by label."""
        return {b["text"]: b.get("callback_data") or b["url"] for row in self.keyboard for b in row}


@dataclass
class World:
    """`now` is Unix time and stands still unless a test moves it."""

    now: int = 1_795_396_500  # 2026-11-23 09:15 in Shanghai
    chats: dict[int, Json] = field(default_factory=dict)
    messages: dict[tuple[int, int], Message] = field(default_factory=dict)
    pending: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    callbacks: dict[str, Json] = field(default_factory=dict)  # presses that were not answered
    toasts: list[Json] = field(default_factory=list)
    reactions: dict[tuple[int, int], str] = field(default_factory=dict)
    members: dict[tuple[int, int], Json] = field(default_factory=dict)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    _update_ids: Any = field(default_factory=lambda: count(880_000_001))
    _callback_ids: Any = field(default_factory=lambda: count(4_382_000_000_000_000_001))
    _message_ids: dict[int, Any] = field(default_factory=lambda: defaultdict(lambda: count(1)))

    def next_message(self, chat: int) -> int:
        return int(next(self._message_ids[chat]))

    def chat(self, chat: int, title: str = "", kind: str = "") -> Json:
        """A chat, made at first mention: negative ids are groups, others private."""
        if chat not in self.chats:
            kind = kind or ("supergroup" if chat < -(10**12) else "group" if chat < 0 else "private")
            name = {"title": title or f"群{-chat}"} if chat < 0 else {"first_name": title or f"人{chat}"}
            self.chats[chat] = {"id": chat, "type": kind, **name}
        return self.chats[chat]

    def user(self, user: int, name: str = "", language: str = "zh-hans") -> Json:
        return {"id": user, "is_bot": False, "first_name": name or f"人{user}", "language_code": language}

    # what people do: each returns the update, which the bot has yet to fetch

    def happens(self, **what: Any) -> Json:
        """Any update: `happens(poll={...})`."""
        update = {"update_id": next(self._update_ids), **what}
        self.pending.append(update)
        return update

    def message(self, user: int, chat: int, text: str = "", **rest: Any) -> Json:
        """A message as the Bot API shows it, without an update."""
        said: Json = {"message_id": self.next_message(chat), "date": self.now, "chat": self.chat(chat)}
        said |= {"from": self.user(user)} | ({"text": text} if text else {}) | rest
        if text.startswith("/"):
            length = len(text.split(" ", 1)[0])
            said["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return said

    def says(self, user: int, chat: int, text: str = "", **rest: Any) -> Json:
        return self.happens(message=self.message(user, chat, text, **rest))

    def edits(self, update: Json, text: str, after: int = 30) -> Json:
        """The person of `update` edits what they said, so many seconds later."""
        return self.happens(edited_message={**update["message"], "text": text, "edit_date": self.now + after})

    def sends_photo(self, user: int, chat: int, content: bytes, **rest: Any) -> Json:
        """A photo in two sizes, the larger holding `content`."""
        number = len(self.files)
        large, small = f"AgAD-large-{number}", f"AgAD-small-{number}"
        self.files |= {large: content, small: b"small"}
        sizes = [
            {"file_id": small, "file_unique_id": f"s{number}", "width": 90, "height": 67, "file_size": 5},
            {"file_id": large, "file_unique_id": f"l{number}", "width": 1280, "height": 960, "file_size": len(content)},
        ]
        return self.says(user, chat, photo=sizes, **rest)

    def sends_file(self, user: int, chat: int, content: bytes, name: str, mime: str = "", **rest: Any) -> Json:
        """A file as it is, `mime` as the person's telephone guessed it."""
        number = len(self.files)
        ref = f"BQAD-{number}"
        self.files[ref] = content
        document = {"file_id": ref, "file_unique_id": f"d{number}", "file_name": name, "file_size": len(content)}
        return self.says(user, chat, document=document | ({"mime_type": mime} if mime else {}), **rest)

    def forwards(self, user: int, to: int, message: Message, bot: Json, **rest: Any) -> Json:
        """A person passes on a message of the bot: its words and links, without buttons, and who said it first."""
        origin = {"type": "user", "sender_user": {k: bot[k] for k in ("id", "is_bot", "first_name")}, "date": self.now}
        name = "caption" if message.photo or message.document else "text"
        said: Json = {name: message.text, f"{name}_entities" if name == "caption" else "entities": message.marked}
        if message.photo:
            size = {"file_id": "AgAD-sent", "file_unique_id": "s", "width": 1, "height": 1}
            said["photo"] = [size | {"file_size": len(message.photo)}]
        return self.says(user, to, **said, forward_origin=origin, **rest)

    def presses(self, user: int, chat: int, message: int, data: str) -> Json:
        press: Json = {
            "id": str(next(self._callback_ids)),
            "from": self.user(user),
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": message, "date": self.now, "chat": self.chat(chat), "text": "…"},
        }
        self.callbacks[press["id"]] = press
        return self.happens(callback_query=press)

    def membership(self, chat: int, bot: Json, old: str, new: str, by: int = 7) -> Json:
        """The bot's own status in a chat changed."""
        self.members[(chat, bot["id"])] = standing(new, bot)
        change: Json = {"chat": self.chat(chat), "from": self.user(by), "date": self.now}
        change |= {"old_chat_member": standing(old, bot), "new_chat_member": standing(new, bot)}
        return self.happens(my_chat_member=change)


def standing(status: str, user: Json) -> Json:
    """A ChatMember; administrators with every right spelled out, as the Bot API does."""
    rights: Json = {}
    if status == "administrator":
        names = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories"
        )
        rights = dict.fromkeys(names.split(), False)
    elif status == "restricted":
        names = (
            "can_change_info can_invite_users can_pin_messages can_send_messages can_send_polls "
            "can_send_other_messages can_add_web_page_previews can_manage_topics can_send_audios can_send_documents "
            "can_send_photos can_send_videos can_send_video_notes can_send_voice_notes can_edit_tag "
            "can_react_to_messages"
        )
        rights = {**dict.fromkeys(names.split(), False), "is_member": True, "until_date": 0}
    elif status == "kicked":
        rights = {"until_date": 0}
    return {"status": status, "user": user, **rights}
