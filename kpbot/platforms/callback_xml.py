"""The XML of callbacks, read without trust: small, UTF-8, no document type (so no entities), few elements, not
deep.

It refuses as it reads, so that nothing is built of a document that goes on and on.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

ELEMENTS = 200  # the events with the most have some 30
DEPTH = 6


class Unreadable(ValueError):
    """No XML of a callback. `reason` is one of few fixed words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(content: bytes, most: int) -> Mapping[str, str]:
    """The texts of the root's children by their names; of those that hold further elements it is empty. Raises
    Unreadable, also for more than `most` bytes and for a name that comes twice: who reads on must not choose."""
    return _look(content, most)[1]


def sound(content: bytes, most: int) -> str:
    """The text, where `read` refuses nothing: for a library that reads it without such care."""
    return _look(content, most)[0]


def _look(content: bytes, most: int) -> tuple[str, Mapping[str, str]]:
    if not content.strip():
        raise Unreadable("empty")
    if len(content) > most:
        raise Unreadable("size")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("charset") from None
    if "\x00" in text:
        raise Unreadable("charset")
    reader = _Reader()
    try:
        reader.parse(text)
    except expat.ExpatError:
        raise Unreadable("xml") from None
    if reader.twice:
        raise Unreadable("twice")
    return text, reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.twice = False
        self._depth = self._count = 0
        self._words: list[str] = []

    def parse(self, text: str) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.CommentHandler = self._refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words.append
        parser.Parse(text.encode(), True)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8"):
            raise Unreadable("charset")

    def _refuse(self, *_: object) -> None:
        raise Unreadable("dtd")

    def _begin(self, name: str, _: object) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEPTH or self._count > ELEMENTS:
            raise Unreadable("elements")
        self._words.clear()

    def _end(self, name: str) -> None:
        if self._depth == 2:
            self.twice = self.twice or name in self.found
            self.found[name] = "".join(self._words).strip()
        self._words.clear()
        self._depth -= 1
