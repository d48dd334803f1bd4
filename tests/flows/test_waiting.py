"""Chats that have to speak first: what may not be said there now waits for the next message, in order, and no longer
than it is worth."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers import ROUTES
from kpbot.clock import MovableClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing, Receipt, Sender, Window
from kpbot.domain.people import Account
from kpbot.services import reply_turns
from kpbot.services.catalog import Catalog
from kpbot.services.delivery import Delivery
from kpbot.services.routing import Routes
from kpbot.settings import Settings
from kpbot.storage import claims, forgetting, health, outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority, State
from kpbot.storage.tables import outbox as table
from kpbot.storage.tables import reply_windows
from tests.fakes.postbox import Postbox

SHY = Capabilities(private_chats=True, answers_only=True)
INLINE = Capabilities(private_chats=True, answers_only=True, inline_answer=True)
LETS = Window(3, 300)


class Shy(Postbox):
    """Lets nothing be said in a chat but in answer; `numbers` are the turns that were taken."""

    def __init__(self, database: Database, clock: MovableClock, capabilities: Capabilities = SHY) -> None:
        super().__init__("post", capabilities)
        self._database, self._clock = database, clock
        self.numbers: list[tuple[str, int]] = []
        self.strict = False  # the platform says no, whatever was counted
        self.before_refusing: Any = None

    async def _arrive(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        if self.strict:
            raise await reply_turns.refused(self._database, chat, "45015")
        try:
            turn = await reply_turns.turn(self._database, self._clock, chat)
        except Exception:
            if self.before_refusing:
                await self.before_refusing()
            raise
        self.numbers.append((turn.message, turn.number))
        return await super()._arrive(chat, outgoing)


class Town:
    def __init__(self, database: Database, clock: MovableClock, capabilities: Capabilities = SHY) -> None:
        self.database, self.clock = database, clock
        self.post = Shy(database, clock, capabilities)
        self.delivery = Delivery(database, {"post": self.post}, clock)
        self.dispatcher = self.another_dispatcher()
        self._number = count()

    def another_dispatcher(self) -> Dispatcher:
        can = {"post": self.post.capabilities}
        return Dispatcher(self.database, Routes(ROUTES), Settings(), self.clock, can, Catalog())

    def message(self, text: str = "你好", key: str = "", lets: Window | None = LETS) -> Incoming:
        number = next(self._number)
        chat = Chat("post", "a", private=True)
        return Incoming(key or f"k{number}", chat, Sender("a", "甲"), text=text, message=f"m{number}", lets=lets)

    async def hears(self, *messages: Incoming) -> Sequence[Any]:
        """Somebody writes; without the bot's own answers, so that only what waited is seen."""
        answers = await self.dispatcher.handle(messages or [self.message()])
        async with self.database.write() as db:
            own = (table.c.key.like("reply:%"), table.c.state == State.DUE)
            await db.execute(update(table).where(*own).values(state=State.SENT, settled_at=self.clock.now()))
        return answers

    async def owe(self, *keys: str, priority: Priority = Priority.NOTICE, hours: float = 2) -> None:
        now = self.clock.now()
        chat = Chat("post", "a", private=True)
        async with self.database.write() as db:
            lasts = now + timedelta(hours=hours)
            await outbox.owe(db, [Owed(key, chat, Outgoing(text=key), priority, now, lasts) for key in keys])

    async def states(self) -> dict[str, str]:
        async with self.database.read() as db:
            query = select(table.c.key, table.c.state).where(~table.c.key.like("reply:%")).order_by(table.c.id)
            return {row.key: row.state for row in await db.execute(query)}

    def later(self, **by: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**by))


@pytest.fixture
async def town(database: Database, clock: MovableClock) -> Town:
    return Town(database, clock)


async def test_all_that_waited_arrives_in_order_as_far_as_it_may(town: Town) -> None:
    keys = [f"{n}" for n in range(5)]
    await town.owe(*keys)
    await town.delivery.drain()
    assert set((await town.states()).values()) == {State.WAITING}
    assert town.post.arrived == []
    await town.delivery.drain()
    assert len(town.post.tried) == 5, "nobody tries again by himself"

    await town.hears()
    await town.delivery.drain()
    assert town.post.texts() == ["0", "1", "2"]
    assert [number for _, number in town.post.numbers] == [1, 2, 3]
    assert list((await town.states()).values()) == ["sent"] * 3 + ["waiting"] * 2
    town.later(hours=1)
    await town.hears()
    await town.delivery.drain()
    assert town.post.texts() == keys
    assert [number for _, number in town.post.numbers] == [1, 2, 3, 1, 2], "counted anew for each message"


async def test_a_window_is_over_after_its_time(town: Town) -> None:
    await town.hears()
    town.later(seconds=LETS.seconds)
    await town.owe("late")
    await town.delivery.drain()
    assert await town.states() == {"late": State.WAITING}


async def test_what_the_platform_does_not_let_waits_whatever_was_counted(town: Town) -> None:
    await town.hears()
    await town.owe("one", "two")
    town.post.strict = True
    await town.delivery.drain()
    assert set((await town.states()).values()) == {State.WAITING}
    town.post.strict = False
    await town.hears()
    await town.delivery.drain()
    assert town.post.texts() == ["one", "two"]


