"""When two texts say the same: by fingerprint, or as a rewording of each other's title.

Rewordings of one story have a character-bigram Jaccard of about 0.7, the same event told by two
publishers only about 0.3; 0.6 tells them apart.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_NOT_WRITING = re.compile(r"[\W_]+")

# The threshold 0.6 as a fraction, so that a pair exactly on it never depends on rounding.
_PART, _WHOLE = 3, 5


def fold(text: str) -> str:
    """`text` with full width and half width, capitals and small letters alike, and nothing invisible."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text).lower())


def plain(text: str) -> str:
    """`fold`, and only letters and digits left: no spaces, punctuation or pictographs."""
    return _NOT_WRITING.sub("", fold(text))


@lru_cache(maxsize=8192)
def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of `plain(text)`; a single character stands for itself."""
    letters = plain(text)
    if len(letters) == 1:
        return frozenset(letters)
    return frozenset(map("".join, pairwise(letters)))


def jaccard(a: str, b: str) -> float:
    """Shared bigrams over all bigrams, 0 to 1; 0 where either has none, for nothing is known then."""
    first, second = bigrams(a), bigrams(b)
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def is_rewording(a: str, b: str) -> bool:
    """Whether two titles are so alike (Jaccard of 0.6 or more) that readers would take them for one."""
    return _alike(bigrams(a), bigrams(b))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    shared = len(a & b)
    return shared > 0 and _WHOLE * shared >= _PART * (len(a) + len(b) - shared)


def fingerprint(title: str, body: str) -> str:
    """32 hex digits that stay the same when only case, width, spaces or punctuation change."""
    text = f"{plain(title)}\n{plain(body)}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class TitleIndex:
    """Finds the rewordings of a title among many.

    Two sets of bigrams with a Jaccard of 0.6 share at least 0.6 of either; so they share one of the
    rarest 0.4 (and one more) of either. Only those few are indexed and looked up.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        self._grams = [bigrams(title) for title in titles]
        self._often = Counter(gram for grams in self._grams for gram in grams)
        self._where: dict[str, list[int]] = defaultdict(list)
        for position, grams in enumerate(self._grams):
            for gram in self._telling(grams):
                self._where[gram].append(position)

    def rewordings(self, title: str) -> Iterator[int]:
        """Positions of the titles that `is_rewording` holds for, in ascending order."""
        grams = bigrams(title)
        near = {place for gram in self._telling(grams) for place in self._where.get(gram, ())}
        return (place for place in sorted(near) if _alike(grams, self._grams[place]))

    def _telling(self, grams: frozenset[str]) -> list[str]:
        must_share = -(-_PART * len(grams) // _WHOLE)
        rarest_first = sorted(grams, key=lambda gram: (self._often[gram], gram))
        return rarest_first[: len(grams) - must_share + 1]
