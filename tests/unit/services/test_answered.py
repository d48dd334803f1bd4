"""Marks of answers that went out in a platform's own response."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.services.answered import Answered
from kpbot.storage.database import Database, insert
from kpbot.storage.outbox import Owed, Priority, State, row_of
from kpbot.storage.tables import outbox

MARKS = 40


async def answering(database: Database, clock: MovableClock) -> list[str]:
    """Rows that are being answered; their keys."""
    now = clock.now()
    owed = [
        Owed(f"k{n}", Chat("post", f"c{n}"), Outgoing("…"), Priority.ANSWER, now, now + timedelta(hours=1))
        for n in range(MARKS)
    ]
    rows = [{**row_of(one), "state": State.SENDING, "lease_until": now + timedelta(minutes=1)} for one in owed]
    async with database.write() as db:
        await db.execute(insert(db, outbox), rows)
    return [one.key for one in owed]


async def states(database: Database) -> dict[str, str]:
    async with database.read() as db:
        return {row.key: row.state for row in await db.execute(select(outbox.c.key, outbox.c.state))}


async def test_many_share_a_few_commits_and_what_was_left_is_due(database: Database, clock: MovableClock) -> None:
    keys, woken, commits = await answering(database, clock), list[bool](), list[object]()
    event.listen(database.engine.sync_engine, "commit", commits.append)
    answered = Answered(database, clock, lambda: woken.append(True))
    await asyncio.gather(*(answered.mark(key, delivered=number % 4 > 0) for number, key in enumerate(keys)))
    found = await states(database)
    assert {key for key in keys if found[key] == State.DUE} == set(keys[::4])
    assert {key for key in keys if found[key] == State.SENT} == set(keys) - set(keys[::4])
    assert woken
    assert len(commits) <= 3


async def test_a_row_that_somebody_settled_meanwhile_stays_as_it_is(database: Database, clock: MovableClock) -> None:
    [key, *_] = await answering(database, clock)
    answered = Answered(database, clock, lambda: None)
    await answered.mark(key, delivered=True)
    await answered.mark(key, delivered=False)
    assert (await states(database))[key] == State.SENT


async def test_who_marks_hears_of_a_failure_and_the_next_is_written_all_the_same(
    database: Database, clock: MovableClock
) -> None:
    [first, second, *_] = await answering(database, clock)

    class Broken:
        now = None

    answered = Answered(database, clock, lambda: None)
    answered._clock = Broken()  # type: ignore[assignment]
    with pytest.raises(TypeError):
        await answered.mark(first, delivered=True)
    answered._clock = clock
    await answered.mark(second, delivered=True)
    assert (await states(database))[second] == State.SENT
