"""What WeCom knows: an enterprise, its app, its members, groups of the app's, webhooks of groups, and what was sent."""

from __future__ import annotations

import secrets
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

Json = dict[str, Any]

CORP, AGENT, SECRET = "wwc0ffee0123456789", 1000002, "s3cret-of-the-app-0123456789abcdef"
TOKEN, AES_KEY = "callbackToken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PER_MINUTE = 20  # messages to one webhook


@dataclass
class Message:
    """As it is shown in a chat. `card` is the latest state of its card, if it is one."""

    id: str
    chat: str
    kind: str
    body: Json
    card: Json = field(default_factory=dict)
    content: bytes = b""
    name: str = ""

    @property
    def task(self) -> str:
        return str(self.card.get("task_id", ""))

    @property
    def buttons(self) -> dict[str, str]:
        """Those that can be pressed: a text may stand in their place."""
        if "replace_text" in self.card:
            return {}
        return {button["text"]: button["key"] for button in self.card.get("button_list", ())}

    @property
    def words(self) -> str:
        if self.card:
            ends = [self.card.get("replace_text", ""), *self.buttons]
            parts = [self.card["main_title"]["title"], self.card.get("sub_title_text", ""), *ends]
            return "\n".join(part for part in parts if part)
        return str(self.body.get("content", ""))


@dataclass
class World:
    """`refuse` holds errcodes for the next calls of a path, 0 for those that are let through; `now`
    counts seconds for what is limited by the minute."""

    members: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)  # members who get nothing though all is well, and as what
    groups: dict[str, Json] = field(default_factory=dict)
    webhooks: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    media: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)  # that are good
    fetched: int = 0  # tokens, ever
    calls: list[str] = field(default_factory=list)
    refuse: dict[str, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    silent: set[str] = field(default_factory=set)  # paths of which the answer says nothing, and nothing is done
    codes: dict[str, Message] = field(default_factory=dict)  # response codes that were not used yet
    agent: Json = field(default_factory=lambda: {"name": "科普", "close": 0, "allow_userinfos": {"user": [{}]}})
    now: Callable[[], float] = monotonic
    _posted: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _tasks: set[str] = field(default_factory=set)

    def new_token(self) -> str:
        self.fetched += 1
        token = f"token-{self.fetched}-{secrets.token_hex(8)}"
        self.tokens.add(token)
        return token

    def revoke(self) -> None:
        """Every token is no good any more, whatever was said of its time."""
        self.tokens.clear()

    def keep(self, kind: str, name: str, content: bytes) -> str:
        id = f"MEDIA{secrets.token_hex(12)}"
        self.media[id] = kind, name, content
        return id

    def in_chat(self, chat: str) -> list[Message]:
        return [message for message in self.messages if message.chat == chat]

    def use_task(self, task: str) -> bool:
        """Whether it is a task's id, and new."""
        new = 0 < len(task) <= 128 and task.isascii() and task not in self._tasks
        self._tasks.add(task)
        return new

    def too_many(self, webhook: str) -> bool:
        posted, now = self._posted[webhook], self.now()
        while posted and posted[0] <= now - 60:
            posted.popleft()
        if len(posted) >= PER_MINUTE:
            return True
        posted.append(now)
        return False

    def show(self, chat: str, body: Json) -> Message:
        """A message that was checked."""
        kind = str(body["msgtype"])
        message = Message(secrets.token_hex(8), chat, kind, body[kind])
        if kind == "template_card":
            message.card = body[kind]
        if kind in ("image", "file") and "media_id" in body[kind]:
            _, message.name, message.content = self.media[body[kind]["media_id"]]
        self.messages.append(message)
        return message
