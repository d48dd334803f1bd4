"""Two workers share one PostgreSQL: one looks after a platform account, the other takes over when it is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from handlers import ROUTES
from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.messages import Chat, Outgoing
from kpbot.ports import OnMessages
from kpbot.services.batch import Batch
from kpbot.services.catalog import Catalog
from kpbot.services.routing import Routes
from kpbot.settings import DatabaseSettings, Settings
from kpbot.storage import outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.tables import pushes
from tests.fakes.postbox import EVERYTHING, Postbox
from tests.fakes.stage import PLATFORM, Stage

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@asynccontextmanager
async def worker(
    database_url: str, folder: Path, clock: MovableClock, postbox: Postbox | None = None
) -> AsyncIterator[tuple[App, Postbox]]:
    postbox = postbox or Postbox("post", EVERYTHING)
    settings = Settings(data_dir=folder, database=DatabaseSettings(url=database_url))
    app = App(settings, lambda _database, _clock: [postbox], clock=clock, catalog=Catalog())
    await app.start()
    try:
        yield app, postbox
    finally:
        await app.stop()


class Lingering(Postbox):
    """One that comes to its end when it may."""

    def __init__(self) -> None:
        super().__init__("post", EVERYTHING)
        self.may_end = asyncio.Event()
        self.runs: list[str] = []

    async def _note(self, what: str) -> None:
        async with self._changed:
            self.runs.append(what)
            self._changed.notify_all()

    async def run(self, on_messages: OnMessages) -> None:
        await self._note("begun")
        try:
            await super().run(on_messages)
        finally:
            await self.may_end.wait()
            await self._note("ended")


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


async def test_an_account_that_comes_back_begins_anew_after_its_last_end(
    database_url: str, tmp_path: Path, clock: MovableClock
) -> None:
    lingering = Lingering()
    async with (
        worker(database_url, tmp_path, clock, lingering) as (first, _),
        worker(database_url, tmp_path, clock) as (second, _),
    ):
        await lingering.until(lambda: lingering.runs == ["begun"])
        await first._ownership.let_go()
        await second.share_accounts()
        async with asyncio.timeout(30):
            await first.share_accounts()
        await second.stop()
        await first.share_accounts()
        lingering.may_end.set()
        await lingering.until(lambda: len(lingering.runs) == 3)
        assert lingering.runs == ["begun", "ended", "begun"]


async def test_who_presses_two_buttons_at_once_is_counted_as_one_person(
    stage: Stage, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each press reaches another worker; neither has written anything down when the other looks."""
    await stage.stock()
    await stage.prepare(datetime(2026, 11, 27, 7, 30, tzinfo=UTC))
    pushed = await stage.push(datetime(2026, 11, 28, 1, 0, tzinfo=UTC))
    buttons = next(one.buttons for one in pushed if one.chat == "officers" and one.buttons)
    here, flush = list[Batch](), Batch.flush

    async def flush_once_both_are_here(batch: Batch) -> None:
        here.append(batch)
        async with asyncio.timeout(30):
            while len(here) < 2 and not await somebody_waits(stage.database):  # noqa: ASYNC110  # PostgreSQL is silent
                await asyncio.sleep(0.01)
        await flush(batch)

    monkeypatch.setattr(Batch, "flush", flush_once_both_are_here)
    other = Database(database_url)
    routes, capabilities = Routes(ROUTES), {PLATFORM: stage.capabilities}
    second = Dispatcher(other, routes, stage.settings, stage.clock, capabilities, stage.catalog)
    presses = [stage.message("李", "officers", button=buttons[f"已分享 {n}"], message="pressed") for n in (1, 2)]
    await asyncio.gather(stage.dispatcher.handle(presses[:1]), second.handle(presses[1:]))
    toasts = [one.text for one in await stage.heard() if one.outgoing.toast]
    assert sorted(toast[:6] for toast in toasts) == ["已记 1/3", "已记 2/3"]
    async with other.read() as db:
        counted = select(pushes.c.sharers).where(pushes.c.group_id == stage.groups["officers"])
        assert (await db.execute(counted)).scalar_one() == 1
    await other.close()


async def somebody_waits(database: Database) -> bool:
    async with database.read() as db:
        return bool((await db.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))).scalar_one())
