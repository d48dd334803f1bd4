"""Which candidates go together in one edition, and the best set of them that does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kpbot.domain.content import CONCERNS, Item, Topic
from kpbot.domain.similarity import is_rewording


@dataclass(frozen=True, slots=True)
class Kind:
    """All that the rules of topic and source look at. `source` is None for the reserve, which is exempt."""

    topic: Topic
    source: str | None

    @property
    def is_concern(self) -> bool:
        return self.topic in CONCERNS


@dataclass(frozen=True, slots=True)
class Candidate:
    item: Item
    kind: Kind


def same_story(a: Item, b: Item) -> bool:
    """Whether readers of one edition would get the same thing twice."""
    same_link = a.canonical != "" and a.canonical == b.canonical
    same_text = a.fingerprint != "" and a.fingerprint == b.fingerprint
    return a.id == b.id or same_link or same_text or is_rewording(a.title, b.title)


def kinds_fit(kinds: Sequence[Kind], count: int) -> bool:
    """Three topics, at most one item per source, and of `count` places one kept for a public concern.

    A set that is not full yet must leave that place free: so every part of a valid set is valid.
    """
    topics = {kind.topic for kind in kinds}
    named = [kind.source for kind in kinds if kind.source is not None]
    others = sum(not kind.is_concern for kind in kinds)
    return len(topics) == len(kinds) and len(set(named)) == len(named) and others < count


def best_set(
    ranked: Sequence[Candidate], count: int, held: Sequence[Candidate] = (), most: int | None = None
) -> tuple[Candidate, ...]:
    """What to add to `held` so that it comes as near to `count` as possible, in rank order; no more than `most`.

    Greedy: the best candidate that can still be completed, then the next. It steps back only where a choice
    would leave a place empty that another choice could fill. Whether a place can be filled is first
    asked of the few kinds, not of the thousands of items, so a dead end costs nothing.
    """
    kinds = tuple(dict.fromkeys(candidate.kind for candidate in ranked))

    @cache
    def can_finish(taken: frozenset[Kind], missing: int) -> bool:
        if missing == 0:
            return True
        return any(kinds_fit((*taken, kind), count) and can_finish(taken | {kind}, missing - 1) for kind in kinds)

    def extend(taken: tuple[Candidate, ...], start: int, missing: int) -> tuple[Candidate, ...] | None:
        if missing == 0:
            return taken
        together = tuple(candidate.kind for candidate in taken)
        worth_it: dict[Kind, bool] = {}
        for position in range(start, len(ranked)):
            candidate = ranked[position]
            kind = candidate.kind
            if kind not in worth_it:
                with_it = (*together, kind)
                worth_it[kind] = kinds_fit(with_it, count) and can_finish(frozenset(with_it), missing - 1)
            if not worth_it[kind] or any(same_story(candidate.item, other.item) for other in taken):
                continue
            if found := extend((*taken, candidate), position + 1, missing - 1):
                return found
        return None

    empty = count - len(held)
    for size in range(empty if most is None else min(empty, most), 0, -1):
        if found := extend(tuple(held), 0, size):
            return found[len(held) :]
    return ()
