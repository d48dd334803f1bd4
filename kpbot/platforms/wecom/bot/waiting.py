"""Waiting for something no longer than a given time, with a sleep that is passed in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")


async def in_time(
    awaited: asyncio.Future[Found], seconds: float, sleep: Callable[[float], Awaitable[None]]
) -> Found | None:
    """What `awaited` comes to, or None if it takes longer; it is not cancelled then. Raises what it raises."""
    nap = asyncio.ensure_future(sleep(seconds))
    try:
        await asyncio.wait((awaited, nap), return_when=asyncio.FIRST_COMPLETED)
    finally:
        nap.cancel()
    return awaited.result() if awaited.done() else None
