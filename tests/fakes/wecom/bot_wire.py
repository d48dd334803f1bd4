"""What the smart bot's server accepts, from the published documents: the form of frames, messages, cards and media."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Json = dict[str, Any]

OK, BAD_TYPE, BAD_PARAMETER, LIMIT = 0, 40008, 40058, 45009
BAD_LOGIN, BAD_REQUEST, BAD_CHAT, NOT_SUBSCRIBED = 853000, 846605, 93006, 846609
MARKDOWN, CHUNK, PIECES = 20480, 512 * 1024, 100


class Rejected(Exception):
    def __init__(self, code: int, why: str = "") -> None:
        super().__init__(f"{code} {why}")
        self.code = code


def need(holds: object, why: str, code: int = BAD_PARAMETER) -> None:
    if not holds:
        raise Rejected(code, why)


@dataclass
class Said:
    """A message of the bot's, as people see it. `how` is the command it came by; `updates` what single people see
    instead of its card."""

    how: str
    chat: str
    words: str = ""
    title: str = ""
    buttons: tuple[tuple[str, str], ...] = ()  # label and key
    task: str = ""
    kind: str = ""
    content: bytes = b""
    name: str = ""
    answers: str = ""
    updates: dict[str, Json] = field(default_factory=dict)


def shown(how: str, chat: str, body: Json, media: dict[str, tuple[str, str, bytes]], tasks: set[str]) -> Said:
    """What a body shows. Raises Rejected."""
    kind = body.get("msgtype")
    if kind == "markdown" and how == "aibot_send_msg":
        return Said(how, chat, _text(body["markdown"]["content"]), kind="markdown")
    if kind == "stream" and how == "aibot_respond_msg":
        stream = body["stream"]
        need(isinstance(stream["id"], str) and stream["id"] and stream["finish"] is True, "an unfinished stream")
        return Said(how, chat, _text(stream["content"]), kind="stream")
    if kind == "text" and how == "aibot_respond_welcome_msg":
        return Said(how, chat, _text(body["text"]["content"]), kind="text")
    if kind == "template_card":
        card = body["template_card"]
        need(card["task_id"] not in tasks, "a task twice")
        tasks.add(card["task_id"])
        return carded(Said(how, chat, kind="template_card"), card)
    if kind in ("image", "file") and how == "aibot_send_msg":
        need(body[kind]["media_id"] in media, "no such media", 40007)
        type_, name, content = media[body[kind]["media_id"]]
        need(type_ == kind, "media of another type")
        return Said(how, chat, kind=kind, name=name, content=content)
    raise Rejected(BAD_TYPE, str(kind))


def carded(said: Said, card: Json) -> Said:
    check_card(card)
    said.title = card["main_title"].get("title", "")
    said.words = "\n".join(part for part in (said.title, card.get("sub_title_text", "")) if part)
    said.buttons = tuple((button["text"], button["key"]) for button in card["button_list"])
    said.task = card["task_id"]
    return said


def check_card(card: Json) -> None:
    known = {"card_type", "main_title", "sub_title_text", "button_list", "task_id"}
    need(set(card) <= known and card["card_type"] == "button_interaction", "card")
    need(card["main_title"].get("title") or card.get("sub_title_text"), "a card without words")
    need(len(card["main_title"].get("title", "")) <= 26 and len(card.get("sub_title_text", "")) <= 112, "long words")
    need(re.fullmatch(r"[0-9a-zA-Z_\-@]{1,128}", card["task_id"]), "task id")
    buttons = card["button_list"]
    need(1 <= len(buttons) <= 6, "one to six buttons")
    need(len({button["key"] for button in buttons}) == len(buttons), "a key twice")
    for button in buttons:
        need(button["text"] and 0 < len(button["key"].encode()) <= 1024 and button["style"] in (1, 2, 3, 4), "button")


def _text(content: object) -> str:
    need(isinstance(content, str) and content.strip(), "no words")
    need(len(str(content).encode()) <= MARKDOWN, "too long")
    return str(content)


@dataclass
class Upload:
    kind: str
    name: str
    size: int
    pieces: int
    digest: str
    parts: dict[int, bytes] = field(default_factory=dict)

    @classmethod
    def begun(cls, body: Json) -> Upload:
        need(body["type"] in ("file", "image", "voice", "video") and body["filename"], "type and name")
        need(5 <= body["total_size"] <= 20_000_000 and 1 <= body["total_chunks"] <= PIECES, "size")
        return cls(body["type"], body["filename"], body["total_size"], body["total_chunks"], body["md5"])

    def add(self, body: Json) -> None:
        piece = base64.b64decode(body["base64_data"], validate=True)
        need(0 < len(piece) <= CHUNK and 0 <= body["chunk_index"] < self.pieces, "piece")
        self.parts[body["chunk_index"]] = piece

    def whole(self) -> bytes:
        content = b"".join(self.parts[index] for index in sorted(self.parts))
        need(len(self.parts) == self.pieces and len(content) == self.size, "pieces are missing")
        need(hashlib.md5(content, usedforsecurity=False).hexdigest() == self.digest, "digest")
        return content


def encrypted(content: bytes) -> tuple[bytes, str]:
    """As WeCom keeps what people send, and the key that the callback tells: AES-256-CBC, the vector is the beginning
    of the key, PKCS#7 to 32 bytes."""
    key = os.urandom(32)
    padder = padding.PKCS7(256).padder()
    padded = padder.update(content) + padder.finalize()
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return cipher.update(padded) + cipher.finalize(), base64.b64encode(key).decode()
