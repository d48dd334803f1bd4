"""The three items of an edition: which, in what order, and why these and not the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from kpbot.domain.combining import Candidate, Kind, best_set, same_story
from kpbot.domain.content import Item, PastUse, Source, Topic
from kpbot.domain.reason import Reason, reason
from kpbot.domain.scoring import Score, score, why
from kpbot.domain.season import CHINA, NationalDay
from kpbot.domain.sifting import Policy, Setting, Sifted, sift


@dataclass(frozen=True, slots=True)
class Chosen:
    item: Item
    reasons: tuple[Reason, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A candidate that is not in the edition, and the first thing that speaks against it."""

    item: Item
    reason: Reason


@dataclass(frozen=True, slots=True)
class Choice:
    """`chosen` in their order, `passed_over` every other candidate (eligible ones first, best first), `short_by`
    the number of places left empty."""

    chosen: tuple[Chosen, ...]
    passed_over: tuple[PassedOver, ...]
    short_by: int

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(chosen.item for chosen in self.chosen)


def choose(
    candidates: Sequence[Item],
    sources: Mapping[str, Source],
    past: Sequence[PastUse],
    day: date,
    policy: Policy,
    village: bool = False,
    avoid: AbstractSet[int] = frozenset(),
    *,
    calendar: Sequence[NationalDay] = (),
    recent: Mapping[Topic, int] | None = None,
    zone: tzinfo = CHINA,
) -> Choice:
    """The edition of a local day; the arguments are the fields of `Setting`.

    Hard rules: three topics, at most one item per source (the reserve is exempt), at least one of the notice's
    public concerns (section 四.4), nothing used within the policy's days, no rewording of such or of each other.
    If three such items exist, three are chosen. Otherwise as many as there are; an edition without a
    public concern keeps a place free for one.
    """
    return choose_in(Setting(candidates, sources, past, day, policy, village, avoid, calendar, recent, zone))


def choose_in(setting: Setting) -> Choice:
    """`choose` with all that a setting holds."""
    sifted = sift(setting)
    return _choice(sifted, best_set(sifted.ranked, setting.policy.count), setting.policy.count)


def replacement(chosen: Sequence[Item], slot: int, setting: Setting) -> Chosen | None:
    """The best item for place `slot` (from 0; behind the last it fills an empty place) beside the others.

    None if nothing fits. `setting.avoid` holds what was swapped out before; `setting.past` leaves this edition out.
    """
    others = [item for place, item in enumerate(chosen) if place != slot]
    sifted = sift(replace(setting, avoid=setting.avoid | {item.id for item in chosen}))
    held = _held(others, setting.sources)
    found = best_set(sifted.ranked, setting.policy.count, held, most=1)
    return _explained(found[0].item, sifted) if found else None


def substitute_from_reserve(chosen: Sequence[Item], setting: Setting) -> Choice:
    """The edition with every item outside the reserve replaced by one of the reserve, which a coordinator has
    approved beforehand: for `when_not_approved = reserve`. Its items of the reserve stay, in front."""
    reserve = frozenset(key for key, source in setting.sources.items() if source.reserve)
    kept = [item for item in chosen if item.source in reserve]
    candidates = {item.id: item for item in (*setting.candidates, *kept) if item.source in reserve}
    avoid = setting.avoid | {item.id for item in kept}
    sifted = sift(replace(setting, candidates=tuple(candidates.values()), avoid=avoid))
    held = _held(kept, setting.sources)
    added = best_set(sifted.ranked, setting.policy.count, held)
    return _choice(sifted, (*held, *added), setting.policy.count)


def explain(setting: Setting, items: Sequence[Item] | None = None) -> tuple[Choice, tuple[Chosen, ...]]:
    """The choice of `items` (an edition that is there) or, without them, the best one; and every eligible candidate,
    best first, with what speaks for it."""
    sifted = sift(setting)
    chosen = best_set(sifted.ranked, setting.policy.count) if items is None else _held(items, setting.sources)
    eligible = tuple(_explained(candidate.item, sifted) for candidate in sifted.ranked)
    return _choice(sifted, chosen, setting.policy.count), eligible


def _held(items: Sequence[Item], sources: Mapping[str, Source]) -> tuple[Candidate, ...]:
    reserve = frozenset(key for key, source in sources.items() if source.reserve)
    return tuple(
        Candidate(item, Kind(item.topic, None if item.source in reserve else item.publisher or item.source))
        for item in items
    )


def _choice(sifted: Sifted, chosen: Sequence[Candidate], count: int) -> Choice:
    taken = {candidate.item.id for candidate in chosen}
    last = max((place for place, other in enumerate(sifted.ranked) if other.item.id in taken), default=-1)
    beaten = (
        PassedOver(candidate.item, _beaten_by(candidate, chosen, count, ahead=place < last))
        for place, candidate in enumerate(sifted.ranked)
        if candidate.item.id not in taken
    )
    refused = (PassedOver(item, against) for item, against in sifted.refused if item.id not in taken)
    explained = tuple(_explained(candidate.item, sifted) for candidate in chosen)
    return Choice(explained, (*beaten, *refused), count - len(chosen))


def _explained(item: Item, sifted: Sifted) -> Chosen:
    if item.source not in sifted.context.sources:  # in an edition since before its source was taken out
        return Chosen(item, (), Score())
    points = score(item, sifted.context)
    return Chosen(item, why(item, points, sifted.context), points)


def _beaten_by(candidate: Candidate, chosen: Sequence[Candidate], count: int, *, ahead: bool) -> Reason:
    """Why an eligible candidate is not in. `ahead`: it ranks before an item that is."""
    for slot, other in enumerate(chosen, start=1):
        if same_story(candidate.item, other.item):
            return reason("rewording-chosen", slot=slot, title=other.item.title)
    for slot, other in enumerate(chosen, start=1):
        if candidate.kind.topic is other.kind.topic:
            return reason("same-topic", slot=slot, topic=candidate.kind.topic.value)
    for slot, other in enumerate(chosen, start=1):
        if candidate.kind.source is not None and candidate.kind.source == other.kind.source:
            return reason("same-source", slot=slot)
    others = sum(not other.kind.is_concern for other in chosen)
    if not candidate.kind.is_concern and others == count - 1 and (ahead or len(chosen) < count):
        return reason("concern-place")
    # Nothing else can pass a better candidate over: put in for a later item, it would have made as full a set.
    return reason("ranked-lower")
