from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.digest import (
    MOST_NAMES,
    Digest,
    DigestFacts,
    FeedTrouble,
    ShareFigures,
    build_digest,
    digest_days,
)
from kpbot.domain.shares import Evidence, Unknown
from kpbot.domain.source_trouble import Trouble
from kpbot.services.digests import spoken
from kpbot.texts import LANGUAGES

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 20)
FIGURES = ShareFigures(25, 2, {Unknown.SILENT: 2, Unknown.ON_LEAVE: 1}, {Evidence.CLAIMED: 60})

NAMES = st.lists(st.sampled_from(["幸福社区", "东门小学", "西村"]), max_size=8)
DAYS = st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=4)
FACTS = st.builds(
    DigestFacts,
    days=DAYS.filter(bool),
    pushed=st.integers(0, 300),
    failed=NAMES,
    gone=NAMES,
    missed=DAYS,
    short_editions=DAYS,
    approvals=DAYS,
    confirmations=NAMES,
    events=NAMES,
    escalated=NAMES,
    unreachable=NAMES,
    not_joined=st.integers(0, 3),
    feeds=st.lists(
        st.builds(
            FeedTrouble,
            name=st.sampled_from(["县科普网", "气象预警"]),
            trouble=st.sampled_from(Trouble),
            since=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            error=st.sampled_from(["", "html"]),
            days=st.integers(30, 365),
        ),
        max_size=8,
    ),
    undelivered=st.integers(0, 3),
    provisional=DAYS,
    shares=st.none()
    | st.builds(
        ShareFigures,
        st.integers(0, 99),
        st.integers(0, 99),
        st.dictionaries(st.sampled_from(Unknown), st.integers(0, 9)),
        st.dictionaries(st.sampled_from(Evidence), st.integers(0, 9)),
    ),
)


def codes(digest: Digest) -> list[str]:
    return [line.code for line in digest.lines]


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [
        (None, MONDAY, [MONDAY - timedelta(1)]),
        (FRIDAY, MONDAY, [FRIDAY, date(2026, 11, 21), date(2026, 11, 22)]),
        (MONDAY, MONDAY, []),
        (MONDAY, FRIDAY, []),  # the clock was set back
    ],
)
def test_days_since_the_last_digest(last: date | None, today: date, expected: list[date]) -> None:
    assert digest_days(last, today) == expected


@pytest.mark.parametrize(
    ("began", "first"),
    [
        (date(2026, 11, 21), date(2026, 11, 21)),
        (date(2026, 11, 16), date(2026, 11, 16)),
        (date(2026, 3, 1), date(2026, 11, 16)),  # no more than a week
        (MONDAY, date(2026, 11, 22)),  # at least yesterday
    ],
)
def test_a_first_digest_begins_with_the_work(began: date, first: date) -> None:
    days = digest_days(None, MONDAY, began)
    assert (days[0], days[-1]) == (first, MONDAY - timedelta(1))
    assert digest_days(FRIDAY, MONDAY, began) == digest_days(FRIDAY, MONDAY)


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=2, unique=True).map(sorted))
def test_digests_on_any_days_cover_every_day_once(sent: list[date]) -> None:
    covered = [day for last, today in pairwise(sent) for day in digest_days(last, today)]
    assert covered == [sent[0] + timedelta(n) for n in range((sent[-1] - sent[0]).days)]


def test_when_nothing_needs_doing_it_is_one_line() -> None:
    digest = build_digest(DigestFacts([FRIDAY], pushed=12))
    assert digest.nothing_to_do
    assert codes(digest) == ["nothing"]
    with_figures = build_digest(DigestFacts([FRIDAY], pushed=12, shares=FIGURES))
    assert (
        spoken(with_figures.lines[0], "zh-CN")
        == "没有需要您办的事。推送 12 次，全部送达。分享：够三条的 25 人，不够的 2 人，不清楚的 3 人。"
    )


def test_a_full_morning() -> None:
    digest = build_digest(
        DigestFacts(
            [FRIDAY, date(2026, 11, 21), date(2026, 11, 22)],
            pushed=30,
            failed=["北镇科普群"],
            missed=[date(2026, 11, 21)],
            approvals=[date(2026, 11, 24)],
            confirmations=["王芳"],
            escalated=["幸福社区宣传栏"],
            shares=FIGURES,
        )
    )
    assert not digest.nothing_to_do
    assert [spoken(line, "zh-CN") for line in (digest.title, *digest.lines)] == [
        "科普简报（11月20日至11月22日）",
        "11月24日的今日三条等您审核，请看群里的预览消息。",
        "有 1 位新的科普信息员等您确认：王芳。",
        "有 1 处该办的过了期还没办，请您过问一下：幸福社区宣传栏。",
        "有 1 个群没收到今日三条，请看看我在群里还能不能发言：北镇科普群。",
        "11月21日系统没有运行，今日三条没有推送。这一天的分享，三条不够的按“不清楚”计。",
        "分享（3 天合计）：够三条的 25 人次，不够的 2 人次，不清楚的 3 人次。",
        "不清楚的原因：没有回应 2，请假 1。",
        "分享的依据（每条只按最可靠的一种计一次）：本人说的 60。",
    ]


def test_news_without_needs_says_so_first() -> None:
    digest = build_digest(DigestFacts([FRIDAY], undelivered=2))
    assert digest.nothing_to_do
    assert codes(digest) == ["nothing-but", "undelivered"]


def test_long_lists_are_cut_and_say_how_many_more() -> None:
    digest = build_digest(DigestFacts([FRIDAY], gone=[f"{n}群" for n in range(12)]))
    assert spoken(digest.lines[0], "en").endswith("add me again: 0群, 1群, 2群, 3群, 4群 and 7 more.")


def test_no_day_no_digest() -> None:
    with pytest.raises(ValueError, match="at least one"):
        build_digest(DigestFacts([]))


@given(FACTS)
def test_any_morning_can_be_said_in_both_languages(facts: DigestFacts) -> None:
    digest = build_digest(facts)
    for language in LANGUAGES:
        assert all(spoken(line, language).strip() for line in (digest.title, *digest.lines))
    needs = [line.needs_action for line in digest.lines]
    assert digest.nothing_to_do is not any(needs)
    assert needs == sorted(needs, reverse=True)  # what needs the reader comes first
    for line in digest.lines:
        names = line.details.get("names", ())
        assert isinstance(names, tuple)
        assert len(names) <= MOST_NAMES
