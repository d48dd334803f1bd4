"""Whether a gathered item may be used at all: at once, after a coordinator has looked at it, or never.

Titles of health items are full of alarming words, and a refused item is gone: so what a word or a title gives
away leads to a coordinator (*review*), unless the operator says *block*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from kpbot.domain.content import Item, ItemState, Source, Trust
from kpbot.domain.reason import Reason, reason
from kpbot.domain.season import CHINA
from kpbot.domain.similarity import fold, plain


class Level(StrEnum):
    REVIEW = "review"
    BLOCK = "block"


class Subject(StrEnum):
    """What a title may be about that is no popular science. The value names the reason's text."""

    ACCIDENT = "accident"
    MEETING = "meeting"
    PROMOTION = "promotion"
    CLICKBAIT = "clickbait"


@dataclass(frozen=True, slots=True)
class Words:
    """The operator's word list with levels, and the words of titles that tell an unsuitable subject.

    All of them are folded (`similarity.fold`); use `read_words` to get them from config/topics.toml.
    """

    levels: Mapping[str, Level]
    subjects: Mapping[Subject, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class GateRules:
    """`oldest_days` holds for items outside the reserve; `zone` tells on which local day one was published."""

    oldest_days: int = 30
    languages: frozenset[str] = frozenset({"zh"})
    least_text: int = 10  # letters that body or summary must have
    zone: tzinfo = CHINA


@dataclass(frozen=True, slots=True)
class Verdict:
    """READY without a reason, or REVIEW or REJECTED with one."""

    state: ItemState
    reason: Reason | None = None


_PASS = Verdict(ItemState.READY)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_FOREIGN_CJK = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")  # kana, Hangul
_SHOUTING = re.compile(r"[!?]{2}|!.*!")
_LATIN = re.compile(r"[a-z0-9]")


def judge(item: Item, source: Source, words: Words, today: date, rules: GateRules | None = None) -> Verdict:
    """What becomes of an item on the local day `today`; what rejects goes before what needs a look."""
    rules = rules or GateRules()
    if found := _refusal(item, source, words, today, rules):
        return Verdict(ItemState.REJECTED, found)
    if found := _doubt(item, source, words):
        return Verdict(ItemState.REVIEW, found)
    return _PASS


def read_words(data: Mapping[str, object]) -> Words:
    """The `[words]` and `[subjects]` of a parsed topics.toml. Raises ValueError that names a wrong entry."""
    levels: dict[str, Level] = {}
    for name, listed in _lists(data, "words"):
        if name not in ("review", "block"):
            raise ValueError(f"words.{name}: levels are review and block")
        for word in listed:
            # A word under both levels is blocked, in whatever order they come.
            if levels.get(fold(word)) is not Level.BLOCK:
                levels[fold(word)] = Level(name)
    subjects: dict[Subject, tuple[str, ...]] = {}
    for name, listed in _lists(data, "subjects"):
        if name not in set(Subject):
            raise ValueError(f"subjects.{name}: subjects are {', '.join(Subject)}")
        subjects[Subject(name)] = tuple(map(fold, listed))
    return Words(levels, subjects)


def _lists(data: Mapping[str, object], table: str) -> list[tuple[str, list[str]]]:
    found = data.get(table, {})
    if not isinstance(found, dict):
        raise ValueError(f"{table}: a table is needed")
    for name, listed in found.items():
        if not isinstance(listed, list) or not all(isinstance(word, str) and fold(word).strip() for word in listed):
            raise ValueError(f"{table}.{name}: a list of words is needed")
    return list(found.items())


def _refusal(item: Item, source: Source, words: Words, today: date, rules: GateRules) -> Reason | None:
    if not source.enabled:
        return reason("source-off", source=source.name)
    if not _is_in(rules.languages, item, source):
        return reason("language")
    if not _says_something(item, rules.least_text):
        return reason("no-body")
    published = (item.published or item.gathered_at).astimezone(rules.zone).date()
    age = (today - published).days
    if not source.reserve and age > rules.oldest_days:
        return reason("too-old", days=age, limit=rules.oldest_days)
    return _word(item, words, Level.BLOCK)


def _doubt(item: Item, source: Source, words: Words) -> Reason | None:
    if found := _word(item, words, Level.REVIEW):
        return found
    if not source.reserve and (found := _subject(item.title, words)):
        return found
    if source.trust is not Trust.HIGH:
        return reason("untrusted", source=source.name)
    return None


def _is_in(languages: frozenset[str], item: Item, source: Source) -> bool:
    """By the source's declaration, and for Chinese by the writing: a feed may mix languages."""
    language = source.language.split("-")[0].lower()
    if language not in languages:
        return False
    if language != "zh":
        return True
    letters = plain(item.title + (item.body or item.summary)[:500])
    chinese = len(_HAN.findall(letters)) - 2 * len(_FOREIGN_CJK.findall(letters))
    return 10 * chinese >= 3 * len(letters) and bool(_HAN.search(item.title))


def _says_something(item: Item, least: int) -> bool:
    """Feeds of some accounts repeat the title as their text: that is none."""
    title = plain(item.title)
    return any(len(text) >= least and text not in title for text in (plain(item.body), plain(item.summary)) if text)


def _word(item: Item, words: Words, level: Level) -> Reason | None:
    text = fold(f"{item.title}\n{item.summary}\n{item.body}")
    for word, found in words.levels.items():
        if found is level and _occurs(word, text):
            return reason(f"word-{level}", word=word)
    return None


def _subject(title: str, words: Words) -> Reason | None:
    text = fold(title)
    for subject in Subject:
        for word in words.subjects.get(subject, ()):
            if _occurs(word, text):
                return reason(f"subject-{subject}", word=word)
    if _SHOUTING.search(text):
        return reason(f"subject-{Subject.CLICKBAIT}", word="!")
    return None


def _occurs(word: str, text: str) -> bool:
    """Chinese has no spaces, so anywhere counts; a Latin word counts as a whole only (ad, but not bread)."""
    if word not in text:
        return False
    start = r"(?<![a-z0-9])" if _LATIN.match(word[0]) else ""
    end = r"(?![a-z0-9])" if _LATIN.match(word[-1]) else ""
    return bool(re.search(start + re.escape(word) + end, text))
