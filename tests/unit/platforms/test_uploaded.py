"""What was uploaded is known until it ends, and so many are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kpbot.clock import MovableClock
from kpbot.platforms.uploaded import REMEMBERED, Uploaded

NOON = datetime(2019, 3, 4, 4, tzinfo=UTC)


def test_it_is_known_until_its_end_or_until_the_platform_forgot_it() -> None:
    clock = MovableClock(NOON)
    there: Uploaded[str, str] = Uploaded(clock)
    there.keep("a", "media-a", NOON + timedelta(hours=1))
    there.keep("b", "media-b", NOON + timedelta(hours=2))
    assert (there.get("a"), there.get("b"), there.get("c")) == ("media-a", "media-b", None)
    clock.move_to(NOON + timedelta(hours=1))
    assert (there.get("a"), there.get("b")) == (None, "media-b")
    there.forget("b")
    there.forget("b")
    assert there.get("b") is None


def test_the_oldest_make_room_and_what_was_kept_anew_is_young() -> None:
    there: Uploaded[int, int] = Uploaded(MovableClock(NOON))
    later = NOON + timedelta(hours=1)
    for number in range(REMEMBERED):
        there.keep(number, number, later)
    there.keep(0, 7, later)
    there.keep(REMEMBERED, 8, later)
    assert (there.get(0), there.get(1), there.get(REMEMBERED)) == (7, None, 8)
