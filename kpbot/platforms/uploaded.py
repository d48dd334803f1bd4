"""What was brought to a platform before a message can name it, so that many chats get it for one upload."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from typing import Generic, TypeVar

from kpbot.ports import Clock

REMEMBERED = 500

Key = TypeVar("Key", bound=Hashable)
Name = TypeVar("Name")


class Uploaded(Generic[Key, Name]):
    """By what it holds, what the platform calls it, until shortly before the platform forgets it. Of one process; the
    oldest make room."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._there: OrderedDict[Key, tuple[Name, datetime]] = OrderedDict()

    def get(self, key: Key) -> Name | None:
        name, until = self._there.get(key, (None, self._clock.now()))
        return name if until > self._clock.now() else None

    def keep(self, key: Key, name: Name, until: datetime) -> None:
        self._there[key] = name, until
        self._there.move_to_end(key)
        if len(self._there) > REMEMBERED:
            self._there.popitem(last=False)

    def forget(self, key: Key) -> None:
        """The platform does not know it any more."""
        self._there.pop(key, None)
