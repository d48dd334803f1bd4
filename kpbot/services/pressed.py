"""What a button's data says. People can make data up, so a number may be anything."""

from __future__ import annotations

from collections.abc import Sequence

_LARGEST = 2**63 - 1  # that both databases take


def number(said: str) -> int | None:
    """The number that a part of the data is; None for anything else, and for one no record could have."""
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(_LARGEST))):
        return None
    return value if (value := int(said)) <= _LARGEST else None


def record_id(parts: Sequence[str]) -> int:
    """The record named by the last part; 0, which no record has, where it names none."""
    return number(parts[-1]) or 0 if parts else 0
