"""Two workers share one PostgreSQL: one looks after a platform account, the other takes over when it is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.services.catalog import Catalog
from kpbot.settings import DatabaseSettings, Settings
from kpbot.storage import outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority
from tests.fakes.postbox import EVERYTHING, Postbox

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@asynccontextmanager
async def worker(database_url: str, folder: Path, clock: MovableClock) -> AsyncIterator[tuple[App, Postbox]]:
    postbox = Postbox("post", EVERYTHING)
    settings = Settings(data_dir=folder, database=DatabaseSettings(url=database_url))
    app = App(settings, lambda _database, _clock: [postbox], clock=clock, catalog=Catalog())
    await app.start()
    try:
        yield app, postbox
    finally:
        await app.stop()


async def owe(database: Database, clock: MovableClock, key: str) -> None:
    now = clock.now()
    async with database.write() as db:
        message = Owed(key, Chat("post", "g"), Outgoing(text=key), Priority.NOTICE, now, now + timedelta(hours=1))
        await outbox.owe(db, [message])


async def test_one_sends_and_the_other_takes_over(
    database_url: str, database: Database, tmp_path: Path, clock: MovableClock
) -> None:
    async with (
        worker(database_url, tmp_path, clock) as (first, working),
        worker(database_url, tmp_path, clock) as (second, idle),
    ):
        await owe(database, clock, "first")
        await working.until(lambda: working.texts() == ["first"])
        assert idle.texts() == []
        await first.stop()  # its connection ends, and with it its locks, as when it dies
        assert (working.closed, idle.closed) == (True, False)
        await second.share_accounts()  # what every worker does every few seconds
        await owe(database, clock, "second")
        await idle.until(lambda: idle.texts() == ["second"])
    assert working.texts() == ["first"]
