"""Telegram's HTML, read as strictly as the Bot API reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_TAGS = {"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
_PIECE = re.compile(r"<(/?)([a-z-]+)((?:\s+[a-z]+(?:=\"[^\"<>]*\")?)*)>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);|[<&]")
_ATTRIBUTE = re.compile(r"([a-z]+)(?:=\"([^\"]*)\")?")


class NotParsed(Exception):
    """What the Bot API says after «Bad Request: can't parse entities: »."""


@dataclass(frozen=True)
class Entity:
    kind: str
    text: str
    url: str = ""


def units(text: str) -> int:
    """UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, list[Entity]]:
    """The text without markup, and its entities in the order they end."""
    text, entities = "", []
    open_tags: list[tuple[str, dict[str, str], int]] = []
    last = 0
    for piece in _PIECE.finditer(html):
        text += html[last : piece.start()]
        last = piece.end()
        whole, closing, tag = piece[0], piece[1], piece[2]
        if tag is None:
            if whole == "<":
                raise NotParsed(f"unsupported start tag at byte offset {piece.start()}")
            text += unescape(whole)
        elif tag not in _TAGS:
            raise NotParsed(f'unsupported start tag "{tag}"')
        elif not closing:
            open_tags.append((tag, {n: unescape(v) for n, v in _ATTRIBUTE.findall(piece[3])}, len(text)))
        elif not open_tags or open_tags[-1][0] != tag:
            raise NotParsed(f'unexpected end tag "{tag}"')
        else:
            name, attributes, start = open_tags.pop()
            kind = f"{name} expandable" if "expandable" in attributes else name
            entities.append(Entity(kind, text[start:], attributes.get("href", "")))
    if open_tags:
        raise NotParsed(f'can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return text + html[last:], entities
