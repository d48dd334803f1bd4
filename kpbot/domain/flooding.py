"""When one sender writes more than a person can mean, and when they have slowed down again.

Flooding begins with the message after ALLOWED that all lie within WINDOW of it: more than anybody taps who presses
every button of a week's pushes. It ends with the first message that has fewer than CALM others within BREATH of it.
An album is one message, however many pictures it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

ALLOWED, WINDOW = 40, timedelta(seconds=30)
CALM, BREATH = 3, timedelta(seconds=10)


class Verdict(Enum):
    """`TELL`: not acted on, and the first of its kind, so the sender is told why."""

    FINE = auto()
    TELL = auto()
    DROP = auto()


@dataclass(frozen=True, slots=True)
class Pace:
    """The latest messages of one sender: their own times (UTC) in the order they came, at most ALLOWED."""

    latest: tuple[datetime, ...] = ()
    album: str = ""
    flooding: bool = False

    def after(self, at: datetime, album: str = "") -> tuple[Pace, Verdict]:
        """The pace with one message more, said at `at`, and what is to be done with it. Times may come in any order:
        what piled up while the bot was away is no flood if it was said slowly."""
        if album and album == self.album:
            return self, Verdict.DROP if self.flooding else Verdict.FINE
        if self.flooding and self._within(CALM, BREATH, at):
            return Pace((*self.latest[1 - ALLOWED :], at), album, flooding=True), Verdict.DROP
        if self.flooding:
            return Pace((at,), album), Verdict.FINE
        floods = self._within(ALLOWED, WINDOW, at)
        known = Pace((*self.latest[1 - ALLOWED :], at), album, floods)
        return known, Verdict.TELL if floods else Verdict.FINE

    def _within(self, count: int, time: timedelta, at: datetime) -> bool:
        """Whether the last `count` messages all lie within `time` of `at`."""
        return len(self.latest) >= count and all(abs(at - one) < time for one in self.latest[-count:])
