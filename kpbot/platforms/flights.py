"""What is on its way when a platform's connections are to be closed may land first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LANDING = 3.0  # seconds; less than kpbot.app leaves a platform


class Flights:
    """Requests under way."""

    def __init__(self) -> None:
        self._flying = 0
        self._landed = asyncio.Event()
        self._landed.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """For as long as a request takes."""
        self._flying += 1
        self._landed.clear()
        try:
            yield
        finally:
            self._flying -= 1
            if not self._flying:
                self._landed.set()

    async def landed(self) -> None:
        """Wait until nothing is on its way, but no longer than LANDING."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LANDING):
                await self._landed.wait()
