"""Runs what a command has to wait for."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def finish(work: Coroutine[Any, Any, T]) -> T:
    import asyncio  # takes longer to import than `--help` may take to answer

    return asyncio.run(work)
