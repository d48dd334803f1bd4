"""The XML of callbacks, read without trust: UTF-8, no document type (so no entities), few elements, little depth.

It refuses as it reads, so that nothing is built of a document that goes on and on.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

ELEMENTS = 200
DEPTH = 6


class Unreadable(ValueError):
    """No XML of a callback."""


def read(content: bytes) -> Mapping[str, str]:
    """The texts of the root's children by their names; those that hold further elements are left out. Raises
    Unreadable."""
    reader = _Reader()
    try:
        reader.parse(content.decode("utf-8"))
    except (UnicodeDecodeError, expat.ExpatError) as error:
        raise Unreadable("not XML in UTF-8") from error
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._depth = self._count = 0
        self._words: list[str] = []

    def parse(self, content: str) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words.append
        parser.Parse(content.encode(), True)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8"):
            raise Unreadable("another encoding than UTF-8")

    def _refuse(self, *_: object) -> None:
        raise Unreadable("a document type")

    def _begin(self, name: str, _: object) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEPTH or self._count > ELEMENTS:
            raise Unreadable("more than a callback holds")
        self._words.clear()

    def _end(self, name: str) -> None:
        if self._depth == 2:
            self.found.setdefault(name, "".join(self._words).strip())
        self._words.clear()
        self._depth -= 1
