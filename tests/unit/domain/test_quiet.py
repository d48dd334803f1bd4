from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.quiet import QuietHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "waking"),
    [
        (shanghai(23, 20, 59), shanghai(23, 20, 59)),
        (shanghai(23, 21), shanghai(24, 8)),
        (shanghai(23, 23, 59), shanghai(24, 8)),
        (shanghai(24, 0), shanghai(24, 8)),
        (shanghai(24, 7, 59), shanghai(24, 8)),
        (shanghai(24, 8), shanghai(24, 8)),
    ],
)
def test_from_nine_in_the_evening_until_eight(at: datetime, waking: datetime) -> None:
    assert QuietHours().next_waking(at, SHANGHAI) == waking


def test_hours_that_do_not_wrap_and_none_at_all() -> None:
    noon = QuietHours(time(12), time(14))
    assert noon.next_waking(shanghai(23, 13), SHANGHAI) == shanghai(23, 14)
    assert noon.next_waking(shanghai(23, 21), SHANGHAI) == shanghai(23, 21)
    never = QuietHours(time(8), time(8))
    assert not never.quiet_at(shanghai(23, 8), SHANGHAI)


def test_where_the_clock_is_set_back_the_second_hour_is_quiet_too() -> None:
    at = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1)
    waking = QuietHours(time(22), time(2, 30)).next_waking(at, BERLIN)
    assert waking == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(
    at=st.integers(1767225600, 1830211200).map(lambda s: datetime.fromtimestamp(s, UTC)),  # 2026 and 2027
    zone=st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("Asia/Urumqi")]),
    start=st.times(),
    end=st.times(),
)
def test_waking_is_never_earlier_never_quiet_and_within_a_day(
    at: datetime, zone: ZoneInfo, start: time, end: time
) -> None:
    quiet = QuietHours(start, end)
    waking = quiet.next_waking(at, zone)
    assert at <= waking <= at + timedelta(hours=25)
    assert waking.tzinfo is UTC
    assert quiet.next_waking(waking, zone) == waking
    assert (waking == at) is not quiet.quiet_at(at, zone)
