from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.leave_days import Leave, read_leave

TODAY = date(2026, 11, 23)


def days(*numbers: int) -> Leave:
    """month, day, month, day of 2026, or with years."""
    if len(numbers) == 4:
        return Leave(date(2026, numbers[0], numbers[1]), date(2026, numbers[2], numbers[3]))
    return Leave(date(numbers[0], numbers[1], numbers[2]), date(numbers[3], numbers[4], numbers[5]))


@pytest.mark.parametrize(
    ("text", "leave"),
    [
        ("3天", days(11, 23, 11, 25)),
        ("三天", days(11, 23, 11, 25)),
        ("请假两天", days(11, 23, 11, 24)),
        ("一周", days(11, 23, 11, 29)),
        ("2个星期", days(11, 23, 12, 6)),
        ("半个月", days(11, 23, 12, 7)),
        ("3 days", days(11, 23, 11, 25)),
        ("1 week", days(11, 23, 11, 29)),
        ("今天", days(11, 23, 11, 23)),
        ("明天到后天", days(11, 24, 11, 25)),
        ("12月1日-12月5日", days(12, 1, 12, 5)),
        ("12月1日到5日", days(12, 1, 12, 5)),
        ("12月1号至12月5号", days(12, 1, 12, 5)),
        ("１２月１日～１２月５日", days(12, 1, 12, 5)),
        ("12.1-12.5", days(12, 1, 12, 5)),
        ("12-01 to 12-05", days(12, 1, 12, 5)),
        ("2026-12-01到2026-12-05", days(12, 1, 12, 5)),
        ("28日到3日", days(11, 28, 12, 3)),
        ("30日", days(11, 30, 11, 30)),
        ("5日", days(12, 5, 12, 5)),
        ("12月30日到1月2日", days(2026, 12, 30, 2027, 1, 2)),
        ("11月20日-11月25日", days(11, 20, 11, 25)),
        ("1月4日", days(2027, 1, 4, 2027, 1, 4)),
        ("", None),
        ("很久", None),
        ("0天", None),
        ("半天", None),
        ("3", None),
        ("2月30日", None),
        ("12月5日-12月1日 2026", None),
        ("2026-12-05到2026-12-01", None),
        ("13月1日", None),
    ],
)
def test_days_as_people_write_them(text: str, leave: Leave | None) -> None:
    assert read_leave(text, TODAY) == leave


@given(st.text(max_size=80), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_any_text_is_read_or_not(text: str, today: date) -> None:
    leave = read_leave(text, today)
    assert leave is None or leave.since <= leave.until


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 300), st.integers(0, 60))
def test_written_in_full_means_those_days(today: date, ahead: int, length: int) -> None:
    since = today + timedelta(days=ahead)
    until = since + timedelta(days=length)
    assert read_leave(f"{since.isoformat()}到{until.isoformat()}", today) == Leave(since, until)
