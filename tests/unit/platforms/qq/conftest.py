from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kpbot.clock import MovableClock
from kpbot.storage.database import Database
from tests.fakes.qq.bot import Bot, made
from tests.fakes.qq.server import QqServer, qq_server


@pytest.fixture
async def server(clock: MovableClock) -> AsyncIterator[QqServer]:
    async with qq_server(clock) as server:
        yield server


@pytest.fixture
async def bot(server: QqServer, database: Database, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Bot]:
    bot = await made(server, database, clock, tmp_path)
    yield bot
    await bot.qq.close()


@pytest.fixture
async def with_keyboards(
    server: QqServer, database: Database, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[Bot]:
    """Another process of the same bot, whose operator wants buttons."""
    bot = await made(server, database, clock, tmp_path, keyboards=True)
    yield bot
    await bot.qq.close()
