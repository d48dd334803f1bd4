"""Spot-checks: a few shares of the last complete week, drawn by lot, at which a coordinator has a look.

Nobody chooses them and no chance is kept to oneself: shares are ranked by a hash of what they are and of a seed that
everybody can know, so whoever has the records can draw the sample again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from kpbot.domain.shares import Destination, Evidence
from kpbot.domain.workdays import NO_OVERRIDES, Overrides, is_workday, next_workday

WEEK = 7  # days


class Answer(StrEnum):
    """What a coordinator saw. None is a verdict: a message can have scrolled away, or the group not be theirs."""

    SEEN = "seen"
    NOT_SEEN = "not-seen"
    UNSURE = "unsure"


class ShareKey(NamedTuple):
    """A share's key; the day is local."""

    day: date
    post_id: int
    item_id: int
    destination: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A share that may be drawn. `officer`: the person, who may hold several posts."""

    share: ShareKey
    officer: int


_PUBLIC = frozenset({Destination.WECHAT, Destination.QQ, Destination.WEIBO})


def can_be_looked_at(destination: str, kinds: Collection[Evidence], *, has_address: bool = False) -> bool:
    """A share to a WeChat or QQ group or to Weibo, which others than its friends can open, or one that the bot saw in
    a group, or whose officer gave the address of a public post. Moments are shown to friends only, and of «elsewhere»
    nobody knows where to look."""
    return destination in _PUBLIC or Evidence.OBSERVED in kinds or has_address


def seed(place: str, week: date, setting: str) -> str:
    """What the lot depends on: the region, by its path of ids; the Monday of the week in which it is asked; and what
    the operator set."""
    return f"{place}|{monday(week).isoformat()}|{setting}"


def sample(candidates: Iterable[Candidate], seed: str, count: int) -> list[ShareKey]:
    """At most `count` shares: one of an officer at most, spread over the destinations as far as they go, otherwise by
    lot. The order in which candidates come does not matter; the shares come back in the order of their keys."""
    waiting = sorted(set(candidates), key=lambda one: (_lot(seed, one.share), one.share))
    drawn: list[Candidate] = []
    used: Counter[str] = Counter()
    while waiting and len(drawn) < count:
        # The first of the destination that was drawn least; among equals, who comes first by lot.
        best = min(waiting, key=lambda one: used[one.share.destination])
        drawn.append(best)
        used[best.share.destination] += 1
        waiting = [one for one in waiting if one.officer != best.officer]
    return sorted(one.share for one in drawn)


def _lot(seed: str, share: ShareKey) -> str:
    text = f"{seed}|{share.day.isoformat()}|{share.post_id}|{share.item_id}|{share.destination}"
    return hashlib.sha256(text.encode()).hexdigest()


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days_checked(week: date) -> list[date]:
    """The seven local days that are looked at when it is asked in the week of `week`: those of the week before."""
    first = monday(week) - timedelta(days=WEEK)
    return [first + timedelta(days=number) for number in range(WEEK)]


def may_be_asked(today: date, overrides: Overrides = NO_OVERRIDES) -> bool:
    """On working days; on the first of the week, if kpbot was running then."""
    return is_workday(today, overrides)


def is_over(week: date, today: date) -> bool:
    """Whether the week in which it was asked is over: from then on answers stay as they are."""
    return today >= monday(week) + timedelta(days=WEEK)


def is_overdue(asked: date, today: date, overrides: Overrides = NO_OVERRIDES) -> bool:
    """Whether two working days have begun since the day on which it was asked."""
    return today >= next_workday(next_workday(asked, overrides), overrides)
