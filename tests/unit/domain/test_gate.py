import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kpbot.domain.content import Item, ItemState, Source, Topic, Trust
from kpbot.domain.gate import GateRules, judge
from kpbot.domain.words import Level, Subject, Words, read_words
from kpbot.texts import LANGUAGES, say

SHIPPED = Path(__file__).parents[3] / "config" / "topics.toml"
TODAY = date(2026, 11, 23)
SOURCE = Source("kp", "某科普号", "syndication", enabled=True, trust=Trust.HIGH)
ITEM = Item(
    id=1,
    source="kp",
    identity="1",
    title="冬天怎样开窗通风",
    summary="",
    body="每天开窗两三次，每次十来分钟，屋里空气就新鲜了。",
    link="https://example.org/1",
    canonical="https://example.org/1",
    fingerprint="f",
    topic=Topic.HEALTH,
    state=ItemState.REVIEW,
    gathered_at=datetime(2026, 11, 23, 1, tzinfo=UTC),
    published=datetime(2026, 11, 20, 1, tzinfo=UTC),
)
WORDS = Words(
    levels={"排毒": Level.REVIEW, "私彩": Level.BLOCK, "ad": Level.REVIEW},
    subjects={
        Subject.ACCIDENT: ("遇难",),
        Subject.MEETING: ("出席",),
        Subject.PROMOTION: ("抢购",),
        Subject.CLICKBAIT: ("震惊",),
    },
)


def test_a_sound_item_passes() -> None:
    verdict = judge(ITEM, SOURCE, WORDS, TODAY)
    assert (verdict.state, verdict.reason) == (ItemState.READY, None)


@pytest.mark.parametrize(
    ("item", "source", "code"),
    [
        (ITEM, replace(SOURCE, enabled=False), "source-off"),
        (ITEM, replace(SOURCE, language="en"), "language"),
        (replace(ITEM, title="Fresh air in winter"), SOURCE, "language"),
        (replace(ITEM, body="Open the windows twice a day, ten minutes each, for air."), SOURCE, "language"),
        (replace(ITEM, title="冬の換気のしかた", body="まどをあけてくうきをいれかえましょう"), SOURCE, "language"),
        (replace(ITEM, body=""), SOURCE, "no-body"),
        (replace(ITEM, body="冬天怎样开窗通风！"), SOURCE, "no-body"),  # the title again
        (replace(ITEM, body="点击查看"), SOURCE, "no-body"),
        (replace(ITEM, published=datetime(2026, 10, 23, 3, tzinfo=UTC)), SOURCE, "too-old"),
        (replace(ITEM, published=None, gathered_at=datetime(2026, 1, 1, tzinfo=UTC)), SOURCE, "too-old"),
        (replace(ITEM, body=ITEM.body + "私\u200b彩"), SOURCE, "word-block"),
    ],
)
def test_rejected(item: Item, source: Source, code: str) -> None:
    _expect(item, source, ItemState.REJECTED, code)


@pytest.mark.parametrize(
    ("item", "source", "code"),
    [
        (replace(ITEM, body=ITEM.body + "据说能排毒"), SOURCE, "word-review"),
        (replace(ITEM, title="冬天 ＡＤ 通风"), SOURCE, "word-review"),
        (replace(ITEM, title="三人遇难，冬天取暖要当心"), SOURCE, "subject-accident"),
        (replace(ITEM, title="局长出席通风宣传活动"), SOURCE, "subject-meeting"),
        (replace(ITEM, title="空气净化器抢购"), SOURCE, "subject-promotion"),
        (replace(ITEM, title="震惊，冬天还要通风"), SOURCE, "subject-clickbait"),
        (replace(ITEM, title="冬天不通风会怎样？！"), SOURCE, "subject-clickbait"),
        (replace(ITEM, title="快看！冬天要通风！"), SOURCE, "subject-clickbait"),
        (ITEM, replace(SOURCE, trust=Trust.REVIEW), "untrusted"),
    ],
)
def test_held_for_a_coordinator(item: Item, source: Source, code: str) -> None:
    _expect(item, source, ItemState.REVIEW, code)


@pytest.mark.parametrize(
    "item",
    [
        replace(ITEM, body="", summary="每天开窗两三次，每次十分钟"),  # hand-written
        replace(ITEM, published=datetime(2026, 10, 24, 0, tzinfo=UTC)),  # 30 days
        replace(ITEM, published=datetime(2026, 10, 23, 17, tzinfo=UTC)),  # already the 24th in China
        replace(ITEM, title="mRNA 疫苗是什么"),
        replace(ITEM, title="一氧化碳不会提醒你！"),
        replace(ITEM, body=ITEM.body + " bread, shade and road"),  # no word "ad"
        replace(ITEM, body=ITEM.body + "三人遇难"),  # subjects are told by titles only
    ],
)
def test_no_false_alarm(item: Item) -> None:
    assert judge(item, SOURCE, WORDS, TODAY).reason is None


def test_the_reserve_has_no_age_and_may_name_accidents() -> None:
    reserve = replace(SOURCE, reserve=True)
    old = replace(ITEM, title="为什么会有人遇难", published=datetime(2020, 1, 1, tzinfo=UTC))
    assert judge(old, reserve, WORDS, TODAY).state is ItemState.READY
    _expect(replace(old, body=ITEM.body + "排毒"), reserve, ItemState.REVIEW, "word-review")


def test_what_rejects_goes_before_what_needs_a_look() -> None:
    both = replace(ITEM, title="震惊，排毒", body=ITEM.body + "私彩")
    _expect(both, SOURCE, ItemState.REJECTED, "word-block")


def test_rules_can_be_changed() -> None:
    english = replace(ITEM, title="Fresh air", body="Open the windows twice a day.")
    rules = GateRules(oldest_days=2, languages=frozenset({"zh", "en"}))
    verdict = judge(english, replace(SOURCE, language="en-GB"), WORDS, TODAY, rules)
    assert verdict.reason is not None
    assert (verdict.reason.code, verdict.reason.values) == ("too-old", {"days": 3, "limit": 2})


def test_shipped_lists() -> None:
    words = read_words(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))
    assert set(words.subjects) == set(Subject)
    assert set(words.levels.values()) == set(Level)
    assert judge(ITEM, SOURCE, words, TODAY).reason is None
    held = replace(ITEM, title="市里召开会议部署冬季取暖安全")
    assert judge(held, SOURCE, words, TODAY).state is ItemState.REVIEW


def test_block_wins_where_a_word_stands_in_both_lists() -> None:
    for order in (("review", "block"), ("block", "review")):
        words = read_words({"words": {level: ["Ａ股内幕"] for level in order}})
        assert words.levels == {"a股内幕": Level.BLOCK}


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"words": {"maybe": ["a"]}}, "words.maybe"),
        ({"words": {"block": "a"}}, "words.block"),
        ({"words": {"block": [" "]}}, "words.block"),
        ({"words": ["a"]}, "words"),
        ({"subjects": {"sport": ["a"]}}, "subjects.sport"),
    ],
)
def test_wrong_tables_are_named(data: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read_words(data)


def _expect(item: Item, source: Source, state: ItemState, code: str) -> None:
    verdict = judge(item, source, WORDS, TODAY)
    assert verdict.reason is not None
    assert (verdict.state, verdict.reason.code) == (state, code)
    for language in LANGUAGES:
        assert say(language, f"choice-{code}", **verdict.reason.values)
