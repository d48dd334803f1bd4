"""What is left for a single use, by one worker for another."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from kpbot.clock import MovableClock
from kpbot.storage import access_tokens
from kpbot.storage.database import Database


async def take(database: Database, clock: MovableClock, name: str) -> str:
    async with database.write() as db:
        return await access_tokens.take(db, name, clock.now())


async def test_one_of_many_takes_it_and_what_is_left_first_stays(database: Database, clock: MovableClock) -> None:
    until = clock.now() + timedelta(minutes=1)
    for value in ("first", "second"):
        async with database.write() as db:
            await access_tokens.leave(db, "a:press:1", value, until)
    taken = await asyncio.gather(*(take(database, clock, "a:press:1") for _ in range(5)))
    assert sorted(taken) == ["", "", "", "", "first"]


async def test_it_is_good_until_its_time_and_then_swept(database: Database, clock: MovableClock) -> None:
    async with database.write() as db:
        for name in ("a:press:1", "a:press:2", "a:token"):
            await access_tokens.leave(db, name, "x", clock.now() + timedelta(minutes=1))
    assert await take(database, clock, "a:press:2") == "x"
    clock.move_to(clock.now() + timedelta(minutes=1))
    assert await take(database, clock, "a:press:1") == ""
    async with database.write() as db:
        assert await access_tokens.forget(db, "a:press:", clock.now()) == 0
        assert await access_tokens.forget(db, "a:press:", clock.now() + timedelta(seconds=1)) == 1
        assert (await access_tokens.kept(db, "a:token")).value == "x"
