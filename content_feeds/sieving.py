"""A large or hostile XML feed made small and well-formed, in time and memory proportional to its length.

The library that interprets feeds takes quadratic time over some inputs and cannot be stopped. So it only ever sees
what came through here: at most LIMIT entries, each with few and short parts, all tags closed, every prefix declared.
An entry that is broken costs only itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from content_feeds.stripping import BLOCKS, NOT_TEXT
from kpbot.ports import FeedError

LIMIT = 200
"""Entries kept from one document: the newest."""

MOST_ELEMENTS = 300_000
MOST_ENTRIES = 5_000
_MOST_BREAKS = 50
_DEEPEST = 40
_MOST_PARTS = 100  # of an entry, or of the head
_MOST_ATTRIBUTES = 60
_LONG = 60_000  # characters of a part that holds an article
_MIDDLE = 2_000
_SHORT = 300
_ARTICLE = frozenset({"description", "encoded", "content", "summary", "body", "div", "group", "fulltext"})
_NAMED = frozenset({"title", "link", "guid", "id", "origlink", "about"})
_DATES = frozenset({"pubdate", "published", "updated", "date", "issued", "modified", "created"})
# What is read of a head and of an entry. Everything else stays outside: the interpreter stumbles over some of it (a
# licence without an address, a place without coordinates), and then the whole document would be lost.
_PARTS = (
    _ARTICLE | _NAMED | _DATES | {"author", "creator", "language", "ttl", "updateperiod", "updatefrequency"}
    | {"enclosure", "thumbnail", "subtitle"}
)  # fmt: skip
_INSIDE = BLOCKS | NOT_TEXT | _PARTS | {"name", "img"}
_ENTRY_START = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]")
_ENDLESS_TAG = re.compile(r"<(?!!)[^<>]{100000}")
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


@dataclass(slots=True)
class Entry:
    """One entry as well-formed XML, with the texts of its dates and its title for a report."""

    pieces: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sieved:
    """`xml` is ready for the interpreter; `broken` are titles of entries that could not be read, `older` of those
    beyond LIMIT."""

    xml: bytes
    entries: int
    broken: tuple[str, ...]
    older: tuple[str, ...]


def sieve(text: str, newest_first: Callable[[Entry], float]) -> Sieved:
    """Reduce `text` (from its root element on). `newest_first` orders entries, the newest having the smallest
    value; it is asked only where there are more than LIMIT.

    Raises FeedError `too-complex` (more than MOST_ELEMENTS elements) or `malformed` (no feed could be made out).
    """
    if _ENDLESS_TAG.search(text):
        raise FeedError("too-complex", most=MOST_ELEMENTS)
    reading = _Reading()
    at = 0
    for _ in range(_MOST_BREAKS):
        broken_at = reading.read(text, at)
        if broken_at is None:
            break
        following = _ENTRY_START.search(text, max(broken_at, at + 1))
        if following is None:
            break
        at = following.start()
    return reading.finish(newest_first)


class _Reading:
    """Copies what may pass from one or several parsers (one more after each break) into one document."""

    def __init__(self) -> None:
        self.head: list[str] = []  # everything outside entries, containers' tags included
        self.entries: list[Entry] = []
        self.broken: list[str] = []
        self.prefixes: set[str] = set()
        self.declared: set[str] = set()
        self.open: list[str] = []  # containers: the root, and RSS's channel
        self.root = ""
        self.root_attributes: dict[str, str] = {}
        self.elements = 0
        self.parts = self.head_parts = 0
        self.broke = False
        self._reset()

    def _reset(self) -> None:
        self.entry: Entry | None = None
        self.part: list[str] = []  # names of the open elements inside a container or entry
        self.written = 0  # how many of them were written
        self.room = 0
        self.reopening = 0

    # One parser -------------------------------------------------------------

    def read(self, text: str, at: int) -> int | None:
        """Read on from character `at`. The character where the document broke, or None at its end."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        self.reopening = len(self.open)
        opening = "".join(f"<{name}>" for name in self.open)
        if at and not self.open:  # the root itself was broken, or more came after its end
            self.root = self.root or "rss"
            opening, self.reopening = f"<{self.root}>", 1
        source = (opening + text[at:]).encode("utf-8", "replace")
        try:
            parser.Parse(source, True)
        except expat.ExpatError:
            broken_at = at + len(source[: parser.ErrorByteIndex].decode("utf-8", "ignore")) - len(opening)
            self.broke = True
            self._abandon()
            return broken_at
        return None

    def _abandon(self) -> None:
        """Forget the entry that broke; close what the head had open."""
        if self.entry is not None:
            self.broken.append(self.entry.title)
        else:
            self.head.extend(f"</{name}>" for name in reversed(self.part[: self.written]))
        self._reset()

    def _doctype(self, *_: object) -> None:
        raise FeedError("entities")

    # Elements ---------------------------------------------------------------

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise FeedError("too-complex", most=MOST_ELEMENTS)
        if self.reopening:
            self.reopening -= 1
            return
        local = _local(name)
        if not self.part and self.entry is None:
            if self._is_container(local):
                self._open_container(name, attributes)
                return
            if local in ("item", "entry"):
                self.entry, self.parts, self.head_parts = Entry(), 0, self.parts
                self._write(self.entry.pieces, name, attributes)
                self.part, self.written, self.room = [name], 1, 0
                return
        if len(self.part) == (self.entry is not None):  # a direct part of the head or of the entry
            self.parts += local in _PARTS
            self.room = _room(local) if local in _PARTS and self.parts <= _MOST_PARTS else 0
        elif local not in _INSIDE:
            name = "span"  # its text counts, not what it is
        fits = self.room > 0 and len(self.part) == self.written and len(self.part) < _DEEPEST
        self.part.append(name)
        if fits:
            self.room -= self._write(self._out(), name, attributes)
            self.written += 1

    def _end(self, name: str) -> None:
        if not self.part:
            if self.open and self.open[-1] == name:
                self.head.append(f"</{self.open.pop()}>")
            return
        begun = self.part.pop()
        if self.written > len(self.part):
            self.written -= 1
            self._out().append(f"</{begun}>")
        if self.entry is not None and not self.part:
            if len(self.entries) < MOST_ENTRIES:
                self.entries.append(self.entry)
            self.entry, self.parts = None, self.head_parts

    def _text(self, data: str) -> None:
        inside = len(self.part) - (self.entry is not None)
        if inside < 1 or self.room <= 0 or self.written < len(self.part):
            return
        data = data[: self.room]
        self.room -= len(data)
        self._out().append(escape(data))
        if self.entry is not None and inside == 1:
            local = _local(self.part[-1])
            if local in _DATES:
                self.entry.dates.append(data)
            elif local == "title":
                self.entry.title += data

    # Writing ----------------------------------------------------------------

    def _is_container(self, local: str) -> bool:
        return not self.root or (len(self.open) == 1 and local == "channel")

    def _open_container(self, name: str, attributes: dict[str, str]) -> None:
        self.open.append(name)
        if self.root:
            self._write(self.head, name, attributes)
        else:
            self.root, self.root_attributes = name, attributes
            self._note_prefixes(name, attributes)
        self.parts = 0

    def _out(self) -> list[str]:
        return self.head if self.entry is None else self.entry.pieces

    def _write(self, out: list[str], name: str, attributes: dict[str, str]) -> int:
        self._note_prefixes(name, attributes)
        tag = f"<{name}{_attributes(attributes)}>"
        out.append(tag)
        return len(tag)

    def _note_prefixes(self, name: str, attributes: dict[str, str]) -> None:
        for qualified in (name, *list(attributes)[:_MOST_ATTRIBUTES]):
            prefix, colon, _ = qualified.partition(":")
            if colon and prefix not in ("xml", "xmlns") and len(self.prefixes) < 1000:
                self.prefixes.add(prefix)

    # The end ----------------------------------------------------------------

    def finish(self, newest_first: Callable[[Entry], float]) -> Sieved:
        if self.broke and not self.entries:
            raise FeedError("malformed")
        kept = self.entries
        if len(kept) > LIMIT:
            ranks = sorted(range(len(kept)), key=lambda i: (newest_first(kept[i]), i))
            chosen = set(ranks[:LIMIT])
            kept = [entry for i, entry in enumerate(self.entries) if i in chosen]
            older = tuple(e.title for i, e in enumerate(self.entries) if i not in chosen)
        else:
            older = ()
        closing = "".join(f"</{name}>" for name in reversed(self.open[1:]))
        root = f"<{self.root}{_attributes(self.root_attributes)}{self._missing_namespaces()}>"
        head = "".join(self.head)
        if self.open:
            head += closing
        else:
            head = head.removesuffix(f"</{self.root}>")
        body = "".join("".join(entry.pieces) for entry in kept)
        xml = f"{root}{head}{body}</{self.root}>".encode("utf-8", "replace")
        return Sieved(xml, len(kept), tuple(self.broken), older)

    def _missing_namespaces(self) -> str:
        given = {name[6:] for name in self.root_attributes if name.startswith("xmlns:")}
        missing = sorted(self.prefixes - given)
        return "".join(f" xmlns:{p}={quoteattr(_NAMESPACES.get(p, 'urn:undeclared:' + p))}" for p in missing)


def _attributes(attributes: dict[str, str]) -> str:
    few = [(name, value[:_MIDDLE]) for name, value in attributes.items() if len(name) <= 100][:_MOST_ATTRIBUTES]
    return "".join(f" {name}={quoteattr(_space(name, value))}" for name, value in few if name not in _RESERVED)


def _space(name: str, value: str) -> str:
    """A namespace must have a name, of which a blank is no part: the interpreter would take it for three."""
    if not name.startswith("xmlns"):
        return value
    value = "".join(value.split())
    return "urn:undeclared:" + name[6:] if name.startswith("xmlns:") and (not value or value in _OWN_SPACES) else value


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _room(local: str) -> int:
    if local in _ARTICLE:
        return _LONG
    return _MIDDLE if local in _NAMED else _SHORT
