"""WeChat brings a message up to three times, waiting five seconds for the answer each time. All attempts wait for the
one commit; what no attempt could answer goes as a customer-service message. See docs/decisions/0024."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

from kpbot.platforms.wechat.limits import ATTEMPTS, DEADLINE, GRACE, HOLD, LAST_WORD
from kpbot.ports import Answer, Sleep

log = structlog.get_logger(__name__)


class _Case:
    """One message on its way to its commit."""

    def __init__(self, taken: asyncio.Task[Answer]) -> None:
        self.taken = taken
        self.attempts = 0
        self.waiting = 0
        self.heard = asyncio.Event()  # an attempt got the answer in time


class Attempts:
    """Of one process: attempts that reach another one wait at the database for the same commit, and get the stored
    answer. `sleep` and the seconds are passed in by tests."""

    def __init__(self, sleep: Sleep = asyncio.sleep, deadline: float = DEADLINE) -> None:
        self._sleep = sleep
        self._deadline = deadline
        self._cases: dict[str, _Case] = {}
        self._following: set[asyncio.Task[None]] = set()

    async def answer(self, key: str, take: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer | None:
        """What is committed in time; None if nothing is: then nothing may be confirmed. Raises what `take` raises."""
        case = self._cases.get(key) or self._begin(key, take)
        case.attempts += 1
        last = case.attempts >= ATTEMPTS
        case.waiting += 1
        try:
            await self._within(case.taken, self._deadline)
        finally:
            case.waiting -= 1
        if case.taken.done():
            case.heard.set()
            return case.taken.result()
        return await self._confirmed(case) if last else None

    async def _confirmed(self, case: _Case) -> Answer | None:
        """The last attempt: too late for an answer, but what is committed may be confirmed. The answer is sent."""
        await self._within(case.taken, LAST_WORD)
        committed = case.taken.done() and not case.taken.cancelled() and not case.taken.exception()
        return Answer() if committed else None

    async def hold(self, hung_up: Awaitable[object]) -> None:
        """Wait until WeChat hung up, so that it comes again: an answer that is none would be shown as a failure."""
        await self._within(asyncio.ensure_future(hung_up), HOLD, leave=False)

    def _begin(self, key: str, take: Callable[[], Coroutine[Any, Any, Answer]]) -> _Case:
        case = self._cases[key] = _Case(asyncio.create_task(take()))
        following = asyncio.create_task(self._follow(key, case))
        self._following.add(following)
        following.add_done_callback(self._ended)
        return case

    def _ended(self, following: asyncio.Task[None]) -> None:
        self._following.discard(following)
        if not following.cancelled() and (error := following.exception()):
            log.warning("an answer that nobody heard is sent once its lease ended", reason=repr(error))

    async def _follow(self, key: str, case: _Case) -> None:
        """See a message through: if nobody was there to hear the answer, somebody may come again; else it is sent."""
        try:
            await asyncio.wait({case.taken})
            if case.taken.cancelled() or case.taken.exception():
                return
            if not case.waiting and case.attempts < ATTEMPTS:
                await self._within(asyncio.create_task(case.heard.wait()), GRACE, leave=False)
            if not case.waiting and not case.heard.is_set():
                del self._cases[key]  # who comes from now on asks the database which of the two was first
                await case.taken.result().left()
        finally:
            if self._cases.get(key) is case:
                del self._cases[key]

    async def _within(self, awaited: asyncio.Future[Any], seconds: float, *, leave: bool = True) -> None:
        """Wait for it, so long at most; without `leave` it is given up then."""
        timer = asyncio.ensure_future(self._sleep(seconds))
        try:
            await asyncio.wait({awaited, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            if not leave and not awaited.done():
                awaited.cancel()
                with suppress(asyncio.CancelledError):
                    await awaited

    async def close(self) -> None:
        """What is committed and was not heard is sent by whoever looks after the account, once its lease ended."""
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
