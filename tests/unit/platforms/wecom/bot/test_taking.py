"""What people said is kept until it is committed: the server does not send it again."""

from __future__ import annotations

from datetime import timedelta

from structlog.testing import capture_logs

from kpbot.platforms.wecom.bot import taking
from kpbot.ports import NotTaken
from tests.fakes.wecom.bot_harness import GROUP, LI, Harness


async def test_what_was_not_taken_is_tried_again_in_order(harness: Harness) -> None:
    harness.refuse = [NotTaken(), RuntimeError("the database is away"), NotTaken()]
    with capture_logs():
        async with harness.running():
            for text in ("一", "二", "三"):
                await harness.server.tell(harness.server.text(LI, GROUP, text))
            waits = [await harness.retry() for _ in range(3)]
            found = await harness.heard(3)
    assert [one.text for one in found] == ["一", "二", "三"]
    assert waits == [0.5, 1.0, 2.0]


async def test_it_survives_a_new_connection(harness: Harness) -> None:
    harness.refuse = [NotTaken()]
    with capture_logs():
        async with harness.running():
            await harness.server.tell(harness.server.text(LI, GROUP, "一"))
            await harness.naps.until_asleep(lambda seconds: seconds == taking.FIRST_WAIT)
            await harness.server.hang_up()
            await harness.naps.until_asleep(lambda seconds: 0.5 < seconds <= 1)
            await harness.retry()
            await harness.retry()
            await harness.in_again()
            (found,) = await harness.heard(1)
    assert found.text == "一"


async def test_what_is_too_old_is_given_up_and_said(harness: Harness) -> None:
    harness.refuse = [NotTaken(), NotTaken()]
    with capture_logs() as logs:
        async with harness.running():
            await harness.server.tell(harness.server.text(LI, GROUP, "一"))
            await harness.naps.until_asleep(lambda seconds: seconds == taking.FIRST_WAIT)
            harness.clock.move_to(harness.clock.now() + taking.TRIED - timedelta(seconds=1))
            await harness.retry()  # not yet
            await harness.retry()
            await harness.server.tell(harness.server.text(LI, GROUP, "二"))
            found = await harness.heard(1)
    assert [one.text for one in found] == ["二"]
    assert [line["messages"] for line in logs if line["event"].startswith("messages were lost")] == [1]
    assert harness.ignored == {"lost": 1}


async def test_what_waits_when_the_process_ends_is_taken(harness: Harness) -> None:
    harness.refuse = [NotTaken()]
    with capture_logs() as logs:
        async with harness.running():
            await harness.server.tell(harness.server.text(LI, GROUP, "一"))
            await harness.naps.until_asleep(lambda seconds: seconds == taking.FIRST_WAIT)
    assert [one.text for one in harness.taken] == ["一"]
    assert not [line for line in logs if line["event"].startswith("messages were lost")]


async def test_what_nobody_takes_when_the_process_ends_is_lost_and_said(harness: Harness) -> None:
    harness.refuse = [NotTaken(), NotTaken()]
    with capture_logs() as logs:
        async with harness.running():
            await harness.server.tell(harness.server.text(LI, GROUP, "一"))
            await harness.naps.until_asleep(lambda seconds: seconds == taking.FIRST_WAIT)
    assert [line["messages"] for line in logs if line["event"].startswith("messages were lost")] == [1]
