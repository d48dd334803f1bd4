"""What a document is before anything parses it: a feed in XML or JSON, or what else came instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpbot.ports import FeedError

_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_PAGES = frozenset({"html", "head", "body", "script", "div", "meta", "title", "center"})
_JUNK_BEFORE = 2000  # characters some servers print before the document: warnings, blank lines
_START = re.compile(r"<\?xml\b|<!DOCTYPE\b|<!--|<(?:[\w-]{1,20}:)?(?:rss|rdf|feed|html)\b", re.I)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]{0,60}(?::[\w.-]{1,60})?)")


@dataclass(frozen=True, slots=True)
class Document:
    """`text` starts at the root element or the opening brace; XML declaration and DOCTYPE are gone."""

    form: str  # "xml" | "json"
    text: str


def recognize(text: str) -> Document:
    """Tell what `text` is, without parsing it.

    Raises FeedError: `html` (a web page), `entities` (a DOCTYPE that declares entities: a bomb or as good as one),
    `unsupported` (some other XML or JSON), `malformed` (no document at all).
    """
    text = text.lstrip("\ufeff \t\r\n\0")
    if text.startswith("{"):
        return Document("json", text)
    if text.startswith("["):
        raise FeedError("unsupported", found="JSON")
    if not text.startswith("<"):
        start = _START.search(text, 0, _JUNK_BEFORE)
        if not start:
            raise FeedError("malformed")
        text = text[start.start() :]
    text = text[_after_prolog(text) :]
    root = _ROOT.match(text)
    if not root:
        raise FeedError("malformed")
    name = root[1].lower().rpartition(":")[2]
    if name in _PAGES:
        raise FeedError("html")
    if name not in _ROOTS:
        raise FeedError("unsupported", found=f"<{root[1]}>")
    return Document("xml", text)


def _after_prolog(text: str) -> int:
    """Where the root element starts: behind declarations, comments, processing instructions and DOCTYPE."""
    at = 0
    while True:
        at = _skip_blank(text, at)
        if text.startswith("<!--", at):
            at = _behind(text, "-->", at + 4)
        elif text.startswith("<?", at):
            at = _behind(text, ">", at)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            at = _behind_doctype(text, at)
        else:
            return at


def _behind_doctype(text: str, at: int) -> int:
    end, subset = text.find(">", at), text.find("[", at)
    if text[at + 9 : at + 40].split(maxsplit=1)[:1] in (["html"], ["HTML"], ["html>"], ["HTML>"]):
        raise FeedError("html")
    if end < 0 or 0 <= subset < end:
        # RSS 0.91 names an external definition, which nobody fetches. Definitions of its own have no place in a feed.
        raise FeedError("entities")
    return end + 1


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n\ufeff":
        at += 1
    return at


def _behind(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    if found < 0:
        raise FeedError("malformed")
    return found + len(mark)
