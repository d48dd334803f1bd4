"""Identifiers made by us, so that a record can be named before it is written.

63 bits: milliseconds since 2020 (42) and a counter that starts at random (21). They sort by time; two processes
would have to draw the same 21 bits within the same millisecond to collide, and then the primary key refuses and the
batch is replayed. Records that come in thousands a second (shares, evidence, inbox) have natural keys instead.
"""

from __future__ import annotations

import secrets
import threading
import time

_EPOCH_MS = 1_577_836_800_000
_BITS = 21


class _Sequence:
    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self, count: int = 1) -> int:
        with self._lock:
            fresh = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _BITS | secrets.randbits(_BITS - 1)
            first = max(fresh, self._last + 1)
            self._last = first + count - 1
            return first


_sequence = _Sequence()


def new_id() -> int:
    """A new identifier, larger than every earlier one of this process."""
    return _sequence.next()


def reserve(count: int) -> int:
    """The first of `count` new identifiers in a row, for rows that the database makes by itself.

    A block is likelier than a single identifier to meet another process's of the same millisecond: insert with
    `ON CONFLICT DO NOTHING`, count, and reserve again for what is left.
    """
    return _sequence.next(count)
