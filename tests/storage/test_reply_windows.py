"""How much may be said in chats that have to speak first, on both databases and from several workers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.ports import SendError
from kpbot.services import reply_turns
from kpbot.storage import reply_windows
from kpbot.storage.database import Database
from kpbot.storage.reply_windows import Opened, Turn

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
CHAT, OTHER = Chat("x", "a", private=True), Chat("x", "b", private=True)


async def opens(database: Database, message: str, seconds: float, most: int, chat: Chat = CHAT) -> None:
    async with database.write() as db:
        await reply_windows.open_windows(db, [Opened(chat, message, NOW + timedelta(seconds=seconds), most)])


async def take(database: Database, after: float = 0, chat: Chat = CHAT) -> Turn | None:
    async with database.write() as db:
        return await reply_windows.take(db, chat, NOW + timedelta(seconds=after))


async def test_nothing_before_anybody_wrote(database: Database) -> None:
    assert await take(database) is None


async def test_as_many_as_it_lets_until_it_is_over(database: Database) -> None:
    await opens(database, "m1", 60, 2)
    assert await take(database) == Turn("m1", 1)
    assert await take(database, 59) == Turn("m1", 2)
    assert await take(database, 59) is None
    await opens(database, "m2", 60, 2)
    assert await take(database, 60) is None
    assert await take(database, 59, OTHER) is None, "each chat by itself"


async def test_the_next_message_counts_anew(database: Database) -> None:
    await opens(database, "m1", 60, 2)
    await take(database)
    await opens(database, "m2", 61, 2)
    assert await take(database) == Turn("m2", 1)


async def test_a_shorter_one_does_not_end_what_is_open(database: Database) -> None:
    await opens(database, "m1", 3600, 5)
    await take(database)
    await opens(database, "press", 60, 3)
    assert await take(database) == Turn("m1", 2)
    for _ in range(3):
        await take(database)
    assert await take(database) is None
    await opens(database, "press", 60, 3)
    assert await take(database) == Turn("press", 1), "but helps where nothing is left"


async def test_of_several_messages_at_once_the_last_counts(database: Database) -> None:
    until = NOW + timedelta(seconds=60)
    async with database.write() as db:
        await reply_windows.open_windows(db, [Opened(CHAT, f"m{n}", until, 1) for n in range(3)])
    assert await take(database) == Turn("m2", 1)


async def test_many_takers_never_more_than_there_are(database: Database) -> None:
    await opens(database, "m1", 60, 5)
    taken = await asyncio.gather(*(take(database) for _ in range(12)))
    assert sorted(turn.number for turn in taken if turn) == [1, 2, 3, 4, 5]


async def test_what_the_platform_refuses_ends_it(database: Database, clock: MovableClock) -> None:
    await opens(database, "m1", 3600, 5)
    assert await reply_turns.turn(database, clock, CHAT) == Turn("m1", 1)
    refused = await reply_turns.refused(database, CHAT, "45015")
    assert (refused.awaits_word, refused.permanent, refused.reason) == (True, False, "45015")
    with pytest.raises(SendError) as error:
        await reply_turns.turn(database, clock, CHAT)
    assert error.value.awaits_word
    await reply_turns.refused(database, OTHER, "never spoken")


async def test_who_may_be_written_to_after_all(database: Database) -> None:
    await opens(database, "m1", 60, 1)
    await opens(database, "m1", 60, 1, Chat("x", "used", private=True))
    await take(database, chat=Chat("x", "used", private=True))
    chats = {("x", "a"), ("x", "used"), ("x", "never")}
    async with database.write() as db:
        assert await reply_windows.opened_meanwhile(db, chats, NOW) == {("x", "a")}
        assert await reply_windows.opened_meanwhile(db, chats, NOW + timedelta(seconds=60)) == set()
    assert await take(database, chat=Chat("x", "never", private=True)) is None
    await opens(database, "m1", 1, 1, Chat("x", "never", private=True))
    assert await take(database, chat=Chat("x", "never", private=True)) == Turn("m1", 1)


async def test_windows_that_are_over_are_forgotten(database: Database) -> None:
    await opens(database, "m1", 60, 2)
    async with database.write() as db:
        await reply_windows.purge(db, NOW + timedelta(seconds=59))
    assert await take(database) is not None
    async with database.write() as db:
        await reply_windows.purge(db, NOW + timedelta(seconds=60))
    assert await take(database) is None
