"""The outbox's own rules, on both databases: keys, claims, leases, doubt, moves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage import claims, outbox
from kpbot.storage.claims import Claimed, Settled
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority, State
from kpbot.storage.tables import bodies
from kpbot.storage.tables import outbox as table

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)
LATER = NOW + timedelta(hours=1)


def owed(key: str, chat: str = "g", priority: Priority = Priority.ANSWER, due: datetime = NOW) -> Owed:
    return Owed(key, Chat("x", chat), Outgoing(text=key), priority, due, LATER)


async def owe(database: Database, *messages: Owed) -> int:
    async with database.write() as db:
        return await outbox.owe(db, messages)


async def claim(database: Database, owner: str = "me", now: datetime = NOW, limit: int = 100) -> list[Claimed]:
    async with database.write() as db:
        return await claims.claim(db, "x", owner, now, LEASE, limit)


async def rows(database: Database) -> dict[str, Any]:
    async with database.read() as db:
        return {row.key: row for row in await db.execute(select(table))}


async def states(database: Database) -> dict[str, str]:
    return {key: row.state for key, row in (await rows(database)).items()}


async def test_a_key_is_owed_once_for_ever(database: Database) -> None:
    assert await owe(database, owed("a"), owed("b"), owed("a", "elsewhere")) == 2
    assert await owe(database, owed("b"), owed("c")) == 1
    (first, *_) = await claim(database, limit=1)
    async with database.write() as db:
        await claims.settle(db, [Settled(first.id, State.SENT)], "me", NOW)
    assert await owe(database, owed(first.key)) == 0


async def test_one_of_each_chat_and_the_urgent_ahead(database: Database) -> None:
    pushes = [owed(f"push {n}", "g", Priority.PUSH) for n in (1, 2)]
    await owe(database, *pushes, owed("answer 1"), owed("answer 2"), owed("other", "h", Priority.NOTICE))
    assert [row.key for row in await claim(database)] == ["answer 1", "other", "push 1"]
    assert await claim(database) == [], "the rest waits for those"


async def test_what_is_not_due_yet_or_held_waits(database: Database) -> None:
    await owe(database, owed("soon", due=NOW + LEASE), owed("held", "h"), owed("behind it"))
    async with database.write() as db:
        assert [row.key for row in await claims.claim(db, "x", "me", NOW, LEASE, 10, ["h"])] == []
    assert [row.key for row in await claim(database)] == ["held"], "order is kept even behind what is due later"
    assert await claim(database, now=NOW + LEASE) != []


async def test_two_workers_never_claim_the_same(database: Database) -> None:
    await owe(database, *(owed(f"{n}", f"g{n}") for n in range(40)))
    found = await asyncio.gather(*(claim(database, f"w{n}", limit=15) for n in range(4)))
    keys = [row.key for rows in found for row in rows]
    assert len(keys) == len(set(keys)) == 40


async def test_only_the_owner_settles(database: Database) -> None:
    await owe(database, owed("a"))
    (row,) = await claim(database)
    async with database.write() as db:
        await claims.settle(db, [Settled(row.id, State.FAILED)], "somebody else", NOW)
    assert await states(database) == {"a": State.SENDING}
    async with database.write() as db:
        await claims.settle(db, [Settled(row.id, State.SENT, message="m1")], "me", NOW)
        await claims.settle(db, [Settled(row.id, State.FAILED)], "me", NOW)
        assert await outbox.sent_message(db, "a") == outbox.Sent("m1")
        assert await outbox.sent_message(db, "b") == outbox.Sent()
    assert (await rows(database))["a"].settled_at == NOW


async def test_postponing_keeps_it_due(database: Database) -> None:
    await owe(database, owed("a"))
    (row,) = await claim(database)
    async with database.write() as db:
        await claims.settle(db, [Settled(row.id, State.DUE, attempts=1, due_at=NOW + LEASE)], "me", NOW)
        assert (await outbox.sent_message(db, "a")).waiting
    found = (await rows(database))["a"]
    assert (found.state, found.due_at, found.settled_at, found.attempts) == (State.DUE, NOW + LEASE, None, 1)


@pytest.mark.parametrize("ids", [None, True, False])
async def test_releasing_gives_back_what_was_not_tried(database: Database, ids: bool | None) -> None:
    await owe(database, owed("mine", "a"), owed("theirs", "b"))
    mine, _ = await claim(database)
    async with database.write() as db:
        await db.execute(table.update().where(table.c.key == "theirs").values(owner="them"))
        await claims.release(db, "me", None if ids is None else [mine.id] if ids else [])
    expected = State.SENDING if ids is False else State.DUE
    assert await states(database) == {"mine": expected, "theirs": State.SENDING}


async def test_an_abandoned_lease_is_doubted_once_then_unknown(database: Database) -> None:
    await owe(database, owed("a"), owed("toast", "h", Priority.TOAST))
    at = NOW
    for expected in ((State.DUE, True), (State.UNKNOWN, True)):
        await claim(database, "dead", at)
        async with database.write() as db:
            assert await claims.recover(db, at + LEASE) == 0, "not before it ended"
            at += LEASE + timedelta(seconds=1)
            assert await claims.look(db, ["x"], at)
            await claims.recover(db, at)
        found = await rows(database)
        assert (found["a"].state, found["a"].doubted) == expected
        assert found["toast"].state == State.UNKNOWN


async def test_ones_own_sends_are_not_abandoned(database: Database) -> None:
    await owe(database, owed("a"), owed("b", "h"))
    first, second = await claim(database)
    async with database.write() as db:
        assert await claims.recover(db, LATER, [first.id]) == 1
    assert await states(database) == {first.key: State.SENDING, second.key: State.DUE}


async def test_stale_ones_expire_and_free_their_chat(database: Database) -> None:
    await owe(database, owed("old"))
    await owe(database, Owed("new", Chat("x", "g"), Outgoing(text="n"), Priority.ANSWER, NOW, LATER + LEASE))
    async with database.write() as db:
        assert await claims.expire(db, LATER) == 1
    assert [row.key for row in await claim(database, now=LATER)] == ["new"]


async def test_a_chat_that_moves_or_goes_takes_its_open_messages_along(database: Database) -> None:
    await owe(database, owed("sent"), owed("open"), owed("other", "h"))
    done, _ = await claim(database)
    async with database.write() as db:
        await claims.settle(db, [Settled(done.id, State.SENT)], "me", NOW)
        await outbox.move(db, Chat("x", "g"), "g2")
    assert {key: row.chat for key, row in (await rows(database)).items()} == {"sent": "g", "open": "g2", "other": "h"}
    async with database.write() as db:
        await outbox.chat_gone(db, Chat("x", "g2"), "kicked", NOW)
    found = await rows(database)
    assert (found["open"].state, found["open"].error) == (State.FAILED, "kicked")
    assert found["other"].state == State.SENDING


async def test_one_body_for_many_chats_is_forgotten_with_the_last(database: Database) -> None:
    async with database.write() as db:
        await db.execute(bodies.insert(), {"id": 1, "payload": Outgoing(text="今日三条").to_json(), "made_at": NOW})
        alike = [outbox.row_of(owed(f"push:{n}", f"g{n}")) | {"payload": None, "body_id": 1} for n in range(3)]
        await db.execute(table.insert(), alike)
    found = await claim(database)
    assert {row.outgoing.text for row in found} == {"今日三条"}
    for number, left in ((2, 1), (3, 0)):
        async with database.write() as db:
            await claims.settle(db, [Settled(row.id, State.SENT) for row in found[:number]], "me", NOW)
            await outbox.purge(db, NOW + LEASE)
            assert (await db.execute(select(func.count()).select_from(bodies))).scalar_one() == left


async def test_a_stored_message_is_found_by_its_key(database: Database) -> None:
    one = owed("reply:x:1_:0")
    await owe(database, one, owed("reply:x:12:0"), owed("reply:x:1_:01"))
    async with database.read() as db:
        assert await outbox.stored(db, one.key) == one.outgoing
        assert await outbox.stored(db, "reply:x:1_:1") is None


async def test_what_a_refused_account_put_off_is_due_at_once_when_asked_for(database: Database) -> None:
    await owe(database, *(owed(chat, chat) for chat in ("refused", "slow", "sent", "new", "failed")))
    claimed = {row.key: row.id for row in await claim(database)}
    put_off = NOW + timedelta(minutes=10)
    await owe(database, owed("to come", "to come", due=put_off))
    outcomes = [
        Settled(claimed["refused"], State.DUE, error="account refused: Unauthorized", attempts=1, due_at=put_off),
        Settled(claimed["slow"], State.DUE, error="RetryAfter: Flood", attempts=1, due_at=put_off),
        Settled(claimed["sent"], State.SENT, attempts=2),
        Settled(claimed["failed"], State.FAILED, error="account refused: Unauthorized", attempts=1),
    ]
    async with database.write() as db:
        await claims.settle(db, outcomes, "me", NOW)
        soon = NOW + timedelta(minutes=2)
        assert await outbox.hasten(db, "y", "account refused", soon) == 0
        assert await outbox.hasten(db, "x", "account refused", soon) == 1
    found = {key: row.due_at for key, row in (await rows(database)).items()}
    assert found == {
        **dict.fromkeys(("sent", "new", "failed"), NOW),
        "refused": soon,
        "slow": put_off,
        "to come": put_off,
    }
    (again,) = await claim(database, now=soon)
    assert (again.key, again.due_at) == ("refused", NOW)
