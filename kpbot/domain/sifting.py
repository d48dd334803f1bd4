"""From all items to those that may go into an edition, best first; the others each with why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo

from kpbot.domain.combining import Candidate, Kind
from kpbot.domain.content import Item, ItemState, PastUse, Source, Topic
from kpbot.domain.history import History
from kpbot.domain.reason import Reason, reason
from kpbot.domain.roles import within
from kpbot.domain.scoring import NEED_DAYS, SPEAKS_OF_TERM, Context, Score, score
from kpbot.domain.season import CHINA, NationalDay, favoured, near_days


@dataclass(frozen=True, slots=True)
class Policy:
    """A region's rules. `prefer_fresh`: the reserve only fills what the sources leave empty; otherwise both
    compete by score. Nothing is repeated within `repeat_days`; a reserve item used on the 1st is back, with
    `reserve_days` of 10, on the 11th."""

    prefer_fresh: bool = True
    reserve_days: int = 10
    repeat_days: int = 180
    count: int = 3


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a choice depends on.

    `sources` by key. `past`: uses in other editions of the same region, planned ones too, but not those of
    the edition at hand. `day`: its local day, in `zone`. `village`: it is for a village. `avoid`: ids of items that
    were swapped out or skipped. `calendar`: config/calendar.toml. `recent`: items used per topic in the
    14 days before; None counts those of `past` that are among the candidates. `region_path`: where the edition is
    for; items with a scope are only for that region and all below, and `places` names regions by their paths.
    """

    candidates: Sequence[Item]
    sources: Mapping[str, Source]
    past: Sequence[PastUse]
    day: date
    policy: Policy = Policy()
    village: bool = False
    avoid: AbstractSet[int] = frozenset()
    calendar: Sequence[NationalDay] = ()
    recent: Mapping[Topic, int] | None = None
    zone: tzinfo = CHINA
    region_path: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sifted:
    """`ranked`: eligible, best first. `refused`: the others by id."""

    ranked: tuple[Candidate, ...]
    refused: tuple[tuple[Item, Reason], ...]
    context: Context


def sift(setting: Setting) -> Sifted:
    history = History(setting.past, setting.day, max(setting.policy.repeat_days, setting.policy.reserve_days))
    eligible, refused = [], []
    for item in sorted(setting.candidates, key=lambda item: item.id):
        if against := _refusal(item, setting, history):
            refused.append((item, against))
        else:
            eligible.append(item)
    context = _context(setting, history)
    scores = {item.id: score(item, context) for item in eligible}
    ranked = tuple(
        Candidate(item, Kind(item.topic, None if context.is_reserve(item) else item.publisher or item.source))
        for item in _ranked(eligible, scores, context, setting.policy)
    )
    return Sifted(ranked, tuple(refused), context)


def _refusal(item: Item, setting: Setting, history: History) -> Reason | None:
    source = setting.sources.get(item.source)
    if item.state is not ItemState.READY:
        return reason(f"state-{item.state}")
    if item.id in setting.avoid:
        return reason("avoided")
    if source is None or not source.enabled:
        return reason("source-off", source=source.name if source else item.source)
    if found := _elsewhere(item, setting):
        return found
    window = setting.policy.reserve_days - 1 if source.reserve else setting.policy.repeat_days
    if use := history.repeat(item, window):
        code = "resting" if source.reserve else "repeat"
        days = setting.policy.reserve_days if source.reserve else window
        return reason(code, month=use.day.month, day=use.day.day, days=days)
    if use := history.rewording(item, window):
        return reason("rewording-used", month=use.day.month, day=use.day.day, title=use.title)
    return None


def _elsewhere(item: Item, setting: Setting) -> Reason | None:
    """Not yet, or not here."""
    if item.not_before and setting.day < item.not_before:
        return reason("not-before", month=item.not_before.month, day=item.not_before.day)
    if item.scope and not within(setting.region_path, item.scope):
        return reason("scope", place=setting.places.get(item.scope, item.scope))
    return None


def _context(setting: Setting, history: History) -> Context:
    reserve = frozenset(key for key, source in setting.sources.items() if source.reserve)
    used = {item.id: history.last_use(item) for item in setting.candidates if item.source in reserve}
    return Context(
        day=setting.day,
        sources=setting.sources,
        zone=setting.zone,
        recent=_recent(setting) if setting.recent is None else setting.recent,
        favoured=favoured(setting.calendar, setting.day),
        terms=favoured(setting.calendar, setting.day, solar=True),
        near=near_days(setting.calendar, setting.day),
        last_used={key: day for key, day in used.items() if day is not None},
        village=setting.village,
    )


def _recent(setting: Setting) -> dict[Topic, int]:
    topics = {item.id: item.topic for item in setting.candidates}
    first = setting.day - timedelta(days=NEED_DAYS)
    recently = [use.item_id for use in setting.past if first <= use.day < setting.day]
    return dict(Counter(topics[key] for key in recently if key in topics))


def _ranked(items: Iterable[Item], scores: Mapping[int, Score], context: Context, policy: Policy) -> Iterator[Item]:
    """The reserve keeps its own order, least recently used first, so that it lasts for ever. Only what the day
    itself asks for (a national day, a title that speaks of the solar term, a village) goes before; what is out of
    season goes after, and last of all, to be used where nothing else is left, what came back this very day."""

    def turn(item: Item) -> tuple[int, date, int, int]:
        points = scores[item.id]
        last = context.last_used.get(item.id, date.min)
        if (context.day - last).days <= policy.reserve_days:
            group = 3
        elif points.season < 0:
            group = 2
        else:
            asked_for = points.national_day or points.village or points.solar_term >= SPEAKS_OF_TERM
            group = 0 if asked_for else 1
        return group, last, -points.total, item.id

    items = list(items)
    fresh = sorted(
        (item for item in items if not context.is_reserve(item)),
        key=lambda item: (-scores[item.id].total, item.id),
    )
    reserve = sorted((item for item in items if context.is_reserve(item)), key=turn)
    if policy.prefer_fresh:
        return iter([*fresh, *reserve])
    return _merged(fresh, reserve, scores)


def _merged(fresh: list[Item], reserve: list[Item], scores: Mapping[int, Score]) -> Iterator[Item]:
    """Both lists in their own order; at each step the higher score of the two heads, fresh before reserve."""
    fresh, reserve = fresh[::-1], reserve[::-1]
    while fresh and reserve:
        ahead = scores[fresh[-1].id].total >= scores[reserve[-1].id].total
        yield (fresh if ahead else reserve).pop()
    yield from fresh[::-1]
    yield from reserve[::-1]
