"""Every reason of a choice can be read in both languages, with nothing missing and nothing raw in it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

from kpbot.domain.content import Topic
from kpbot.domain.words import Subject
from kpbot.texts import LANGUAGES, say

ROOT = Path(__file__).parents[3]
DATE: dict[str, str | int] = {"month": 11, "day": 9}
REASONS: dict[str, dict[str, str | int]] = {
    "fresh": DATE,
    "reserve-unused": {},
    "reserve-rested": DATE,
    "national-day": {"key": "fire-day", "name": "全国消防日"},
    "national-day-now": {"key": "fire-day", "name": "全国消防日"},
    "solar-term": {"key": "major-snow", "name": "大雪", "month": 12, "day": 7},
    "speaks-of": {"word": "防寒"},
    "season": {"month": 11},
    "village": {},
    "topic-need": {"topic": "food-safety", "count": 1, "days": 14},
    "concern": {"topic": "health"},
    "not-before": {"month": 12, "day": 1},
    "scope": {"place": "青禾县"},
    "state-review": {},
    "state-rejected": {},
    "state-recalled": {},
    "avoided": {},
    "resting": {**DATE, "days": 10},
    "repeat": {**DATE, "days": 180},
    "rewording-used": {**DATE, "title": "某标题"},
    "rewording-chosen": {"slot": 2, "title": "某标题"},
    "same-topic": {"slot": 2, "topic": "space"},
    "same-source": {"slot": 2},
    "concern-place": {},
    "ranked-lower": {},
    "source-off": {"source": "某来源"},
    "language": {},
    "no-body": {},
    "too-old": {"days": 31, "limit": 30},
    "word-block": {"word": "某词"},
    "word-review": {"word": "某词"},
    **{f"subject-{subject}": {"word": "某词"} for subject in Subject},
    "subject-continues": {"title": "某标题"},
    "untrusted": {"source": "某来源"},
}


class _References(Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)


def _texts(language: str) -> dict[str, _References]:
    source = (ROOT / "kpbot" / "texts" / language / "choice.ftl").read_text(encoding="utf-8")
    found = {}
    for entry in parse(source).body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message):
            found[entry.id.name] = _References()
            found[entry.id.name].visit(entry)
    return found


def _variables(text_id: str, texts: dict[str, _References]) -> set[str]:
    own = texts[text_id]
    return own.variables.union(*(_variables(name, texts) for name in own.messages))


def _codes_in_source() -> Iterator[str]:
    for name in ("gate", "scoring", "sifting", "edition"):
        source = (ROOT / "kpbot" / "domain" / f"{name}.py").read_text(encoding="utf-8")
        yield from re.findall(r'\breason\("([a-z-]+)"', source)


def test_the_table_above_holds_every_code() -> None:
    codes = set(_codes_in_source())
    assert len(codes) > 10
    assert codes <= set(REASONS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", REASONS)
def test_every_reason_uses_all_its_details(code: str, language: str) -> None:
    details = REASONS[code]
    assert _variables(f"choice-{code}", _texts(language)) == set(details)
    text = say(language, f"choice-{code}", **details)
    assert text
    assert "{" not in text
    if "topic" in details:
        assert say(language, f"topic-{details['topic']}") in text


def test_languages_have_the_same_texts_with_the_same_variables() -> None:
    first, second = (_texts(language) for language in LANGUAGES)
    assert set(first) == set(second)
    for text_id in first:
        assert _variables(text_id, first) == _variables(text_id, second), text_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_label(language: str) -> None:
    labels = [say(language, f"topic-{topic}") for topic in Topic]
    assert len(set(labels)) == 8
    for topic, label in zip(Topic, labels, strict=True):
        assert label in say(language, "choice-concern", topic=topic.value)


def test_every_shipped_national_day_has_a_name_in_english() -> None:
    data = tomllib.loads((ROOT / "config" / "calendar.toml").read_text(encoding="utf-8"))
    for key, day in data["national-days"].items():
        text = say("en", "choice-national-day", key=key, name=day["name"])
        assert text.isascii(), text
        assert day["name"] in say("zh-CN", "choice-national-day", key=key, name=day["name"])


def test_a_day_the_operator_added_keeps_its_name() -> None:
    assert "苹果节" in say("en", "choice-national-day", key="apple-day", name="苹果节")
