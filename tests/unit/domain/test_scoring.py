from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kpbot.domain.content import Item, ItemState, Source, Topic
from kpbot.domain.scoring import Context, Score, score, why
from kpbot.domain.season import NationalDay

DAY = date(2026, 11, 23)
SOURCES = {
    "feed": Source("feed", "某科普号", "syndication", enabled=True),
    "village": Source("village", "农技号", "syndication", enabled=True, village=True),
    "reserve": Source("reserve", "常备", "reserve", enabled=True, reserve=True),
}
ITEM = Item(
    id=1,
    source="feed",
    identity="1",
    title="题",
    summary="",
    body="",
    link="",
    canonical="c",
    fingerprint="f",
    topic=Topic.SPACE,
    state=ItemState.READY,
    gathered_at=datetime(2026, 11, 22, tzinfo=UTC),
    published=datetime(2026, 11, 20, 20, tzinfo=UTC),  # 21 November in China
)
RESERVE = replace(ITEM, source="reserve")
FIRE = NationalDay("fire-day", "消防日", (Topic.DISASTER,), fixed=((11, 9), (11, 9)))
CONTEXT = Context(DAY, SOURCES, recent={Topic.SPACE: 5})


@pytest.mark.parametrize(
    ("item", "context", "expected"),
    [
        (ITEM, CONTEXT, Score(freshness=28)),
        (replace(ITEM, published=None), CONTEXT, Score(freshness=29)),
        (replace(ITEM, published=datetime(2026, 11, 30, tzinfo=UTC)), CONTEXT, Score(freshness=30)),
        (replace(ITEM, published=datetime(2025, 11, 30, tzinfo=UTC)), CONTEXT, Score()),
        (ITEM, Context(DAY, SOURCES), Score(freshness=28, need=30)),
        (ITEM, replace(CONTEXT, recent={Topic.SPACE: 2}), Score(freshness=28, need=18)),
        (ITEM, replace(CONTEXT, recent={Topic.SPACE: 9}), Score(freshness=28)),
        (replace(ITEM, season=(11,)), CONTEXT, Score(freshness=28, season=20)),
        (replace(ITEM, season=(6,)), CONTEXT, Score(freshness=28, season=-20)),
        (ITEM, replace(CONTEXT, favoured={Topic.SPACE: FIRE}), Score(freshness=28, national_day=25)),
        (ITEM, replace(CONTEXT, village=True), Score(freshness=28)),
        (replace(ITEM, village=True), CONTEXT, Score(freshness=28)),
        (replace(ITEM, village=True), replace(CONTEXT, village=True), Score(freshness=28, village=20)),
        (replace(ITEM, source="village"), replace(CONTEXT, village=True), Score(freshness=28, village=20)),
        (RESERVE, CONTEXT, Score(rested=30)),
        (RESERVE, replace(CONTEXT, last_used={1: date(2026, 11, 11)}), Score(rested=2)),
        (RESERVE, replace(CONTEXT, last_used={1: date(2026, 12, 1)}), Score()),
    ],
)
def test_parts(item: Item, context: Context, expected: Score) -> None:
    assert score(item, context) == expected


TITLED = replace(ITEM, title="雪天防寒，先看灭火器")
SNOW = NationalDay("major-snow", "大雪", (Topic.SPACE,), words=("防寒",), term="大雪", lasts=5, lead=20, solar=True)
FIRE_NEXT = NationalDay("fire-day", "消防日", (Topic.DISASTER,), fixed=((11, 24), (11, 25)), words=("滅火",))


@pytest.mark.parametrize(
    ("context", "national", "term"),
    [
        (Context(DAY, SOURCES, near=(FIRE_NEXT,)), 35, 0),  # whatever its topic
        (Context(DAY, SOURCES, near=(SNOW,)), 0, 20),
        (Context(DAY, SOURCES, near=(SNOW, FIRE_NEXT), terms={Topic.SPACE: SNOW}), 35, 8),
        (Context(DAY, SOURCES, terms={Topic.SPACE: SNOW}), 0, 8),
    ],
)
def test_a_title_that_speaks_of_the_day_counts_more_than_its_topic(context: Context, national: int, term: int) -> None:
    points = score(TITLED, context)
    assert (points.national_day, points.solar_term) == (national, term)


def test_what_may_be_used_from_a_day_on_is_as_fresh_as_that_day() -> None:
    assert score(replace(ITEM, not_before=date(2026, 11, 23)), CONTEXT).freshness == 30


def test_reasons_name_the_day_the_term_and_the_word() -> None:
    context = Context(date(2026, 11, 24), SOURCES, near=(SNOW, FIRE_NEXT), terms={Topic.SPACE: SNOW})
    assert _codes(TITLED, context)[1:4] == [
        ("national-day-now", {"key": "fire-day", "name": "消防日"}),
        ("solar-term", {"key": "major-snow", "name": "大雪", "month": 12, "day": 7}),
        ("speaks-of", {"word": "灭火"}),
    ]
    before = replace(context, day=DAY)
    assert _codes(TITLED, before)[1] == ("national-day", {"key": "fire-day", "name": "消防日"})


def test_farming_leans_to_the_village() -> None:
    farming = replace(ITEM, topic=Topic.FARMING)
    assert score(farming, replace(CONTEXT, village=True)).village == 20


def test_total_is_the_sum_of_the_parts() -> None:
    assert Score(1, 2, -4, 8, 16, 32).total == 55


def _codes(item: Item, context: Context) -> list[tuple[str, dict[str, str | int]]]:
    return [(reason.code, reason.values) for reason in why(item, score(item, context), context)]


def test_reasons_say_what_counted() -> None:
    item = replace(ITEM, topic=Topic.DISASTER, season=(11,), village=True)
    context = replace(CONTEXT, village=True, favoured={Topic.DISASTER: FIRE})
    assert _codes(item, context) == [
        ("fresh", {"month": 11, "day": 21}),
        ("national-day", {"key": "fire-day", "name": "消防日"}),
        ("season", {"month": 11}),
        ("village", {}),
        ("topic-need", {"topic": "disaster-prevention", "count": 0, "days": 14}),
        ("concern", {"topic": "disaster-prevention"}),
    ]


def test_reasons_of_the_reserve() -> None:
    assert _codes(RESERVE, CONTEXT) == [("reserve-unused", {})]
    used = replace(CONTEXT, last_used={1: date(2026, 11, 11)})
    assert _codes(RESERVE, used) == [("reserve-rested", {"month": 11, "day": 11})]
