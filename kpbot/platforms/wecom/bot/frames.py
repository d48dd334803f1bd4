"""Frames of the long connection: JSON objects with `cmd`, `headers.req_id` and `body`; an answer has no `cmd` but an
`errcode`. Source: WeCom, path/101463."""

from __future__ import annotations

import json
import secrets
from typing import Any

SUBSCRIBE = "aibot_subscribe"
PING = "ping"
MESSAGE = "aibot_msg_callback"
EVENT = "aibot_event_callback"
RESPOND = "aibot_respond_msg"
WELCOME = "aibot_respond_welcome_msg"
UPDATE = "aibot_respond_update_msg"
SEND = "aibot_send_msg"
UPLOAD_INIT = "aibot_upload_media_init"
UPLOAD_CHUNK = "aibot_upload_media_chunk"
UPLOAD_FINISH = "aibot_upload_media_finish"

Json = dict[str, Any]


def new_request(command: str) -> str:
    return f"{command}-{secrets.token_hex(12)}"


def frame(command: str, request: str, body: Json | None = None) -> str:
    made: Json = {"cmd": command, "headers": {"req_id": request}}
    if body is not None:
        made["body"] = body
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def read(raw: str | bytes) -> Json | None:
    """The object that came; None for what is none."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def request_of(found: Json) -> str:
    """Empty where it names none."""
    headers = found.get("headers")
    named = headers.get("req_id") if isinstance(headers, dict) else None
    return named if isinstance(named, str) else ""


def part(found: Json, name: str) -> Json:
    """An object inside an object; empty where there is none."""
    inside = found.get(name)
    return inside if isinstance(inside, dict) else {}


def word(found: Json, name: str) -> str:
    """A text inside an object; empty where there is none."""
    inside = found.get(name)
    return inside if isinstance(inside, str) else ""


def event_kind(found: Json) -> str:
    """`enter_chat`, `template_card_event`, …; empty for a frame that is no event."""
    return word(part(part(found, "body"), "event"), "eventtype") if found.get("cmd") == EVENT else ""
