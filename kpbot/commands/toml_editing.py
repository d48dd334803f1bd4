"""Sets keys in a TOML text that people read and edit, keeping their comments and everything else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(#.*)?$")


def set_keys(text: str, values: Mapping[str, str | int]) -> str:
    """`text` with each dotted key of two parts or one (`web.port`, `language`) set.

    A line that sets the key is replaced, else one that shows it in a comment (`# port = 8080`), else a line is
    added at the end of its section, which is created if need be. Multi-line values are not understood.
    """
    lines = text.splitlines()
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        _set(lines, section, name, f"{name} = {_written(value)}")
    return "\n".join(lines) + "\n"


def add_section(text: str, section: str, values: Mapping[str, str | bool]) -> str:
    """`text` with a new section at its end; what was there stays as it is."""
    lines = [f"{name} = {_written(value)}" for name, value in values.items()]
    return "\n".join([text.rstrip("\n"), "", f"[{section}]", *lines]).lstrip("\n") + "\n"


def _set(lines: list[str], section: str, name: str, line: str) -> None:
    bounds = _bounds(lines, section)
    if bounds is None:
        lines += ["", f"[{section}]", line]
        return
    start, end = bounds
    for pattern in (rf"\s*{re.escape(name)}\s*=", rf"#\s*{re.escape(name)}\s*="):
        for number in range(start, end):
            if re.match(pattern, lines[number]):
                lines[number] = line
                return
    while end > start and not lines[end - 1].strip():
        end -= 1
    lines.insert(end, line)


def _bounds(lines: list[str], section: str) -> tuple[int, int] | None:
    """The lines of a section without its header; None if there is no such section."""
    start = 0 if not section else None
    for number, line in enumerate(lines):
        if header := _HEADER.match(line):
            if start is not None:
                return start, number
            if header[1].strip() == section:
                start = number + 1
    return None if start is None else (start, len(lines))


def _written(value: str | int) -> str:
    """JSON's strings are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
