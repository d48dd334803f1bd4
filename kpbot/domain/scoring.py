"""How much an item suits a day, in named parts that a coordinator can be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from kpbot.domain.content import CONCERNS, Item, Source, Topic
from kpbot.domain.reason import Reason, reason
from kpbot.domain.season import CHINA, NationalDay, season_fit

FRESHNESS = 30  # on the day of publication, falling evenly to nothing after as many days
RESTED = 30  # a reserve item never used, or not for 180 days
IN_SEASON = 20  # and as much off again out of season
NEED = 30  # a topic not used in the last 14 days …
NEED_PER_USE = 6  # … less by this for each item of it
NATIONAL_DAY = 25
VILLAGE = 20

NEED_DAYS = 14
_LONG_REST = 180  # days


@dataclass(frozen=True, slots=True)
class Context:
    """What a score depends on besides the item.

    `day` is the local day of the edition and `zone` its time zone. `recent` counts the items used per topic in
    the 14 days before. `favoured` comes from `season.favoured`. `last_used` gives, by item id, when an item was
    last used. `village`: the edition is for a village.
    """

    day: date
    sources: Mapping[str, Source]
    zone: tzinfo = CHINA
    recent: Mapping[Topic, int] = field(default_factory=dict)
    favoured: Mapping[Topic, NationalDay] = field(default_factory=dict)
    last_used: Mapping[int, date] = field(default_factory=dict)
    village: bool = False

    def is_reserve(self, item: Item) -> bool:
        return self.sources[item.source].reserve

    def suits_village(self, item: Item) -> bool:
        """Whether the item is what a village edition leans to; never in any other edition."""
        meant = item.topic is Topic.FARMING or item.village or self.sources[item.source].village
        return self.village and meant


@dataclass(frozen=True, slots=True)
class Score:
    """Points of an item on a day. Each part can be explained on its own; `season` may be negative."""

    freshness: int = 0
    rested: int = 0
    season: int = 0
    need: int = 0
    national_day: int = 0
    village: int = 0

    @property
    def total(self) -> int:
        return self.freshness + self.rested + self.season + self.need + self.national_day + self.village


def score(item: Item, context: Context) -> Score:
    reserve = context.is_reserve(item)
    return Score(
        freshness=0 if reserve else max(0, FRESHNESS - _age(item, context)),
        rested=_rested(item, context) if reserve else 0,
        season=IN_SEASON * season_fit(item, context.day),
        need=max(0, NEED - NEED_PER_USE * context.recent.get(item.topic, 0)),
        national_day=NATIONAL_DAY if item.topic in context.favoured else 0,
        village=VILLAGE if context.suits_village(item) else 0,
    )


def why(item: Item, points: Score, context: Context) -> tuple[Reason, ...]:
    """What speaks for the item, strongest first; never empty."""
    reasons = [_origin(item, context)]
    if points.national_day:
        national = context.favoured[item.topic]
        reasons.append(reason("national-day", key=national.key, name=national.name))
    if points.season > 0:
        reasons.append(reason("season", month=context.day.month))
    if points.village:
        reasons.append(reason("village"))
    if 2 * points.need > NEED:
        used = context.recent.get(item.topic, 0)
        reasons.append(reason("topic-need", topic=item.topic.value, count=used, days=NEED_DAYS))
    if item.topic in CONCERNS:
        reasons.append(reason("concern", topic=item.topic.value))
    return tuple(reasons)


def _origin(item: Item, context: Context) -> Reason:
    if not context.is_reserve(item):
        published = (item.published or item.gathered_at).astimezone(context.zone)
        return reason("fresh", month=published.month, day=published.day)
    last = context.last_used.get(item.id)
    if last is None:
        return reason("reserve-unused")
    return reason("reserve-rested", month=last.month, day=last.day)


def _age(item: Item, context: Context) -> int:
    """Days since publication, 0 for what appeared on the day or after."""
    published = (item.published or item.gathered_at).astimezone(context.zone).date()
    return max(0, (context.day - published).days)


def _rested(item: Item, context: Context) -> int:
    last = context.last_used.get(item.id)
    days = _LONG_REST if last is None else (context.day - last).days
    return RESTED * min(max(days, 0), _LONG_REST) // _LONG_REST
