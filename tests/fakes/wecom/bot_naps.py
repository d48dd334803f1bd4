"""Sleeps that end when a test says so, in place of asyncio.sleep: nobody waits, and nothing ends by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from kpbot.clock import MovableClock


class Naps:
    """`slept` is how long everybody wanted to sleep, in the order they lay down; `asleep` those who still do."""

    def __init__(self, clock: MovableClock | None = None) -> None:
        self._clock = clock
        self.slept: list[float] = []
        self.asleep: list[tuple[float, asyncio.Future[None]]] = []
        self._changed = asyncio.Condition()

    async def sleep(self, seconds: float) -> None:
        nap: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        one = (seconds, nap)
        self.slept.append(seconds)
        self.asleep.append(one)
        async with self._changed:
            self._changed.notify_all()
        try:
            await nap
        finally:
            if one in self.asleep:
                self.asleep.remove(one)

    async def wake(self, wanted: Callable[[float], bool]) -> float:
        """Wait until somebody sleeps for as long as is wanted, let that time pass, and wake them; how long it was."""
        await self.until_asleep(wanted)
        seconds, nap = next(one for one in self.asleep if wanted(one[0]))
        if self._clock:
            self._clock.move_to(self._clock.now() + timedelta(seconds=seconds))
        self.asleep.remove((seconds, nap))
        if not nap.done():
            nap.set_result(None)
        return seconds

    async def until_asleep(self, wanted: Callable[[float], bool]) -> None:
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: any(wanted(seconds) for seconds, _ in self.asleep))
