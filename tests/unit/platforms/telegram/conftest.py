"""A Bot API server and the platform that talks to it, without the rest of the application."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kpbot.clock import MovableClock
from kpbot.platforms.telegram import Telegram
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import BotApi, bot_api


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as served:
        yield served


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """What is tested here is the same on both engines; the flows try both."""
    shutil.copy(sqlite_template, tmp_path / "kpbot.db")
    return f"sqlite:///{tmp_path / 'kpbot.db'}"


Rigging = Callable[..., Awaitable[Rig]]


@pytest.fixture
async def rigging(api: BotApi, database: Database, clock: MovableClock) -> AsyncIterator[Rigging]:
    """Makes rigs: `await rigging(public_url="https://…", mode="webhook")`."""
    made: list[Rig] = []

    async def make(public_url: str = "", **settings: Any) -> Rig:
        told = {"telegram": {**api.settings, **settings}, "web": {"public_url": public_url}}

        async def sleep(seconds: float) -> None:
            new.waits.append(seconds)
            await asyncio.sleep(0)

        made.append(new := Rig(api, Telegram(Settings.model_validate(told), database, clock, sleep=sleep), database))
        return new

    yield make
    for rig in made:
        await rig.telegram.close()


@pytest.fixture
async def rig(rigging: Rigging) -> Rig:
    return await rigging()
