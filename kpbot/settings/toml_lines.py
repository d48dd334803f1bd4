"""Where in a TOML text a key stands. tomllib keeps no positions, and «line 14» is what an operator needs."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\-\"' ]+?)\s*=")


def line_of(text: str, key: str) -> int | None:
    """The line, from 1, on which dotted `key` is set, or the nearest section above it; None if neither is there.

    Understands `[a]` + `b = 1`, `a.b = 1` and `a = { b = 1 }` (the line of `a`).
    """
    places: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            section = _plain(header[1])
            places.setdefault(section, number)
        elif assignment := _KEY.match(line):
            name = _plain(assignment[1])
            places.setdefault(f"{section}.{name}" if section else name, number)
    while key:
        if key in places:
            return places[key]
        key = key.rpartition(".")[0]
    return None


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
