"""A long text in parts that a platform takes."""

from __future__ import annotations

from collections.abc import Iterable


def in_parts(lines: Iterable[str], limit: int) -> list[str]:
    """`lines` joined by newlines into as few texts as possible, none longer than `limit` characters; a line that is
    too long by itself is cut across several."""
    parts: list[str] = []
    current = ""
    for line in lines:
        for piece in [line[at : at + limit] for at in range(0, len(line), limit)] or [""]:
            joined = f"{current}\n{piece}" if current else piece
            if len(joined) > limit:
                parts.append(current)
                joined = piece
            current = joined
    return [part for part in [*parts, current] if part.strip()]
