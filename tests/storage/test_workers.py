"""Several workers on one PostgreSQL: one owner for each account, and a bell that all of them hear."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from kpbot.storage import bell
from kpbot.storage.database import Database
from kpbot.storage.ownership import Ownership

BOTH = frozenset({"telegram", "qq"})


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
class TestOnPostgresql:
    async def test_one_owner_and_the_next_when_it_lets_go(self, database: Database, database_url: str) -> None:
        other = Database(database_url)
        first, second = Ownership(database), Ownership(other)
        assert await first.hold(BOTH) == BOTH
        assert await second.hold(BOTH) == frozenset()
        assert await first.hold(BOTH) == BOTH
        await first.let_go()
        assert await second.hold(BOTH) == BOTH
        await second.let_go()
        await other.close()

    async def test_a_cut_connection_frees_what_it_held(self, database: Database, database_url: str) -> None:
        other = Database(database_url)
        first, second = Ownership(database), Ownership(other)
        await first.hold(BOTH)
        async with other.engine.connect() as db:
            await db.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            )
        assert await second.hold(BOTH) == BOTH
        assert await first.hold(BOTH) == frozenset()
        await second.let_go()
        assert await first.hold(BOTH) == BOTH, "it comes back when the other is gone"
        await first.let_go()
        await other.close()

    async def test_the_bell_is_heard_by_everybody_at_the_commit(self, database: Database, database_url: str) -> None:
        other = Database(database_url)
        heard = [asyncio.Event(), asyncio.Event()]
        listening = [
            asyncio.create_task(bell.listen(one, e.set)) for one, e in zip((database, other), heard, strict=True)
        ]
        await asyncio.wait_for(asyncio.gather(*(event.wait() for event in heard)), 30)  # both have begun
        for event in heard:
            event.clear()
        async with database.write() as db:
            await bell.ring(db)
            await bell.ring(db)
            assert not any(event.is_set() for event in heard)
        await asyncio.wait_for(asyncio.gather(*(event.wait() for event in heard)), 30)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
        await other.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_on_sqlite_the_one_process_owns_everything(database: Database) -> None:
    owner = Ownership(database)
    assert await owner.hold(BOTH) == BOTH
    async with database.write() as db:
        await bell.ring(db)
    await bell.listen(database, lambda: None)
    await owner.let_go()
