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
from xml.sax.saxutils import escape

from content_feeds.feed_parts import DATES, INSIDE, PARTS, local_name, room_for
from content_feeds.feed_tags import attributes_of, missing_namespaces, prefixes_of
from kpbot.ports import FeedError

LIMIT = 200
"""Entries kept from one document: the newest."""

MOST_ELEMENTS = 300_000
MOST_ENTRIES = 5_000
_MOST_BREAKS = 50
_DEEPEST = 40
_MOST_PARTS = 100  # of an entry, or of the head
_ENTRY_START = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]")
_ENDLESS_TAG = re.compile(r"<(?!!)[^<>]{100000}")


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
        local = local_name(name)
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
            self.parts += local in PARTS
            self.room = room_for(local) if local in PARTS and self.parts <= _MOST_PARTS else 0
        elif local not in INSIDE:
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
            local = local_name(self.part[-1])
            if local in DATES:
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
        tag = f"<{name}{attributes_of(attributes)}>"
        out.append(tag)
        return len(tag)

    def _note_prefixes(self, name: str, attributes: dict[str, str]) -> None:
        for prefix in prefixes_of(name, attributes):
            if len(self.prefixes) < 1000:
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
        namespaces = missing_namespaces(self.prefixes, self.root_attributes)
        root = f"<{self.root}{attributes_of(self.root_attributes)}{namespaces}>"
        head = "".join(self.head)
        if self.open:
            head += closing
        else:
            head = head.removesuffix(f"</{self.root}>")
        body = "".join("".join(entry.pieces) for entry in kept)
        xml = f"{root}{head}{body}</{self.root}>".encode("utf-8", "replace")
        return Sieved(xml, len(kept), tuple(self.broken), older)
