"""What people said, handed over in order and kept until it is committed: the server does not send it again.

What cannot be handed over is tried for TRIED seconds. Lost is, and said in the log by number: what is older than that,
what comes while MOST wait already, and what nobody takes when the process ends.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from kpbot import metrics
from kpbot.domain.messages import Incoming
from kpbot.platforms.wecom.bot.limits import NAME
from kpbot.ports import Clock, OnMessages, Sleep

AT_ONCE = 200
MOST = 20_000
TRIED = timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0  # seconds
LAST_SECONDS = 0.8  # a process that ends takes messages for a second

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    message: Incoming
    since: datetime


class Taking:
    def __init__(self, clock: Clock, sleep: Sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._waiting: deque[_Waiting] = deque()
        self._come = asyncio.Event()
        self._troubles = 0

    def put(self, message: Incoming) -> None:
        if len(self._waiting) >= MOST:
            _lose(1, "too many wait")
            return
        self._waiting.append(_Waiting(message, self._clock.now()))
        self._come.set()

    async def run(self, on_messages: OnMessages) -> None:
        """Until cancelled."""
        try:
            while True:
                self._come.clear()
                while self._waiting:
                    await self._give(on_messages)
                await self._come.wait()
        finally:
            await self._give_the_rest(on_messages)
            _lose(len(self._waiting), "the process ends")
            self._waiting.clear()

    async def _give_the_rest(self, on_messages: OnMessages) -> None:
        """What was handed over and is not committed yet comes a second time by this, which changes nothing."""
        if not self._waiting:
            return
        rest = len(self._waiting)
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await on_messages([one.message for one in self._waiting])
        except Exception:
            log.exception("the last messages were not taken", messages=rest)
        else:
            self._forget(rest)

    async def _give(self, on_messages: OnMessages) -> None:
        """Those that are taken are forgotten here only once they are committed."""
        batch = [self._waiting[n] for n in range(min(AT_ONCE, len(self._waiting)))]
        try:
            await on_messages([one.message for one in batch])
        except Exception as error:
            if not self._troubles:
                log.exception("messages were not taken, they are tried again", messages=len(batch))
            await self._again(error)
        else:
            self._troubles = 0
            self._forget(len(batch))

    async def _again(self, error: Exception) -> None:
        await self._sleep(min(FIRST_WAIT * 2 ** min(self._troubles, 10), LONGEST_WAIT))
        self._troubles += 1
        long_ago = self._clock.now() - TRIED
        old = sum(one.since < long_ago for one in self._waiting)
        _lose(old, type(error).__name__)
        self._forget(old)

    def _forget(self, count: int) -> None:
        for _ in range(count):
            self._waiting.popleft()


def _lose(count: int, reason: str) -> None:
    if count:
        metrics.updates_ignored.labels(NAME, "lost").inc(count)
        log.error("messages were lost: whoever wrote them has to say it again", messages=count, reason=reason)
