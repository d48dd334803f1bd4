"""Addresses in a text: QQ refuses a message with one whose domain was not registered for the bot."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LINE = re.compile(r"^[ \t]*https?://[^\s，。；、（）《》“”<>]+[ \t]*(?:\n|\Z)", re.IGNORECASE | re.MULTILINE)
_LINK = re.compile(r"https?://[^\s，。；、（）《》“”<>]+", re.IGNORECASE)


def hosts(text: str) -> frozenset[str]:
    return frozenset(host for host in (_host(found[0]) for found in _LINK.finditer(text)) if host)


def without(text: str, note: str) -> str:
    """The text without lines that are only a link, with names in the place of other links, so written that QQ takes
    them for none, and `note`, if there is one, under it."""
    named = _LINK.sub(lambda found: _host(found[0]).replace(".", "．"), _LINE.sub("", text))
    return f"{named.rstrip()}\n\n{note}".rstrip() if named != text else text


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
