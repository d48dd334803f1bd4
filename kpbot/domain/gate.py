"""Whether a gathered item may be used at all: at once, after a coordinator has looked at it, or never.

Titles of health items are full of alarming words, and a refused item is gone: so what a word or a title gives
away leads to a coordinator (*review*), unless the operator says *block*.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, tzinfo

from kpbot.domain.content import Item, ItemState, Source, Trust
from kpbot.domain.reason import Reason, reason
from kpbot.domain.season import CHINA
from kpbot.domain.similarity import plain
from kpbot.domain.subjects import subject_of
from kpbot.domain.words import Level, Words


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


def judge(
    item: Item,
    source: Source,
    words: Words,
    today: date,
    rules: GateRules | None = None,
    earlier: Collection[str] = (),
) -> Verdict:
    """What becomes of an item on the local day `today`; what rejects goes before what needs a look.

    `earlier` are titles of the same source, by which the parts of a series are known.
    """
    rules = rules or GateRules()
    stopping = words.stopping(f"{item.title}\n{item.summary}\n{item.body}")
    if found := _refusal(item, source, stopping, today, rules):
        return Verdict(ItemState.REJECTED, found)
    if found := _doubt(item, source, words, stopping, earlier):
        return Verdict(ItemState.REVIEW, found)
    return _PASS


_Stopping = tuple[Level, str] | None


def _refusal(item: Item, source: Source, stopping: _Stopping, today: date, rules: GateRules) -> Reason | None:
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
    if stopping and stopping[0] is Level.BLOCK:
        return reason(f"word-{Level.BLOCK}", word=stopping[1])
    return None


def _doubt(item: Item, source: Source, words: Words, stopping: _Stopping, earlier: Collection[str]) -> Reason | None:
    if stopping:
        return reason(f"word-{stopping[0]}", word=stopping[1])
    if not source.reserve and (found := subject_of(item.title, words, earlier)):
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
