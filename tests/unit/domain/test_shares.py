from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.shares import (
    DEFAULT_ACCEPTED,
    STRENGTH,
    DayResult,
    DayVerdict,
    Destination,
    Evidence,
    Flag,
    Shared,
    Unknown,
    counting_items,
    figures,
    flags,
    judge_day,
    read_destination,
    strongest,
)

C, O, R, I, S = Evidence  # noqa: E741 - claimed, observed, reached, imported, spot-checked
SHANGHAI = ZoneInfo("Asia/Shanghai")
THREE = [Shared(1, {C}), Shared(2, {C}), Shared(3, {C})]
TWO = THREE[:2]

SHARES = st.lists(st.builds(Shared, st.integers(1, 6), st.sets(st.sampled_from(Evidence)), st.booleans()), max_size=12)


def test_a_claim_is_weakest_and_a_look_strongest() -> None:
    assert strongest(Evidence) is S
    assert all(strongest([a, b]) is b for a, b in pairwise(STRENGTH))
    assert STRENGTH[0] is C
    with pytest.raises(ValueError, match="empty"):
        strongest([])


@pytest.mark.parametrize(
    ("shares", "said", "verdict", "items", "reason"),
    [
        (THREE, True, DayVerdict.MET, 3, None),
        (TWO, True, DayVerdict.NOT_MET, 2, None),
        ([], True, DayVerdict.NOT_MET, 0, None),
        ([], False, DayVerdict.NOT_KNOWN, 0, Unknown.SILENT),
        # seen by the bot, but the officer said nothing: there may be more that it did not see
        ([Shared(1, {O})], False, DayVerdict.NOT_KNOWN, 1, Unknown.SILENT),
        ([Shared(n, {O}) for n in (1, 2, 3)], False, DayVerdict.MET, 3, None),
        # destinations of one item count once
        ([Shared(1, {C}), Shared(1, {C}), Shared(2, {C})], True, DayVerdict.NOT_MET, 2, None),
        # opened alone is not accepted by default
        ([*TWO, Shared(3, {R})], True, DayVerdict.NOT_MET, 2, None),
        ([*TWO, Shared(3, {R, I})], True, DayVerdict.MET, 3, None),
        # its source does not count for 6-2
        ([*TWO, Shared(3, {S}, counts=False)], True, DayVerdict.NOT_MET, 2, None),
        # all evidence of it was withdrawn
        ([*TWO, Shared(3, set())], True, DayVerdict.NOT_MET, 2, None),
    ],
)
def test_a_day(shares: list[Shared], said: bool, verdict: DayVerdict, items: int, reason: Unknown | None) -> None:
    result = judge_day(counting_items(shares), said_anything=said)
    assert (result.verdict, result.items, result.reason) == (verdict, items, reason)


@pytest.mark.parametrize(
    ("on_leave", "up", "pushed", "full", "reason"),
    [
        (True, True, True, True, Unknown.ON_LEAVE),
        (False, False, False, False, Unknown.BOT_DOWN),
        (False, True, False, False, Unknown.NO_PUSH),
        (False, True, True, False, Unknown.SHORT_EDITION),
    ],
)
def test_what_could_not_be_expected_is_not_known_even_under_a_strict_policy(
    on_leave: bool, up: bool, pushed: bool, full: bool, reason: Unknown
) -> None:
    for shares, verdict in ((TWO, DayVerdict.NOT_KNOWN), (THREE, DayVerdict.MET)):
        result = judge_day(
            counting_items(shares),
            said_anything=True,
            on_leave=on_leave,
            bot_was_up=up,
            pushed=pushed,
            full_edition=full,
            silent_means_not_met=True,
        )
        assert result.verdict is verdict
        assert result.reason is (reason if verdict is DayVerdict.NOT_KNOWN else None)


