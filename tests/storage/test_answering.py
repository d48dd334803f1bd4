"""Whose turn it is to answer in a platform's own request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage import answering, claims
from kpbot.storage.answering import LEASE
from kpbot.storage.claims import Settled
from kpbot.storage.database import Database, insert
from kpbot.storage.outbox import Owed, Priority, State, row_of
from kpbot.storage.tables import outbox

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KEY = answering.key_of("x", "1")
SAID = Outgoing(text="已记录")


async def begin(database: Database) -> str:
    """An answer that is to be given; whose turn it is."""
    turn = answering.new_turn()
    one = Owed(KEY, Chat("x", "li"), SAID, Priority.ANSWER, NOW, NOW + timedelta(hours=1))
    async with database.write() as db:
        await db.execute(insert(db, outbox), [answering.lent(row_of(one), turn, NOW)])
    return turn


async def again(database: Database, turn: str, at: datetime = NOW) -> Outgoing | None:
    async with database.write() as db:
        return await answering.again(db, KEY, turn, at)


async def left(database: Database, turn: str) -> None:
    async with database.write() as db:
        await answering.left(db, {KEY: turn}, NOW)


async def state(database: Database) -> str:
    async with database.read() as db:
        return str((await db.execute(select(outbox.c.state))).scalar_one())


async def claim(database: Database) -> list[claims.Claimed]:
    async with database.write() as db:
        return await claims.claim(db, "x", "delivery", NOW, timedelta(minutes=1), 10)


async def test_who_was_asked_last_decides(database: Database) -> None:
    first, second = await begin(database), answering.new_turn()
    assert await again(database, second) == SAID
    await left(database, first)
    assert await state(database) == State.SENDING, "somebody else is just giving it"
    await left(database, second)
    assert await state(database) == State.DUE
    assert await again(database, answering.new_turn()) is None, "it goes another way"


async def test_what_is_being_sent_is_nobodys_to_answer_or_to_leave(database: Database) -> None:
    turn = await begin(database)
    await left(database, turn)
    (row,) = await claim(database)
    assert await again(database, answering.new_turn()) is None
    await left(database, turn)
    assert await state(database) == State.SENDING
    async with database.write() as db:
        await claims.settle(db, [Settled(row.id, State.SENT, message="m1")], "delivery", NOW)
    await left(database, turn)
    assert (await again(database, turn), await state(database)) == (None, State.SENT)


async def test_once_given_it_is_given_again_to_who_asks(database: Database) -> None:
    await begin(database)
    async with database.write() as db:
        await answering.given(db, [KEY], NOW)
    turn = answering.new_turn()
    assert await again(database, turn) == SAID
    await left(database, turn)
    assert await state(database) == State.SENT


async def test_asked_again_it_has_a_new_lease_and_known_late_it_is_not_sent(database: Database) -> None:
    await begin(database)
    later = NOW + LEASE - timedelta(seconds=1)
    await again(database, answering.new_turn(), later)
    async with database.write() as db:
        assert await claims.recover(db, NOW + LEASE + timedelta(seconds=1)) == 0
        assert await claims.recover(db, later + LEASE + timedelta(seconds=1)) == 1
        await answering.given(db, [KEY], NOW)
    assert (await state(database), await claim(database)) == (State.SENT, [])
