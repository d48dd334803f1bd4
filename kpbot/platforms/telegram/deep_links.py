"""Links that open the private chat and say what is wanted there: `https://t.me/<bot>?start=<payload>`."""

from __future__ import annotations

import re

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"([a-z]+)(?:_([A-Za-z0-9-]+))?")
# Only what shows something to the one who comes: a link in a stranger's hand must not record or delete anything.
OPENS = frozenset({"copy", "card", "to", "me", "today", "help", "digest", "boards", "events", "mydata", "code", "join"})


def address(username: str, payload: str) -> str:
    """Empty where there is no such link: the bot's name is not known yet, or the payload is none."""
    if not username or not _PAYLOAD.fullmatch(payload):
        return ""
    return f"https://t.me/{username}?start={payload}"


def template(username: str) -> str:
    """The address of a code, with `{}` for it; empty as `address`."""
    return f"https://t.me/{username}?start={{}}" if username else ""


def command_of(payload: str) -> str:
    """The command a payload stands for: `copy_12` → `/copy 12`; empty for all others, such as an invitation code."""
    match = _COMMAND.fullmatch(payload)
    if not match or match[1] not in OPENS:
        return ""
    return f"/{match[1]} {match[2] or ''}".rstrip()
