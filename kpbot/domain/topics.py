"""Which topic an item is about, by the words of its title and summary (config/topics.toml)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kpbot.domain.content import Topic
from kpbot.domain.similarity import fold

IN_TITLE = 2  # weight of a keyword in the title; in the summary it counts once
ENOUGH = 2  # evidence needed where the source has no default topic
CLEAR = 4  # evidence needed against the source's default: two words of the title, or as good as that
LEAD = 2  # and by how much it must surpass every other topic then


def guess_topic(
    title: str, summary: str, keywords: Mapping[Topic, Sequence[str]], default: Topic | None
) -> Topic | None:
    """The topic of an item, or None if the words don't tell and the source has no default.

    Keywords alone find a topic for about half of real titles, so the source's default stands unless
    another topic has clear evidence.
    """
    evidence = _evidence(fold(title), fold(summary), keywords)
    best = max(evidence, key=lambda topic: evidence[topic], default=None)
    if best is None or best is default:
        return default
    others = max((points for topic, points in evidence.items() if topic is not best), default=0)
    lead = evidence[best] - others
    if default is None:
        return best if evidence[best] >= ENOUGH and lead > 0 else None
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


def _evidence(title: str, summary: str, keywords: Mapping[Topic, Sequence[str]]) -> dict[Topic, int]:
    evidence = {}
    for topic in Topic:  # in a fixed order, whatever that of the file
        words = [fold(word) for word in keywords.get(topic, ())]
        in_title = _hits(words, title)
        in_summary = _hits(words, summary) - in_title
        if points := IN_TITLE * len(in_title) + len(in_summary):
            evidence[topic] = points
    return evidence


def _hits(words: Iterable[str], text: str) -> set[str]:
    """The words that occur, without those that are part of a longer one: 流感 in 流感疫苗 is one word."""
    hits = {word for word in words if word in text}
    return {word for word in hits if not any(word != other and word in other for other in hits)}
