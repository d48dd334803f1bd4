from datetime import UTC, datetime, timedelta

import pytest

from kpbot.services.slots import strikes


@pytest.mark.parametrize(
    ("hour", "minute", "zone", "clock", "expected"),
    [
        (2, 0, "Asia/Shanghai", "10:00", True),
        (2, 29, "Asia/Shanghai", "10:00", True),
        (2, 30, "Asia/Shanghai", "10:00", False),
        (2, 30, "Asia/Shanghai", "10:30", True),
        (0, 0, "Asia/Urumqi", "06:00", True),
        (4, 30, "Asia/Kathmandu", "10:00", True),  # 10:15 there
    ],
)
def test_local_half_hours(hour: int, minute: int, zone: str, clock: str, expected: bool) -> None:
    assert strikes(datetime(2026, 11, 23, hour, minute, tzinfo=UTC), zone, clock) is expected


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Kathmandu", "Asia/Kolkata"])
def test_every_half_hour_of_a_day_is_struck_once(zone: str) -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    struck = [
        clock
        for n in range(48)
        for clock in (f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30))
        if strikes(start + timedelta(minutes=30 * n), zone, clock)
    ]
    assert len(struck) == len(set(struck)) == 48
