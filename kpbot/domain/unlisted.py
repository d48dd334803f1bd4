"""Items that another system only counted: it says that an officer shared four that day, and not which.

The n-th item of a day without a name is the same record for everybody and every day. It counts only beyond what is
known by name: with three named ones the fourth unlisted counts and the first three don't, so that a day has as many
items as the larger of the two numbers, never the sum, in whatever order the records came.
"""

from __future__ import annotations

from collections.abc import Iterable

MOST = 200
"""A day; whoever counts more has counted something else."""

BELOW = (1 << 63) - 1000
"""Identifiers above this are unlisted items'. Others are made of the time and reach it in 2159."""


def unlisted_id(number: int) -> int:
    """The record of the `number`-th item of a day, from 1."""
    if not 1 <= number <= MOST:
        raise ValueError(f"there is no unlisted item {number}")
    return BELOW + number


def unlisted_number(item_id: int) -> int:
    """Which one an unlisted item is, from 1; 0 for every other item."""
    return max(0, item_id - BELOW)


def counted(item_ids: Iterable[int]) -> set[int]:
    """The items of an officer's day, without the unlisted ones that may be among the named."""
    items = set(item_ids)
    named = sum(not unlisted_number(item) for item in items)
    unlisted = sorted((item for item in items if unlisted_number(item)), reverse=True)
    beyond = max((unlisted_number(item) for item in unlisted), default=0) - named
    return {item for item in items if not unlisted_number(item)} | set(unlisted[: max(0, beyond)])
