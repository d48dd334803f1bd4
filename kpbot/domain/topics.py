"""Which topic an item is about, by the words of its title and summary (config/topics.toml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kpbot.domain.content import Topic
from kpbot.domain.wording import Finder, alike, straddles

IN_TITLE = 2  # weight of a keyword in the title; in the summary it counts once
ENOUGH = 2  # evidence needed where the source has no default topic
CLEAR = 4  # evidence needed against the source's default: two words of the title, or as good as that
LEAD = 2  # and by how much it must surpass every other topic then

_Topics = tuple[Topic, ...]


def guess_topic(
    title: str, summary: str, keywords: Mapping[Topic, Sequence[str]], default: Topic | None
) -> Topic | None:
    """The topic of an item, or None if the words don't tell and the source has no default.

    A keyword counts where it is a word or a run of words, not where it is torn out of two (`wording.straddles`).
    Keywords alone don't find the topic of every title, so the source's default stands unless another topic has
    clear evidence.
    """
    evidence = _evidence(title, summary, _finder(tuple((topic, tuple(keywords.get(topic, ()))) for topic in Topic)))
    best = max(evidence, key=lambda topic: evidence[topic], default=None)  # of equals the one that is named first
    if best is None or best is default:
        return default
    others = max((points for topic, points in evidence.items() if topic is not best), default=0)
    lead = evidence[best] - others
    if default is None:
        return best if evidence[best] >= ENOUGH else None
    return best if evidence[best] >= CLEAR and lead >= LEAD else default


def read_keywords(data: Mapping[str, object]) -> dict[Topic, tuple[str, ...]]:
    """The `[keywords]` of a parsed topics.toml. Raises ValueError that names a wrong entry."""
    table = data.get("keywords", {})
    if not isinstance(table, dict):
        raise ValueError("keywords: a table is needed")
    found: dict[Topic, tuple[str, ...]] = {}
    for name, words in table.items():
        if name not in set(Topic):
            raise ValueError(f"keywords.{name}: no topic; topics are {', '.join(Topic)}")
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise ValueError(f"keywords.{name}: a list of words is needed")
        found[Topic(name)] = tuple(words)
    return found


@lru_cache(maxsize=4)
def _finder(keywords: tuple[tuple[Topic, tuple[str, ...]], ...]) -> Finder[_Topics]:
    """Topics by keyword, those in a fixed order, whatever that of the file."""
    meanings: dict[str, _Topics] = {}
    for topic, words in keywords:
        for word in dict.fromkeys(map(alike, words)):
            meanings[word] = (*meanings.get(word, ()), topic)
    return Finder(meanings)


def _evidence(title: str, summary: str, finder: Finder[_Topics]) -> dict[Topic, int]:
    """Points by topic, in the order in which the topics are first named."""
    in_title = _hits(title, finder)
    points: dict[Topic, int] = {}
    for word, topics in (in_title | _hits(summary, finder)).items():
        for topic in topics:
            points[topic] = points.get(topic, 0) + (IN_TITLE if word in in_title else 1)
    return points


def _hits(text: str, finder: Finder[_Topics]) -> dict[str, _Topics]:
    """The keywords of a text in their order, without those within a longer one: 流感 in 流感疫苗 is one word."""
    text = alike(text)
    found = [one for one in finder.find(text) if not straddles(one, text)]
    whole = [one for one in found if not any(other.contains(one) for other in found)]
    return {one.word: one.meaning for one in sorted(whole, key=lambda one: (one.start, one.end))}
