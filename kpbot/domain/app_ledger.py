"""What the lines of an export add to the ledger of shares: what is there already is not added again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kpbot.domain.app_shares import Line, what_of
from kpbot.domain.shares import Destination
from kpbot.domain.similarity import TitleIndex, plain
from kpbot.domain.spot_checks import ShareKey
from kpbot.domain.unlisted import unlisted_id, unlisted_number


class Booked(NamedTuple):
    """A share on record. `counts`: for indicator 6-2."""

    share: ShareKey
    stands: bool
    counts: bool


class Proof(NamedTuple):
    """A row of evidence, of the kind imported."""

    share: ShareKey
    reference: str


class Named(NamedTuple):
    """The item that a line names, and whether its shares count for indicator 6-2."""

    item_id: int
    counts: bool


@dataclass(frozen=True, slots=True)
class KeptItem:
    """`since`: the local day since which it is kept."""

    id: int
    title: str
    canonical: str
    counts: bool
    since: date


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item that is known from an export only. `link` is canonical, or empty."""

    id: int
    identity: str
    title: str
    link: str = ""


class Namesakes:
    """Items that are known from exports only, by title: one export names an item by its title, another by title and
    link, and it is one item all the same. Two that have different links are two."""

    def __init__(self, kept: Iterable[NewItem]) -> None:
        self._by_title: dict[tuple[str, bool], int] = {}
        for item in sorted(kept, key=lambda item: item.id):
            self.add(item)

    def add(self, item: NewItem) -> None:
        if title := plain(item.title):
            self._by_title.setdefault((title, bool(item.link)), item.id)

    def find(self, line: Line) -> int | None:
        return self._by_title.get((plain(line.title), not line.link)) if line.title else None


EARLIER = 2  # days by which an item may have been shared before it was gathered


class Items:
    """Finds the kept item that a line names: by its link, else by its title, else by a rewording of that."""

    def __init__(self, kept: Sequence[KeptItem]) -> None:
        self._kept = sorted(kept, key=lambda item: item.id)
        self._by_link: dict[str, KeptItem] = {}
        self._by_title: dict[str, KeptItem] = {}
        for item in self._kept:
            self._by_link.setdefault(item.canonical, item)
            self._by_title.setdefault(plain(item.title), item)
        self._index = TitleIndex([item.title for item in self._kept])
        self._reworded: dict[str, list[KeptItem]] = {}
        self._titles: dict[str, str] = {}

    def find(self, line: Line) -> Named | None:
        item = self._by_link.get(line.link) if line.link else None
        if item is None and (title := self._folded(line.title)):
            item = self._by_title.get(title) or self._rewording(line)
        return Named(item.id, item.counts) if item else None

    def _folded(self, title: str) -> str:
        if title not in self._titles:
            self._titles[title] = plain(title)
        return self._titles[title]

    def _rewording(self, line: Line) -> KeptItem | None:
        if line.title not in self._reworded:
            self._reworded[line.title] = [self._kept[at] for at in self._index.rewordings(line.title)]
        there = (item for item in self._reworded[line.title] if (item.since - line.day).days <= EARLIER)
        return next(there, None)


@dataclass(slots=True)
class Additions:
    """What is to be written. `fresh` and `known` count lines."""

    shares: list[Booked] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    fresh: int = 0
    known: int = 0


class Ledger:
    """The shares and imported evidence of some posts on some days, to which lines are added."""

    def __init__(self, booked: Iterable[Booked], proofs: Iterable[Proof], *, app_counts: bool) -> None:
        self._app_counts = app_counts
        self._shares: set[ShareKey] = set()
        self._places: dict[tuple[date, int, int], list[tuple[bool, int, str]]] = {}
        self._named: dict[tuple[date, int], set[int]] = {}
        self._proved: set[ShareKey] = set()
        self._references: set[tuple[date, int, str]] = set()
        self._items: dict[tuple[date, int, str], int] = {}
        for one in booked:
            self._book(one)
        for proof in proofs:
            self._prove(proof)

    def add(self, lines: Sequence[tuple[Line, int]], item_of: Callable[[Line], Named]) -> Additions:
        """The lines with their posts. Those that name an item come first: what they name is no longer unlisted."""
        found = Additions()
        for line, post_id in lines:
            if line.what:
                self._add_named(line, post_id, item_of, found)
        for line, post_id in lines:
            if not line.what:
                self._add_counted(line, post_id, found)
        return found

    def _add_named(self, line: Line, post_id: int, item_of: Callable[[Line], Named], found: Additions) -> None:
        if (line.day, post_id, line.reference) in self._references:
            found.known += 1
            return
        # The same title may have been taken for another item before a better one was gathered.
        before = self._items.get((line.day, post_id, line.what))
        item = item_of(line)
        item = item if before is None else Named(before, item.counts)
        self._enter(line, post_id, item, line.reference, found)
        found.fresh += 1

    def _add_counted(self, line: Line, post_id: int, found: Additions) -> None:
        named = len(self._named.get((line.day, post_id), ()))
        fresh = False
        for number in range(named + 1, line.count + 1):
            item = Named(unlisted_id(number), self._app_counts)
            if self._key(line, post_id, item) not in self._proved:
                self._enter(line, post_id, item, line.reference, found)
                fresh = True
        found.fresh += fresh
        found.known += not fresh

    def _enter(self, line: Line, post_id: int, item: Named, reference: str, found: Additions) -> None:
        key = self._key(line, post_id, item)
        if key not in self._shares:
            one = Booked(key, stands=True, counts=item.counts)
            self._book(one)
            found.shares.append(one)
        proof = Proof(key, reference)
        self._prove(proof)
        found.proofs.append(proof)

    def _key(self, line: Line, post_id: int, item: Named) -> ShareKey:
        """Where a line names no destination it is the share that is on record, else elsewhere. What the officer took
        back altogether is that share, whatever destination a line names: it is not brought back by going elsewhere."""
        to = line.destination
        withdrawn, _, first = min(self._places.get((line.day, post_id, item.item_id), ((False, 0, ""),)))
        where = first if first and (withdrawn or not to) else (to or Destination.OTHER).value
        return ShareKey(line.day, post_id, item.item_id, where)

    def _book(self, one: Booked) -> None:
        day, post_id, item_id, where = one.share
        self._shares.add(one.share)
        self._places.setdefault((day, post_id, item_id), []).append((not one.stands, _rank(where), where))
        # What the app counted is among what counts, so only that can be the same.
        if one.stands and (one.counts or not self._app_counts) and not unlisted_number(item_id):
            self._named.setdefault((day, post_id), set()).add(item_id)

    def _prove(self, proof: Proof) -> None:
        day, post_id, item_id, _ = proof.share
        self._proved.add(proof.share)
        self._references.add((day, post_id, proof.reference))
        if what := what_of(proof.reference):
            self._items.setdefault((day, post_id, what), item_id)


_RANKS = {destination.value: number for number, destination in enumerate(Destination)}


def _rank(where: str) -> int:
    return _RANKS.get(where, len(_RANKS))
