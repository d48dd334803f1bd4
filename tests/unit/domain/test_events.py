from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.events import Doubt, EventKey, EventState, doubts, fold_title, may_become, same_event

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("headcount", "approximate", "day", "expected"),
    [
        (62, False, TODAY, []),
        (50, False, TODAY, []),
        (49, False, TODAY, [Doubt.FEW]),
        (0, False, TODAY, [Doubt.FEW]),
        (None, False, TODAY, []),
        (50, True, TODAY, [Doubt.ABOUT_MINIMUM]),
        (54, True, TODAY, [Doubt.ABOUT_MINIMUM]),
        (55, True, TODAY, []),
        (45, True, TODAY, [Doubt.FEW]),
        (5000, False, TODAY, []),
        (5001, True, TODAY, [Doubt.UNLIKELY]),
        (62, False, TODAY + timedelta(1), [Doubt.FUTURE]),
        (62, False, TODAY - timedelta(60), []),
        (62, False, TODAY - timedelta(61), [Doubt.OLD]),
        (30, False, TODAY + timedelta(1), [Doubt.FEW, Doubt.FUTURE]),
    ],
)
def test_what_is_worth_a_question(headcount: int | None, approximate: bool, day: date, expected: list[Doubt]) -> None:
    assert doubts(headcount, approximate, day, TODAY) == expected


def test_another_minimum() -> None:
    assert doubts(40, False, TODAY, TODAY, minimum=30) == []
    assert doubts(32, True, TODAY, TODAY, minimum=30) == [Doubt.ABOUT_MINIMUM]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (EventKey(1, TODAY, "健康讲座"), True),
        (EventKey(1, TODAY, " 健康 讲座。"), True),
        (EventKey(1, TODAY, "《健康讲座》"), True),
        (EventKey(1, TODAY, "健康讲座二"), False),
        (EventKey(2, TODAY, "健康讲座"), False),
        (EventKey(1, TODAY - timedelta(1), "健康讲座"), False),
    ],
)
def test_the_same_event(other: EventKey, same: bool) -> None:
    event = EventKey(1, TODAY, "健康讲座")
    assert same_event(event, other) is same
    assert same_event(other, event) is same


@given(st.text(), st.text())
def test_titles_of_marks_only_are_not_all_the_same(one: str, other: str) -> None:
    assert same_event(EventKey(1, TODAY, one), EventKey(1, TODAY, one))
    assert fold_title(one).strip() == fold_title(one)
    if one.isalnum() and not any(c.isalnum() for c in other):
        assert not same_event(EventKey(1, TODAY, one), EventKey(1, TODAY, other))


def test_marks_and_width() -> None:
    assert fold_title("ＡＩ 与生活！") == "ai与生活"
    assert fold_title("！！") == "!!"
    assert fold_title("🎉") != fold_title("🎈")


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (EventState.DRAFT, {EventState.REPORTED, EventState.WITHDRAWN}),
        (EventState.REPORTED, {EventState.ACCEPTED, EventState.RETURNED, EventState.WITHDRAWN}),
        (EventState.ACCEPTED, {EventState.REPORTED, EventState.RETURNED, EventState.WITHDRAWN}),
        (EventState.RETURNED, {EventState.REPORTED, EventState.WITHDRAWN}),
        (EventState.WITHDRAWN, set()),
    ],
)
def test_what_becomes_of_an_event(state: EventState, to: set[EventState]) -> None:
    assert {other for other in EventState if may_become(state, other)} == to
