"""Attributes and namespaces of a feed's tags, written so that any interpreter takes them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from content_feeds.feed_parts import MIDDLE

MOST_ATTRIBUTES = 60
_RESERVED = frozenset({"xmlns:xml", "xmlns:xmlns"})
_OWN_SPACES = frozenset({"http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"})
_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss": "http://backend.userland.com/rss",
}


def prefixes_of(name: str, attributes: dict[str, str]) -> Iterator[str]:
    """Those of a tag and its attributes."""
    for qualified in (name, *list(attributes)[:MOST_ATTRIBUTES]):
        prefix, colon, _ = qualified.partition(":")
        if colon and prefix not in ("xml", "xmlns"):
            yield prefix


def missing_namespaces(prefixes: set[str], attributes: dict[str, str]) -> str:
    """Declarations of the prefixes that the root's attributes do not declare."""
    given = {name[6:] for name in attributes if name.startswith("xmlns:")}
    missing = sorted(prefixes - given)
    return "".join(f" xmlns:{p}={quoteattr(_NAMESPACES.get(p, 'urn:undeclared:' + p))}" for p in missing)


def attributes_of(attributes: dict[str, str]) -> str:
    few = [(name, value[:MIDDLE]) for name, value in attributes.items() if len(name) <= 100][:MOST_ATTRIBUTES]
    return "".join(f" {name}={quoteattr(_space(name, value))}" for name, value in few if name not in _RESERVED)


def _space(name: str, value: str) -> str:
    """A namespace must have a name, of which a blank is no part: the interpreter would take it for three."""
    if not name.startswith("xmlns"):
        return value
    value = "".join(value.split())
    return "urn:undeclared:" + name[6:] if name.startswith("xmlns:") and (not value or value in _OWN_SPACES) else value
