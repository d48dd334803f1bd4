"""Acknowledging presses: the button looks busy until then, and a word of QQ's own appears."""

from __future__ import annotations

import asyncio

import structlog

from kpbot.platforms.qq.refusals import Refused
from kpbot.platforms.qq.wire import Api
from kpbot.ports import SendError

SECONDS = 8.0  # later than that nobody looks at the button any more

log = structlog.get_logger(__name__)


class Presses:
    """Done by whoever was called, after the commit; one that fails is not repeated."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._under_way: set[asyncio.Task[None]] = set()

    def acknowledge(self, interaction: str) -> None:
        """Returns at once."""
        task = asyncio.create_task(self._acknowledge(interaction))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _acknowledge(self, interaction: str) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                await self._api.acknowledge(interaction)
        except (Refused, SendError, TimeoutError) as error:
            log.debug("a press was not acknowledged", reason=str(error))

    async def close(self) -> None:
        """What is under way may end."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=SECONDS)
