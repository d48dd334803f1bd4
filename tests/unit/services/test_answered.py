"""Marks of answers that went out in a platform's own response."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.services.answered import Answered
from kpbot.storage import answering
from kpbot.storage import database as storage
from kpbot.storage.database import Database, insert
from kpbot.storage.outbox import Owed, Priority, State, row_of
from kpbot.storage.tables import outbox
from tests.fakes.outages import LockedFile, eventually

MARKS = 40
TURN = answering.new_turn()


async def begin(database: Database, clock: MovableClock) -> list[str]:
    """Rows that are being answered; their keys."""
    now = clock.now()
    owed = [
        Owed(f"k{n}", Chat("post", f"c{n}"), Outgoing("…"), Priority.ANSWER, now, now + timedelta(hours=1))
        for n in range(MARKS)
    ]
    rows = [answering.lent(row_of(one), TURN, now) for one in owed]
    async with database.write() as db:
        await db.execute(insert(db, outbox), rows)
    return [one.key for one in owed]


async def states(database: Database) -> dict[str, str]:
    async with database.read() as db:
        return {row.key: row.state for row in await db.execute(select(outbox.c.key, outbox.c.state))}


async def test_many_share_a_few_commits_and_what_was_left_is_due(database: Database, clock: MovableClock) -> None:
    keys, woken, commits = await begin(database, clock), list[bool](), list[object]()
    event.listen(database.engine.sync_engine, "commit", commits.append)
    answered = Answered(database, clock, lambda: woken.append(True))
    marks = (answered.given(key) if number % 4 else answered.left(key, TURN) for number, key in enumerate(keys))
    await asyncio.gather(*marks)
    found = await states(database)
    assert {key for key in keys if found[key] == State.DUE} == set(keys[::4])
    assert {key for key in keys if found[key] == State.SENT} == set(keys) - set(keys[::4])
    assert woken
    assert len(commits) <= 3


async def test_a_row_that_somebody_settled_meanwhile_stays_as_it_is(database: Database, clock: MovableClock) -> None:
    [key, *_] = await begin(database, clock)
    answered = Answered(database, clock, lambda: None)
    await answered.given(key)
    await answered.left(key, TURN)
    assert (await states(database))[key] == State.SENT


async def test_who_marks_hears_of_a_failure_and_the_next_is_written_all_the_same(
    database: Database, clock: MovableClock
) -> None:
    [first, second, *_] = await begin(database, clock)

    class Broken:
        now = None

    answered = Answered(database, clock, lambda: None)
    answered._clock = Broken()  # type: ignore[assignment]
    with pytest.raises(TypeError):
        await answered.given(first)
    answered._clock = clock
    await answered.given(second)
    assert (await states(database))[second] == State.SENT


async def test_what_was_given_while_the_database_is_away_is_marked_once_it_is_back(
    sqlite_template: Path, tmp_path: Path, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BUSY_SECONDS", 0)
    away = LockedFile(Path(shutil.copy(sqlite_template, tmp_path / "k.db")))
    database = Database(away.url)
    [key, *_] = await begin(database, clock)
    await away.go()
    marking = asyncio.create_task(Answered(database, clock, lambda: None).given(key))
    await eventually(lambda: database.outage)
    assert not marking.done()
    await away.come_back()
    await asyncio.wait_for(marking, 20)
    assert (await states(database))[key] == State.SENT
    await database.close()
