"""What somebody wrote, without what QQ puts in between: mentions, faces, leading spaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_MENTION = re.compile(r"<@!?([A-Za-z0-9_-]{1,80})>")
_FACE = re.compile(r"<faceType=[^<>]{0,4000}>")
_BLANKS = "\u00a0\u2005\u3000\u200b"


def words_of(message: Mapping[str, Any]) -> str:
    """The text of a message event. A mention of the bot is left out, one of somebody else says the name, as far as it
    is known."""
    said = message.get("content")
    if not isinstance(said, str):
        return ""
    names = _names(message.get("mentions"))
    text = _MENTION.sub(lambda found: names.get(found[1], ""), _FACE.sub("", said))
    return text.strip().strip(_BLANKS).strip()


def calls_us(message: Mapping[str, Any]) -> bool:
    """Whether the bot itself is among those who are mentioned."""
    mentions = message.get("mentions")
    return isinstance(mentions, list) and any(isinstance(one, dict) and one.get("is_you") is True for one in mentions)


def _names(mentions: Any) -> dict[str, str]:
    """By id, what stands for those who are mentioned; the bot itself stands for nothing."""
    if not isinstance(mentions, list):
        return {}
    people = [one for one in mentions if isinstance(one, dict) and not (one.get("is_you") or one.get("bot"))]
    return {str(one.get("id") or one.get("member_openid") or ""): f"@{one.get('username') or ''} " for one in people}
