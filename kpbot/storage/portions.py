"""Many values, a portion at a time: a statement takes only so many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

MOST = 1000

T = TypeVar("T")


def portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), MOST):
        yield values[start : start + MOST]