def test_policy_can_make_silence_not_met() -> None:
    assert judge_day({}, said_anything=False, silent_means_not_met=True) == DayResult(DayVerdict.NOT_MET, 0)


def test_a_region_may_accept_other_kinds_and_need_another_number() -> None:
    assert judge_day(counting_items(THREE), {O}, said_anything=True).items == 0
    assert judge_day(counting_items(TWO), need=2, said_anything=True).verdict is DayVerdict.MET


@given(SHARES, st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_properties_of_a_day(shares: list[Shared], said: bool, leave: bool, full: bool, strict: bool) -> None:
    result = judge_day(
        counting_items(shares), said_anything=said, on_leave=leave, full_edition=full, silent_means_not_met=strict
    )
    assert (result.reason is None) is (result.verdict is not DayVerdict.NOT_KNOWN)
    assert sum(result.by_kind.values()) == result.items <= len({share.item_id for share in shares})
    assert (result.verdict is DayVerdict.MET) is (result.items >= 3)
    more = judge_day(counting_items([*shares, Shared(99, DEFAULT_ACCEPTED)]), said_anything=True)
    assert more.items == result.items + 1


@given(SHARES)
def test_figures_show_every_share_once(shares: list[Shared]) -> None:
    assert sum(figures(shares).values()) == sum(bool(share.kinds) for share in shares)


def test_figures_by_strongest_kind() -> None:
    assert figures([Shared(1, {C, O}), Shared(1, {C}), Shared(2, {S, C})]) == {O: 1, C: 1, S: 1}


NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Shanghai
TODAY = date(2026, 11, 23)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("happened", "day", "others", "waiting", "expected"),
    [
        (NOON, TODAY, [], False, set()),
        (None, TODAY, [], False, set()),
        (None, TODAY, [], True, {Flag.BACKLOG}),
        (NOON - timedelta(minutes=10), TODAY, [], False, set()),
        (NOON - timedelta(minutes=11), TODAY, [], False, {Flag.BACKLOG}),
        (NOON, date(2026, 11, 22), [], False, {Flag.BACKDATED}),
        # said yesterday, received today: late, but not backdated
        (NOON - timedelta(hours=13), date(2026, 11, 22), [], False, {Flag.BACKLOG}),
        (NOON, TODAY, [NOON - n * SECOND for n in range(8)], False, set()),
        (NOON, TODAY, [NOON - n * SECOND for n in range(9)], False, {Flag.BURST}),
        (NOON, TODAY, [NOON - timedelta(minutes=n) for n in range(1, 20)], False, set()),
        (NOON, TODAY, [NOON + n * SECOND for n in range(1, 20)], False, set()),
    ],
)
def test_flags(
    happened: datetime | None, day: date, others: list[datetime], waiting: bool, expected: set[Flag]
) -> None:
    assert (
        flags(
            received_at=NOON,
            happened_at=happened,
            day=day,
            zone=SHANGHAI,
            others=others,
            from_backlog=waiting,
        )
        == expected
    )


def test_today_is_the_local_day() -> None:
    after_midnight = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert not flags(received_at=after_midnight, happened_at=None, day=TODAY, zone=SHANGHAI)


@pytest.mark.parametrize(
    ("word", "destination"),
    [
        ("微信", Destination.WECHAT),
        ("微信群", Destination.WECHAT),
        (" WeChat ", Destination.WECHAT),
        ("朋友圈", Destination.MOMENTS),
        ("ＱＱ群", Destination.QQ),
        ("QQ 空间", Destination.QQ),
        ("微博", Destination.WEIBO),
        ("抖音", Destination.OTHER),
        ("", None),
        ("健康讲座", None),
    ],
)
def test_destinations_as_people_name_them(word: str, destination: Destination | None) -> None:
    assert read_destination(word) is destination


@pytest.mark.parametrize("destination", Destination)
def test_every_destination_is_read_by_its_own_name(destination: Destination) -> None:
    assert read_destination(destination.value) is destination
