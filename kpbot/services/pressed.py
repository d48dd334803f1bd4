"""What a button's data says."""

from __future__ import annotations

from collections.abc import Sequence

_LARGEST = 2**63


def record_id(parts: Sequence[str]) -> int:
    """The record named by the last part of a button's data; 0, which no record has, where it names none."""
    last = parts[-1] if parts else ""
    number = int(last) if last.isascii() and last.isdigit() and len(last) < 20 else 0
    return number if number < _LARGEST else 0
