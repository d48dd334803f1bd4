"""Words in Chinese texts: how they are spelt alike, where they occur, and where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from kpbot.domain.similarity import fold

if TYPE_CHECKING:
    from opencc import OpenCC

Meaning = TypeVar("Meaning")

_LATIN = re.compile(r"[a-z0-9]")


def alike(text: str) -> str:
    """`similarity.fold`, with traditional characters as simplified ones too.

    Only for looking up words: fingerprints are made of `fold`, and must stay what they are in databases.
    """
    return simplified(fold(text))


def simplified(text: str) -> str:
    """Traditional characters as simplified ones."""
    while (simple := _to_simplified().convert(text)) != text:  # 薴 takes two steps
        text = simple
    return text


@cache
def _to_simplified() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A word in a text that is `alike`: where it starts and ends (exclusive), and what it means."""

    word: str
    start: int
    end: int
    meaning: Meaning

    def contains(self, other: Found[Meaning]) -> bool:
        """Whether `other` is but a part of this longer word."""
        return self.start <= other.start and other.end <= self.end and self.word != other.word


class Finder(Generic[Meaning]):
    """Finds any number of words in one pass. Words and texts are compared as they are `alike`."""

    def __init__(self, words: Mapping[str, Meaning]) -> None:
        import ahocorasick

        self._automaton = ahocorasick.Automaton()
        for word, meaning in words.items():
            if folded := alike(word).strip():
                self._automaton.add_word(folded, (folded, meaning))
        self._is_empty = len(self._automaton) == 0
        if not self._is_empty:
            self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[Found[Meaning]]:
        """All occurrences in a text that is `alike` already, overlapping ones too, by where they end.

        Chinese has no spaces, so anywhere counts; a Latin word counts as a whole only (ad, but not bread).
        """
        if self._is_empty:
            return
        for last, (word, meaning) in self._automaton.iter(text):
            found = Found(word, last + 1 - len(word), last + 1, meaning)
            if _is_whole(found, text):
                yield found


def _is_whole(found: Found[Meaning], text: str) -> bool:
    before, after = text[found.start - 1 : found.start], text[found.end : found.end + 1]
    torn_before = _LATIN.match(found.word[0]) and _LATIN.match(before)
    torn_after = _LATIN.match(found.word[-1]) and _LATIN.match(after)
    return not (torn_before or torn_after)


@lru_cache(maxsize=256)
def seams(text: str) -> frozenset[int]:
    """The positions in a text where one word ends and the next begins, its start and its end among them."""
    from rjieba import cut

    position, found = 0, {0}
    for word in cut(text, False):  # words it knows; those that it would make up tear others apart
        position += len(word)
        found.add(position)
    return frozenset(found)


def straddles(found: Found[Meaning], text: str) -> bool:
    """Whether an occurrence is torn out of words that have nothing to do with it: 会议 of 学会|议价.

    It is not where it is a run of whole words, or how a single word begins or ends: 血压 of 高血压.
    """
    at = seams(text)
    starts, ends = found.start in at, found.end in at
    if starts and ends:
        return False
    inner = any(position in at for position in range(found.start + 1, found.end))
    return inner or not (starts or ends)
