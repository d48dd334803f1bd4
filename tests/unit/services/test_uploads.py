"""The loop that takes sheets on as soon as there may be some."""

import asyncio

import pytest

from kpbot.domain.messages import Chat, File, Incoming, Sender
from kpbot.services.uploads import concerns
from kpbot.services.woken import Woken


def message(**said: object) -> Incoming:
    return Incoming("k", Chat("p", "c"), Sender("s"), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "wakes"),
    [
        (message(text="/share 1"), False),
        (message(button="share:1"), False),
        (message(button="imp:ok:1:x"), True),
        (message(files=(File("x"),)), True),
    ],
)
def test_only_what_may_be_about_sheets_wakes_it(said: Incoming, wakes: bool) -> None:
    assert concerns([message(), said]) is wakes


async def test_it_works_until_nothing_is_left_and_survives_what_goes_wrong() -> None:
    left = [1, RuntimeError("x"), 1, 0, 0]
    worked = asyncio.Condition()
    seen: list[object] = []

    async def work() -> int:
        async with worked:
            seen.append(found := left.pop(0))
            worked.notify_all()
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, int)
        return found

    uploads = Woken(work, "sheets")
    running = asyncio.ensure_future(uploads.run())
    for expected in (2, 4, 5):
        uploads.wake()
        async with asyncio.timeout(30), worked:
            await worked.wait_for(lambda until=expected: len(seen) >= until)  # type: ignore[misc]
        await asyncio.sleep(0)
    assert len(seen) == 5
    assert not running.done()
    running.cancel()
    await asyncio.wait([running])
