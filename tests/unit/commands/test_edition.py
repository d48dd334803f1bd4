"""`kpbot edition explain`: what there is or would be, every candidate with its reasons, readable at 100 columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from unicodedata import east_asian_width

import pytest

from kpbot.domain.scoring import Score
from kpbot.texts import LANGUAGES, say
from tests.unit.commands.conftest import Kpbot

REGION = ("--region", "演示市/青禾县")


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from kpbot.commands.words import terminal_language

    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    terminal_language.cache_clear()
    yield
    terminal_language.cache_clear()


@pytest.fixture
def approved(kpbot: Kpbot) -> Kpbot:
    counties = ("--county", "青禾县", "--county", "白水县")
    ended = kpbot("init", "--yes", "--city", "演示市", *counties, "--reserve-approved-by", "赵敏")
    assert ended.code == 0, ended.err
    return kpbot


def columns(line: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


def test_what_would_be_chosen_and_why_not_the_others(approved: Kpbot) -> None:
    ended = approved("edition", "explain", "2026-12-07", *REGION)
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert lines[0] == "青禾县 · 2026年12月7日（周一）"
    assert lines[1] == "还没有定。现在来选，会是："
    assert [line[0] for line in lines if line[:1].isdigit()] == ["1", "2", "3"]
    assert "大雪节气前后（12月7日）" in ended.out
    assert "没选：与第1条主题相同" in ended.out
    assert max(map(columns, lines)) <= 100


def test_as_json(approved: Kpbot) -> None:
    found = json.loads(approved("edition", "explain", "明天", *REGION, "--audience", "village", "--json").out)
    assert (found["region"], found["audience"], found["state"], found["short_by"]) == ("青禾县", "village", None, 0)
    assert len({one["topic"] for one in found["chosen"]}) == 3
    for one in (*found["chosen"], *found["others"]):
        assert one["score"] == sum(one["parts"].values())
        assert one["speaks"][0]["code"] == "reserve-unused"
    assert all(one["against"] for one in found["others"])


def test_what_is_refused_says_the_first_reason(installed: Kpbot) -> None:
    """Nobody approved the reserve: it would be proposed only to those who look at it."""
    assert installed("edition", "explain", "today", *REGION).code == 0
    found = json.loads(installed("edition", "explain", "tomorrow", *REGION, "--json").out)
    assert len(found["chosen"]) == 3, "what only waits for a word is as good as ready in a proposal"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("昨天的前天", *REGION), "看不懂日期“昨天的前天”"),
        (("2026-13-01", *REGION), "看不懂日期“2026-13-01”"),
        (("今天",), "请用 --region 写明"),
        (("今天", "--region", "没有的县"), "请用 --region 写明"),
    ],
)
def test_what_cannot_be_understood_is_said(approved: Kpbot, arguments: tuple[str, ...], said: str) -> None:
    ended = approved("edition", "explain", *arguments)
    assert ended.code == 1
    assert said in ended.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_a_score_has_a_name(language: str) -> None:
    for name in Score.__slots__:
        part = f"explain-part-{name.replace('_', '-')}"
        assert part not in say(language, part)


def test_a_day_that_is_past_is_not_said_to_be_open(approved: Kpbot) -> None:
    lines = approved("edition", "explain", "2026-01-05", *REGION).out.splitlines()
    assert lines[1] == "那一天没有定过三条。按现在的内容来选，会是："
