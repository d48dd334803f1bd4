"""The smart bot and a server of ours for it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kpbot.clock import MovableClock
from kpbot.platforms.wecom.bot import WecomBot
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.wecom.bot_harness import Harness
from tests.fakes.wecom.bot_naps import Naps
from tests.fakes.wecom.bot_server import bot_server


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """What is tested here is the same on both engines; the flows try both."""
    shutil.copy(sqlite_template, tmp_path / "kpbot.db")
    return f"sqlite:///{tmp_path / 'kpbot.db'}"


@pytest.fixture
async def harness(database: Database, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Harness]:
    async with bot_server(clock.now) as server:
        naps = Naps(clock)
        settings = Settings.model_validate({**server.settings, "data_dir": str(tmp_path)})
        bot = WecomBot(settings, database, clock, sleep=naps.sleep)
        yield Harness(server, bot, naps, clock, database)
        await bot.close()
