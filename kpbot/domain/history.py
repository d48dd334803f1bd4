"""What earlier editions used, so that nobody gets the same thing twice in half a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from kpbot.domain.content import Item, PastUse
from kpbot.domain.similarity import TitleIndex, jaccard


class History:
    """Past uses as seen from one local day. A window of n days reaches n days back *and* forward: editions
    are planned ahead, and an item swapped in today must not be the one already planned for tomorrow."""

    def __init__(self, past: Sequence[PastUse], day: date, longest_window: int) -> None:
        self._day = day
        self._uses: dict[tuple[str, str | int], list[PastUse]] = defaultdict(list)
        for use in past:
            for key in _keys(use.item_id, use.canonical, use.fingerprint):
                self._uses[key].append(use)
        self._near = [use for use in past if self._distance(use) <= longest_window]
        self._titles = TitleIndex([use.title for use in self._near])

    def last_use(self, item: Item) -> date | None:
        """The latest local day on which this very item was used, under whatever identity it had then."""
        return max((use.day for use in self._uses_of(item)), default=None)

    def repeat(self, item: Item, window: int) -> PastUse | None:
        """The nearest use of the item, its link or its text within `window` days."""
        near = [use for use in self._uses_of(item) if self._distance(use) <= window]
        return min(near, key=self._distance, default=None)

    def rewording(self, item: Item, window: int) -> PastUse | None:
        """The most similar use within `window` days whose title says the same in other words."""
        alike = (self._near[place] for place in self._titles.rewordings(item.title))
        near = [use for use in alike if self._distance(use) <= window]
        return max(near, key=lambda use: (jaccard(use.title, item.title), use.day, use.title), default=None)

    def _uses_of(self, item: Item) -> list[PastUse]:
        keys = _keys(item.id, item.canonical, item.fingerprint)
        return [use for key in keys for use in self._uses.get(key, ())]

    def _distance(self, use: PastUse) -> int:
        return abs((self._day - use.day).days)


def _keys(item_id: int, canonical: str, fingerprint: str) -> list[tuple[str, str | int]]:
    keys: list[tuple[str, str | int]] = [("id", item_id), ("canonical", canonical), ("print", fingerprint)]
    return [key for key in keys if key[1] != ""]
