"""How much an item suits a day, in named parts that a coordinator can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from kpbot.domain.content import CONCERNS, Item, Source, Topic
from kpbot.domain.reason import Reason, reason
from kpbot.domain.season import CHINA, NationalDay, season_fit, spoken_of

FRESHNESS = 30  # on the day of publication, falling evenly to nothing after as many days
RESTED = 30  # a reserve item never used, or not for 180 days
IN_SEASON = 20  # and as much off again out of season
NEED = 30  # a topic not used in the last 14 days …
NEED_PER_USE = 6  # … less by this for each item of it
NATIONAL_DAY = 25  # for an item of one of its topics …
SPEAKS_OF_DAY = 35  # … and for one whose title speaks of it, whatever its topic
SOLAR_TERM = 8
SPEAKS_OF_TERM = 20
VILLAGE = 20

NEED_DAYS = 14
_LONG_REST = 180  # days


@dataclass(frozen=True, slots=True)
class Context:
    """What a score depends on besides the item.

    `day` is the local day of the edition and `zone` its time zone. `recent` counts the items used per topic in
    the 14 days before. `favoured` (by national days) and `terms` (by solar terms) come from `season.favoured`, `near`
    from `season.near_days`. `last_used` gives, by item id, when an item was last used. `village`: the edition
    is for a village.
    """

    day: date
    sources: Mapping[str, Source]
    zone: tzinfo = CHINA
    recent: Mapping[Topic, int] = field(default_factory=dict)
    favoured: Mapping[Topic, NationalDay] = field(default_factory=dict)
    terms: Mapping[Topic, NationalDay] = field(default_factory=dict)
    near: tuple[NationalDay, ...] = ()
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
    solar_term: int = 0

    @property
    def parts(self) -> dict[str, int]:
        """The parts by name, without those that are nothing."""
        return {name: points for name in self.__slots__ if (points := getattr(self, name))}

    @property
    def total(self) -> int:
        return sum(self.parts.values())


def score(item: Item, context: Context) -> Score:
    reserve = context.is_reserve(item)
    spoken = spoken_of(item.title, context.near)
    of_term = spoken is not None and spoken[0].solar
    of_day = spoken is not None and not of_term
    by_day = NATIONAL_DAY if item.topic in context.favoured else 0
    by_term = SOLAR_TERM if item.topic in context.terms else 0
    return Score(
        freshness=0 if reserve else max(0, FRESHNESS - _age(item, context)),
        rested=_rested(item, context) if reserve else 0,
        season=IN_SEASON * season_fit(item, context.day),
        need=max(0, NEED - NEED_PER_USE * context.recent.get(item.topic, 0)),
        national_day=SPEAKS_OF_DAY if of_day else by_day,
        village=VILLAGE if context.suits_village(item) else 0,
        solar_term=SPEAKS_OF_TERM if of_term else by_term,
    )


def why(item: Item, points: Score, context: Context) -> tuple[Reason, ...]:
    """What speaks for the item, strongest first; never empty."""
    reasons = [_origin(item, context)]
    reasons += _of_the_day(item, context)
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


def _of_the_day(item: Item, context: Context) -> Iterator[Reason]:
    """The national day and the solar term that speak for the item, and the word by which it speaks of one."""
    spoken = spoken_of(item.title, context.near)
    meant, word = spoken or (None, "")
    for by_topic in (context.favoured, context.terms):
        occasion = meant if meant and meant.solar is (by_topic is context.terms) else by_topic.get(item.topic)
        if occasion:
            yield _named(occasion, context.day)
    if word:
        yield reason("speaks-of", word=word)


def _named(occasion: NationalDay, day: date) -> Reason:
    """A day that comes or has begun; a solar term with its date."""
    first, last = occasion.nearest(day) or (date.max, date.max)
    if occasion.solar:
        return reason("solar-term", key=occasion.key, name=occasion.name, month=first.month, day=first.day)
    now = "-now" if first <= day <= last else ""
    return reason(f"national-day{now}", key=occasion.key, name=occasion.name)


def _origin(item: Item, context: Context) -> Reason:
    if not context.is_reserve(item):
        published = (item.published or item.gathered_at).astimezone(context.zone)
        return reason("fresh", month=published.month, day=published.day)
    last = context.last_used.get(item.id)
    if last is None:
        return reason("reserve-unused")
    return reason("reserve-rested", month=last.month, day=last.day)


def _age(item: Item, context: Context) -> int:
    """Days since publication, or since it may be used; 0 for what appeared on the day or after."""
    published = (item.published or item.gathered_at).astimezone(context.zone).date()
    if item.not_before:
        published = max(published, item.not_before)
    return max(0, (context.day - published).days)


def _rested(item: Item, context: Context) -> int:
    last = context.last_used.get(item.id)
    days = _LONG_REST if last is None else (context.day - last).days
    return RESTED * min(max(days, 0), _LONG_REST) // _LONG_REST
