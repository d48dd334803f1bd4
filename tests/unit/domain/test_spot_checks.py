"""What is drawn by lot is drawn by nobody: the same records give the same shares, in whatever order they come."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.shares import Destination, Evidence
from kpbot.domain.spot_checks import (
    Answer,
    Candidate,
    ShareKey,
    can_be_looked_at,
    days_checked,
    is_over,
    is_overdue,
    may_be_asked,
    monday,
    sample,
    seed,
)
from kpbot.texts import LANGUAGES, say

MONDAY = date(2026, 11, 23)
SEED = seed("/1/4/", MONDAY, "")

keys = st.builds(
    ShareKey,
    st.dates(date(2026, 11, 16), date(2026, 11, 22)),
    st.integers(1, 12),
    st.integers(1, 5),
    st.sampled_from(["wechat", "qq", "weibo"]),
)
# An officer may hold two posts.
candidates = st.lists(keys.map(lambda key: Candidate(key, key.post_id // 2)), max_size=60)


@given(candidates, st.integers(0, 9), st.randoms())
def test_the_order_of_the_records_does_not_matter(found: list[Candidate], count: int, shuffling: object) -> None:
    drawn = sample(found, SEED, count)
    other = list(found)
    shuffling.shuffle(other)  # type: ignore[attr-defined]  # a random.Random
    assert sample(other, SEED, count) == drawn
    assert sample(other * 2, SEED, count) == drawn


@given(candidates, st.integers(0, 9))
def test_never_more_than_asked_and_nobody_twice(found: list[Candidate], count: int) -> None:
    drawn = sample(found, SEED, count)
    officer = {one.share: one.officer for one in found}
    assert set(drawn) <= set(officer)
    assert len(drawn) == min(count, len(set(officer.values())))
    assert len({officer[share] for share in drawn}) == len(drawn)
    assert drawn == sorted(drawn)


@given(candidates, st.integers(1, 8))
def test_a_larger_sample_holds_the_smaller(found: list[Candidate], count: int) -> None:
    assert set(sample(found, SEED, count)) <= set(sample(found, SEED, count + 1))


def many(destination: str, officers: range) -> list[Candidate]:
    return [Candidate(ShareKey(date(2026, 11, 17), n, 1, destination), n) for n in officers]


def test_destinations_come_in_turn_as_far_as_they_go() -> None:
    found = [*many("wechat", range(100)), *many("qq", range(100, 103)), *many("weibo", range(200, 201))]
    assert {share.destination for share in sample(found, SEED, 3)} == {"wechat", "qq", "weibo"}
    five = [share.destination for share in sample(found, SEED, 5)]
    assert sorted(five) == ["qq", "qq", "wechat", "wechat", "weibo"]
    assert len(sample(many("qq", range(2)), SEED, 3)) == 2


def test_another_week_place_or_word_draws_others() -> None:
    found = many("wechat", range(1000))
    seeds = [
        SEED,
        seed("/1/5/", MONDAY, ""),
        seed("/1/4/", MONDAY + timedelta(days=7), ""),
        seed("/1/4/", MONDAY, "x"),
    ]
    assert len({tuple(sample(found, one, 3)) for one in seeds}) == len(seeds)
    assert seed("/1/4/", date(2026, 11, 27), "") == SEED  # any day of the week


def test_what_was_once_drawn_is_drawn_for_ever() -> None:
    """Whoever checks a sample years later must get the same."""
    assert [share.post_id for share in sample(many("wechat", range(1000)), "/1/4/|2026-11-23|", 3)] == [380, 396, 460]


@pytest.mark.parametrize(
    ("destination", "kinds", "expected"),
    [
        (Destination.WECHAT, (), True),
        (Destination.QQ, (), True),
        (Destination.WEIBO, (), True),
        (Destination.MOMENTS, (Evidence.CLAIMED,), False),
        (Destination.OTHER, (Evidence.IMPORTED,), False),
        (Destination.OTHER, (Evidence.OBSERVED,), True),
    ],
)
def test_where_one_can_look(destination: Destination, kinds: tuple[Evidence, ...], expected: bool) -> None:
    assert can_be_looked_at(destination, kinds) is expected


def test_the_week_before_is_looked_at() -> None:
    assert days_checked(MONDAY) == [date(2026, 11, 16) + timedelta(days=n) for n in range(7)]
    assert days_checked(date(2026, 11, 25)) == days_checked(MONDAY)
    assert monday(date(2026, 11, 29)) == MONDAY


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (MONDAY, True),
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 9, 20), True),  # a Sunday that is worked for the National Day
        (date(2026, 10, 5), False),  # the week of the National Day
    ],
)
def test_on_working_days_only(day: date, expected: bool) -> None:
    assert may_be_asked(day) is expected


@pytest.mark.parametrize(
    ("asked", "today", "expected"),
    [
        (MONDAY, date(2026, 11, 24), False),
        (MONDAY, date(2026, 11, 25), True),
        (date(2026, 11, 27), date(2026, 11, 30), False),  # over a weekend
        (date(2026, 11, 27), date(2026, 12, 1), True),
    ],
)
def test_two_working_days(asked: date, today: date, expected: bool) -> None:
    assert is_overdue(asked, today) is expected


def test_answers_stay_once_the_week_is_over() -> None:
    assert not is_over(MONDAY, date(2026, 11, 29))
    assert is_over(MONDAY, date(2026, 11, 30))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("answer", Answer)
def test_every_answer_has_a_name(answer: Answer, lang: str) -> None:
    assert say(lang, f"spot-answer-{answer}")
