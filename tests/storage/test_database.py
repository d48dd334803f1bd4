from datetime import UTC, datetime, timedelta

import pytest

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage import claims, inbox, outbox
from kpbot.storage.claims import Claimed, Settled
from kpbot.storage.database import Database, DatabaseUrlError
from kpbot.storage.migrate import Schema, migrate, schema
from kpbot.storage.outbox import Owed, Priority, State

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await migrate(database)
    assert await schema(database) is Schema.CURRENT


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    async def half_done() -> None:
        async with database.write() as db:
            await inbox.take(db, [("x", "1")], NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half_done()
    async with database.write() as db:
        assert await inbox.take(db, [("x", "1")], NOW) == {("x", "1")}


async def test_taking_a_message_twice_counts_once(database: Database) -> None:
    async with database.write() as db:
        assert await inbox.take(db, [("x", "1"), ("x", "2")], NOW) == {("x", "1"), ("x", "2")}
        assert await inbox.take(db, [("x", "3"), ("x", "2")], NOW) == {("x", "3")}
        assert await inbox.take(db, [], NOW) == set()


def owed(key: str, chat: str = "g", priority: Priority = Priority.PUSH) -> Owed:
    return Owed(key, Chat("x", chat), Outgoing(text=key), priority, NOW, LATER)


async def claim(database: Database, now: datetime = NOW, limit: int = 10) -> list[Claimed]:
    async with database.write() as db:
        return await claims.claim(db, "x", "me", now, timedelta(minutes=1), limit)


async def test_answers_go_first_and_each_chat_keeps_its_order(database: Database) -> None:
    async with database.write() as db:
        await outbox.owe(db, [owed("a1"), owed("a2"), owed("b1", "h"), owed("a3", priority=Priority.ANSWER)])
    first = await claim(database)
    assert [c.key for c in first] == ["a3", "a1", "b1"]
    assert [c.outgoing.text for c in first] == ["a3", "a1", "b1"]
    assert await claim(database) == []
    async with database.write() as db:
        await claims.settle(db, [Settled(first[1].id, State.SENT, message="7")], "me", NOW)
        assert await outbox.sent_message(db, "a1") == outbox.Sent("7")
    assert [c.key for c in await claim(database)] == ["a2"]


async def test_what_a_dead_worker_held_is_tried_once_more_and_then_in_doubt(database: Database) -> None:
    async with database.write() as db:
        await outbox.owe(db, [owed("a1", priority=Priority.ANSWER), owed("t", "h", Priority.TOAST)])
    for expected in (["t", "a1"], ["a1"], []):
        assert [c.key for c in await claim(database, NOW)] == expected
        async with database.write() as db:
            await claims.recover(db, NOW + timedelta(minutes=2))


async def test_owing_the_same_key_twice_sends_it_once(database: Database) -> None:
    async with database.write() as db:
        assert await outbox.owe(db, [owed("a1")]) == 1
        assert await outbox.owe(db, [owed("a1")]) == 0
    assert [c.key for c in await claim(database)] == ["a1"]


@pytest.mark.parametrize("address", ["mysql://x/y", "nonsense"])
def test_an_unusable_address_is_named(address: str) -> None:
    with pytest.raises(DatabaseUrlError):
        Database(address)


async def test_messages_are_forgotten_and_those_set_aside_later(database: Database) -> None:
    async with database.write() as db:
        await inbox.take(db, [("x", "old")], NOW)
        await inbox.set_aside(db, ("x", "odd"), NOW, "ValueError: no", "what was said")
        assert await inbox.purge(db, LATER, NOW) == 1
        assert await inbox.take(db, [("x", "old"), ("x", "odd")], NOW) == {("x", "old")}
        assert await inbox.purge(db, LATER, LATER) == 2
