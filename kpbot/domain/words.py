"""The operator's words: lists that stop an item anywhere, and what words of a title give away (config/topics.toml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from kpbot.domain.wording import Finder, Found, alike


class Level(StrEnum):
    REVIEW = "review"
    BLOCK = "block"


class Subject(StrEnum):
    """What a title may be about that is no popular science by itself. The value names the reason's text."""

    ACCIDENT = "accident"
    MEETING = "meeting"
    PROMOTION = "promotion"
    SERIES = "series"
    CLICKBAIT = "clickbait"


class Weight(StrEnum):
    """How sure a word of a title makes us. The value is the table in config/topics.toml."""

    CERTAIN = "subjects"  # is enough, whatever else the title says
    ALARM = "alarms"  # is enough, unless the title explains or refutes
    HINT = "hints"  # two are enough


Listed = Mapping[Subject, tuple[str, ...]]


@dataclass(frozen=True)
class Words:
    """`levels` by word. `subjects`, `alarms` and `hints` as in `Weight`; `science`: words of titles that explain or
    refute something. Words are compared as they are `alike`; `read_words` reads them from config/topics.toml.
    """

    levels: Mapping[str, Level]
    subjects: Listed = field(default_factory=dict)
    alarms: Listed = field(default_factory=dict)
    hints: Listed = field(default_factory=dict)
    science: tuple[str, ...] = ()

    def stopping(self, text: str) -> tuple[Level, str] | None:
        """The word that decides about a text: one that blocks before one that asks for a look, then the first."""
        found = list(self._list.find(alike(text)))
        if not found:
            return None
        first = min(found, key=lambda one: (one.meaning is not Level.BLOCK, one.start, -one.end))
        return first.meaning, first.word

    def telling(self, title: str) -> Iterator[Found[tuple[Subject | None, Weight]]]:
        """What the words of a title (which is `alike`) tell; a part of a longer word in the lists tells nothing.
        A word of `science` has no subject."""
        found = list(self._title.find(title))
        whole = [one for one in found if not any(other.contains(one) for other in found)]
        for one in whole:
            for meaning in one.meaning:
                yield Found(one.word, one.start, one.end, meaning)

    @cached_property
    def _list(self) -> Finder[Level]:
        return Finder(self.levels)

    @cached_property
    def _title(self) -> Finder[tuple[tuple[Subject | None, Weight], ...]]:
        meanings: dict[str, tuple[tuple[Subject | None, Weight], ...]] = {}
        for word, meaning in self._meanings():
            meanings[word] = (*meanings.get(word, ()), meaning)
        return Finder(meanings)

    def _meanings(self) -> Iterator[tuple[str, tuple[Subject | None, Weight]]]:
        for weight, listed in ((Weight.CERTAIN, self.subjects), (Weight.ALARM, self.alarms), (Weight.HINT, self.hints)):
            for subject, words in listed.items():
                yield from ((alike(word), (subject, weight)) for word in words)
        yield from ((alike(word), (None, Weight.HINT)) for word in self.science)


def read_words(data: Mapping[str, object]) -> Words:
    """The word lists of a parsed topics.toml. Raises ValueError that names a wrong entry."""
    subjects, alarms, hints = (_by_subject(data, weight.value) for weight in Weight)
    science = dict(_lists(data, "science"))
    if unknown := sorted(set(science) - {"signs"}):
        raise ValueError(f"science.{unknown[0]}: only signs are known")
    return Words(_levels(data), subjects, alarms, hints, tuple(science.get("signs", ())))


def _levels(data: Mapping[str, object]) -> dict[str, Level]:
    """A word under both levels is blocked, in whatever order they come."""
    levels: dict[str, Level] = {}
    for level, words in _leveled(data):
        for word in map(alike, words):
            if levels.get(word) is not Level.BLOCK:
                levels[word] = level
    return levels


def _leveled(data: Mapping[str, object]) -> Iterator[tuple[Level, list[str]]]:
    """`[words]` holds lists by level, and any number of lists of one's own: `[words.NAME]` with level and words."""
    for name, given in _table(data, "words").items():
        where = f"words.{name}"
        if isinstance(given, dict):
            if unknown := sorted(set(given) - {"level", "words"}):
                raise ValueError(f"{where}.{unknown[0]}: a list has level and words")
            yield _level(given.get("level"), f"{where}.level"), _list(given.get("words"), f"{where}.words")
        else:
            yield _level(name, where), _list(given, where)


def _level(given: object, where: str) -> Level:
    if given not in set(Level):
        raise ValueError(f"{where}: levels are {' and '.join(Level)}")
    return Level(str(given))


def _by_subject(data: Mapping[str, object], table: str) -> dict[Subject, tuple[str, ...]]:
    found = {}
    for name, words in _lists(data, table):
        if name not in set(Subject):
            raise ValueError(f"{table}.{name}: subjects are {', '.join(Subject)}")
        found[Subject(name)] = tuple(words)
    return found


def _lists(data: Mapping[str, object], table: str) -> Iterable[tuple[str, list[str]]]:
    return [(name, _list(words, f"{table}.{name}")) for name, words in _table(data, table).items()]


def _table(data: Mapping[str, object], name: str) -> dict[str, object]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise ValueError(f"{name}: a table is needed")
    return found


def _list(words: object, where: str) -> list[str]:
    if not isinstance(words, list) or not all(isinstance(word, str) and alike(word).strip() for word in words):
        raise ValueError(f"{where}: a list of words is needed")
    return words
