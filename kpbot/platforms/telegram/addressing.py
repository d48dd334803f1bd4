"""Whether what is said in a chat is said to us.

A bot that is an administrator gets to see all, commands for other bots included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from telegram import Message

# Telegram knows commands in Latin letters only. Behind other words a name counts if it is one as bots have: «/report
# 今天讲座@zhangsan» without the space mentions a person.
_NAMED = re.compile(r"\s*[/／](?:\w+|[^\s@]+(?=@\w+bot\b))@(\w+)", re.ASCII | re.IGNORECASE)


def said_to(message: Message, username: str) -> bool:
    """Whether the bot called `username` may take it for itself. Empty, as long as that is not known: then what names
    any bot may be ours."""
    if message.is_automatic_forward or _by_another_bot(message):
        return False
    named = _named(message.text or message.caption or "")
    return not (named and username) or named.lower() == username.lower()


def names_a_bot(update: Mapping[str, Any]) -> bool:
    """Whether it holds a command for a bot by name, as far as it can be read."""
    raw: Any = update.get("message") or update.get("edited_message")
    said = (raw.get("text") or raw.get("caption")) if isinstance(raw, Mapping) else None
    return isinstance(said, str) and bool(_named(said))


def _named(text: str) -> str:
    found = _NAMED.match(text)
    return found[1] if found else ""


def _by_another_bot(message: Message) -> bool:
    """Anonymous admins and channels come under the name of a bot of Telegram's own; they have a sender_chat."""
    return bool(message.from_user and message.from_user.is_bot and message.sender_chat is None)
