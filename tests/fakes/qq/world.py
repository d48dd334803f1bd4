"""What is on QQ's side: groups, people, what was said there, and what QQ lets a bot say."""

from __future__ import annotations

import itertools
import re
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from kpbot.ports import Clock

Json = dict[str, Any]
SHANGHAI = timezone(timedelta(hours=8))
LINK = re.compile(r"https?://([^/\s]+)")
CHOICE = re.compile(r"^(\d+)  (.+)$", re.MULTILINE)
GRANTED, REFUSED, LIMITED = "granted", "refused", "limited"


class No(Exception):
    """QQ does not do it."""

    def __init__(self, code: int, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass
class Anchor:
    """Something that may be answered for a while."""

    chat: str
    at: datetime
    lasts: timedelta
    seqs: set[int] = field(default_factory=set)


@dataclass
class Message:
    """One of the bot's. `asked` is the request as it came."""

    id: str
    chat: str
    text: str
    asked: Json
    picture: bytes = b""
    name: str = ""

    @property
    def pushed(self) -> bool:
        return not (self.asked.get("msg_id") or self.asked.get("event_id"))

    @property
    def choices(self) -> dict[str, str]:
        """Numbers by their labels."""
        return {label: number for number, label in CHOICE.findall(self.text)}

    @property
    def buttons(self) -> dict[str, str]:
        """Data by the labels of a keyboard."""
        rows = self.asked.get("keyboard", {}).get("content", {}).get("rows", [])
        return {b["render_data"]["label"]: b["action"]["data"] for row in rows for b in row["buttons"]}


@dataclass
class World:
    """`push`: whether the bot may write to a chat unasked; `registered`: hosts that links may name, None for all."""

    clock: Clock
    messages: list[Message] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    push: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    registered: set[str] | None = None
    keyboards: bool = False
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    brought: dict[str, bytes] = field(default_factory=dict)
    waiting_presses: set[str] = field(default_factory=set)
    acknowledged: dict[str, int] = field(default_factory=dict)
    pushed_at: deque[datetime] = field(default_factory=deque)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    # what the bot says

    def take(self, chat: str, private: bool, asked: Json) -> Message:
        if chat in self.left:
            raise No(40054004 if private else 40034101)
        message = self._read(chat, asked)
        self._links(message.text)
        if asked.get("msg_id") or asked.get("event_id"):
            self._answer(chat, asked)
        else:
            self._unasked(chat)
        self.messages.append(message)
        return message

    def _read(self, chat: str, asked: Json) -> Message:
        kind, text = asked.get("msg_type"), asked.get("content", "")
        picture, name = b"", ""
        if kind == 2:
            if not self.keyboards:
                raise No(304036)
            text = re.sub(r"\\(.)", r"\1", asked["markdown"]["content"])
            assert all(len(row["buttons"]) <= 5 for row in asked["keyboard"]["content"]["rows"])
        elif kind == 7:
            if asked["media"]["file_info"] not in self.files:
                raise No(304080)
            picture, name = self.files[asked["media"]["file_info"]]
        elif kind != 0:
            raise No(340069)
        if not text:
            raise No(50006)
        if len(text) > 4000:
            raise No(40054007)
        id = f"ROBOT1.0_sent{next(self.numbers)}!"
        return Message(id, chat, text.strip(), asked, picture, name)

    def _links(self, text: str) -> None:
        if self.registered is not None and set(LINK.findall(text)) - self.registered:
            raise No(40054010)

    def _answer(self, chat: str, asked: Json) -> None:
        anchor = self.anchors.get(asked.get("msg_id") or asked["event_id"])
        if anchor is None or anchor.chat != chat:
            raise No(40034024 if asked.get("msg_id") else 40034025)
        if self.clock.now() - anchor.at > anchor.lasts:
            raise No(40034005)
        seq = asked.get("msg_seq", 1)
        if seq in anchor.seqs:
            raise No(40054005)
        if len(anchor.seqs) >= 5:
            raise No(40034128)
        anchor.seqs.add(seq)

    def _unasked(self, chat: str) -> None:
        state = self.push.get(chat, REFUSED)
        if state == LIMITED:
            raise No(40034100)
        if state != GRANTED:
            raise No(40034105)
        self.pushed_at.append(self.clock.now())

    # what people do: each gives the payload of an event

    def event(self, kind: str, raw: Json, answered: str = "", private: bool = False) -> Json:
        """`answered`: the chat in which the bot may answer to the event itself."""
        id = f"{kind}:{next(self.numbers)}-5a8b"
        if answered:
            self.anchors[id] = self._anchor(answered, private)
        return {"id": id, "op": 0, "t": kind, "d": raw, "s": 7}

    def says(self, user: str, chat: str, text: str, *, private: bool = False, at: bool = True, **rest: Any) -> Json:
        id = f"ROBOT1.0_said{next(self.numbers)}!"
        self.anchors[id] = self._anchor(chat, private)
        raw: Json = {"id": id, "content": text, "timestamp": self.now(), **rest}
        if private:
            raw["author"] = {"id": user, "user_openid": user}
            return self.event("C2C_MESSAGE_CREATE", raw)
        raw |= {"group_id": chat, "group_openid": chat, "author": {"id": user, "member_openid": user}}
        raw["content"] = f" {text}" if at else text
        return self.event("GROUP_AT_MESSAGE_CREATE" if at else "GROUP_MESSAGE_CREATE", raw)

    def presses(self, user: str, chat: str, data: str, *, private: bool = False) -> Json:
        id = f"30540ff7-{next(self.numbers)}"
        self.waiting_presses.add(id)
        whose = {"user_openid": user} if private else {"group_openid": chat, "group_member_openid": user}
        raw = {
            "id": id,
            "type": 11,
            "scene": "c2c" if private else "group",
            "chat_type": 2 if private else 1,
            "timestamp": self.now(),
            "data": {"type": 11, "resolved": {"button_data": data, "button_id": "1"}},
            "version": 1,
            **whose,
        }
        return self.event("INTERACTION_CREATE", raw, answered=chat, private=private)

    def happens(self, kind: str, chat: str, by: str = "BY") -> Json:
        """To a group, or to the private chat of a person."""
        seconds = int(self.clock.now().timestamp())
        private = kind.startswith(("FRIEND", "C2C"))
        whose = {"openid": chat} if private else {"group_openid": chat, "op_member_openid": by}
        answered = chat if kind in ("GROUP_ADD_ROBOT", "FRIEND_ADD", "GROUP_MSG_RECEIVE", "C2C_MSG_RECEIVE") else ""
        return self.event(kind, {"timestamp": seconds, **whose}, answered, private)

    def keeps(self, content: bytes, kind: str, name: str, root: str) -> Json:
        """A picture or file that goes along with what somebody says."""
        id = f"file{next(self.numbers)}"
        self.brought[id] = content
        return {"content_type": kind, "filename": name, "size": len(content), "url": f"{root}/download/{id}"}

    def acknowledge(self, id: str, code: int) -> None:
        if id not in self.waiting_presses:
            raise No(630001)
        self.waiting_presses.discard(id)
        self.acknowledged[id] = code

    def now(self) -> str:
        return self.clock.now().astimezone(SHANGHAI).isoformat(timespec="seconds")

    def _anchor(self, chat: str, private: bool) -> Anchor:
        return Anchor(chat, self.clock.now(), timedelta(minutes=60 if private else 5))
