"""Work that follows a commit, as soon as somebody says that there may be some."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from kpbot.storage.database import is_outage

log = structlog.get_logger(__name__)


class Woken:
    """`work` does what there is, one step at a time, and says how much that was. `what` is for the log."""

    def __init__(self, work: Callable[[], Awaitable[int]], what: str) -> None:
        self._work = work
        self._what = what
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled. What an outage leaves is taken up by the minute's job."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                while await self._work():
                    pass
            except Exception as error:
                if not is_outage(error):
                    log.exception("work after a commit failed", what=self._what)
