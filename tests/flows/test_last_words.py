"""What a platform heard that does not tell it again is taken while the application stops."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import select

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Incoming, Sender
from kpbot.ports import OnMessages
from kpbot.services.catalog import Catalog
from kpbot.settings import Settings
from kpbot.storage import tables
from kpbot.storage.database import Database
from tests.fakes.postbox import EVERYTHING, Postbox

BURST = 500


class Hasty(Postbox):
    """Hands over what it heard when it is told to end."""

    begun: asyncio.Event

    async def run(self, on_messages: OnMessages) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            chat = Chat("post", "a", private=True)
            await on_messages([Incoming(str(n), chat, Sender("a", "甲"), text="你好") for n in range(BURST)])


async def test_a_burst_while_the_application_stops(database_url: str, clock: MovableClock, tmp_path: Path) -> None:
    post = Hasty("post", EVERYTHING)
    post.begun = asyncio.Event()
    settings = Settings.model_validate({"database": {"url": database_url}, "data_dir": str(tmp_path)})
    app = App(settings, lambda database, clock: [post], clock=clock, catalog=Catalog())
    await app.start(virtual=True)
    await post.begun.wait()
    await app.stop()
    database = Database(database_url)
    async with database.read() as db:
        assert len((await db.execute(select(tables.inbox.c.key))).all()) == BURST
    assert post.closed
    await database.close()