async def test_the_same_message_again_lets_no_more(town: Town) -> None:
    once = town.message(key="once")
    await town.hears(once)
    await town.owe(*"abcde")
    await town.delivery.drain()
    await town.hears(once)
    await town.hears(once, once)
    await town.delivery.drain()
    assert town.post.texts() == ["a", "b", "c"]


async def test_a_message_that_lets_nothing_opens_nothing(town: Town) -> None:
    await town.owe("a")
    await town.delivery.drain()
    await town.hears(town.message(lets=None))
    await town.delivery.drain()
    assert await town.states() == {"a": State.WAITING}


@pytest.mark.parametrize(("priority", "days"), [(Priority.PUSH, 0), (Priority.ANSWER, 7), (Priority.NOTICE, 7)])
async def test_how_long_it_waits(town: Town, priority: Priority, days: int) -> None:
    await town.owe("x", priority=priority)
    await town.delivery.drain()
    town.later(days=days, hours=3 if not days else -1)
    if days:
        await town.hears()
        await town.delivery.drain()
        assert town.post.texts() == ["x"]
        return
    await town.hears()
    async with town.database.write() as db:
        await outbox.expire_waiting(db, town.clock.now())
    await town.delivery.drain()
    assert await town.states() == {"x": State.EXPIRED}
    assert town.post.arrived == []


async def test_somebody_writes_while_it_is_being_refused(town: Town) -> None:
    await town.owe("x")
    town.post.before_refusing = town.hears
    await town.delivery.drain()
    assert town.post.texts() == ["x"], "not left waiting beside an open window"


async def test_a_worker_dies_while_sending_what_waited(town: Town) -> None:
    await town.owe("x", "y")
    await town.delivery.drain()
    await town.hears()
    async with town.database.write() as db:
        assert await claims.claim(db, "post", "dead", town.clock.now(), timedelta(seconds=60), 10)
    town.later(seconds=61)
    again = Delivery(town.database, {"post": town.post}, town.clock)
    again._steady_at = -1e9
    again._answered.add("post")
    await again.drain()
    assert town.post.texts() == ["x", "y"]


async def test_two_workers_count_together(town: Town) -> None:
    await town.owe(*"abcdef")
    await town.delivery.drain()
    other = town.another_dispatcher()
    await other.handle([town.message(text="")])
    both = [Delivery(town.database, {"post": town.post}, town.clock) for _ in range(2)]
    await asyncio.gather(*(one.drain() for one in both))
    assert len([text for text in town.post.texts() if text in "abcdef"]) <= LETS.count
    assert sorted(number for _, number in town.post.numbers) == list(range(1, len(town.post.numbers) + 1))


async def test_what_waits_is_no_outage_and_keeps_nobody_waiting(town: Town) -> None:
    await town.owe("x")
    await town.delivery.drain()
    town.later(hours=1)
    seen = await health.look(town.database, town.clock.now())
    assert (seen.oldest_due, seen.waiting) == (None, {"due": 0, "sending": 0, "waiting": 1})
    await town.hears()
    seen = await health.look(town.database, town.clock.now())
    assert seen.oldest_due == town.clock.now(), "due since somebody wrote"
    async with town.database.write() as db:
        await db.execute(update(reply_windows).values(used=0, most=99))
    async with town.database.write() as db:
        await db.execute(update(table).where(table.c.key == "x").values(state=State.WAITING))
    await town.owe("behind")
    await town.delivery.drain()
    assert town.post.texts() == ["behind"]


async def test_who_is_forgotten_is_written_to_no_more(database: Database, clock: MovableClock) -> None:
    town = Town(database, clock)
    await town.owe("x")
    await town.delivery.drain()
    async with database.write() as db:
        await forgetting.drop_accounts(db, [Account("post", "a", 1, "a")], clock.now())
    await town.hears()
    await town.delivery.drain()
    assert town.post.arrived == []
    async with database.read() as db:
        row = (await db.execute(select(table).where(table.c.key == "x"))).one()
    assert (row.state, row.payload, row.chat) == (State.EXPIRED, "{}", "")


async def test_what_could_not_be_answered_in_the_request_is_sent(database: Database, clock: MovableClock) -> None:
    town = Town(database, clock, INLINE)
    (answer,) = await town.dispatcher.handle([town.message("/help")])
    assert len(answer.outgoing) == 1
    await town.delivery.drain()
    assert town.post.arrived == [], "it is answered in the request"
    await answer.left()
    await answer.left()
    await town.delivery.drain()
    assert len(town.post.arrived) == 1
    await answer.delivered()
    assert town.post.arrived[0].outgoing == answer.outgoing[0]


async def test_a_repeated_message_gets_the_same_answer_in_its_request(database: Database, clock: MovableClock) -> None:
    town = Town(database, clock, INLINE)
    once = town.message("/help")
    (first,) = await town.dispatcher.handle([once])
    (again,) = await town.dispatcher.handle([once])
    assert again.outgoing == first.outgoing
    await first.left()
    await town.delivery.drain()
    assert town.post.arrived == [], "whoever was asked again is just answering"
    await again.left()
    (late,) = await town.dispatcher.handle([once])
    assert late.outgoing == (), "it goes another way now"
