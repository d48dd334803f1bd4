"""What is said of an account that is not taken, and what /healthz hears of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.platforms.standing import Standing, Trouble, trouble
from kpbot.ports import ACCOUNT_REFUSED, SendError
from kpbot.services.checking.finding import broken
from kpbot.storage import outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.tables import outbox as rows

SECRET = trouble(SendError(f"{ACCOUNT_REFUSED}: 40125"), broken("wechat-secret"))
ADDRESS = trouble(SendError(f"{ACCOUNT_REFUSED}: 40164"), broken("wechat-address", address="203.0.113.7"))
AWAY = trouble(SendError("no answer"), broken("wechat-away", reason="no answer"))


class Over(Exception):
    """The answers are used up."""


class Watched:
    """A standing, asked as often as there are answers; `seen`: whether it was refused after each, `waits`: seconds."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.standing = Standing("wechat", database, clock, "en", self._sleep)
        self.waits: list[float] = []
        self.seen: list[bool] = []

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seen.append(self.standing.refused)

    async def through(self, *answers: Trouble | Exception | None) -> list[tuple[str, str]]:
        """What was logged."""
        left = list(answers)

        async def ask() -> Trouble | None:
            if not left:
                raise Over
            answer = left.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        with capture_logs() as logs, pytest.raises(Over):
            await self.standing.watch(ask)
        return [(log["log_level"], log["event"]) for log in logs]


@pytest.fixture
def watched(database: Database, clock: MovableClock) -> Watched:
    return Watched(database, clock)


async def test_one_that_is_taken_is_asked_every_ten_minutes_and_nothing_is_said(watched: Watched) -> None:
    assert await watched.through(None, None) == []
    assert (watched.waits, watched.seen) == ([600, 600], [False, False])


async def test_one_that_is_refused_is_said_once_until_it_is_taken(watched: Watched) -> None:
    said = await watched.through(SECRET, SECRET, ADDRESS, None, SECRET)
    assert [level for level, _ in said] == ["error", "error", "info", "error"]
    assert "KPBOT_WECHAT__SECRET" in said[0][1]
    assert "203.0.113.7" in said[1][1]
    assert watched.seen == [True, True, True, False, True]
    assert watched.waits == [5, 10, 20, 600, 5]


async def test_a_platform_that_is_away_has_refused_nobody(watched: Watched) -> None:
    said = await watched.through(*[AWAY] * 9, None)
    assert [level for level, _ in said] == ["warning", "info"]
    assert not any(watched.seen)
    assert watched.waits == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]


async def test_one_that_is_refused_stays_so_while_nobody_answers(watched: Watched) -> None:
    said = await watched.through(SECRET, AWAY, SECRET, AWAY, None)
    assert [level for level, _ in said] == ["error", "info"]
    assert watched.seen == [True, True, True, True, False]


async def test_without_a_database_nothing_is_known_anew(watched: Watched) -> None:
    said = await watched.through(SECRET, ConnectionRefusedError(), None, ConnectionRefusedError())
    assert [level for level, _ in said] == ["error", "warning", "info", "warning"]
    assert watched.seen == [True, True, False, False]


async def test_what_waited_for_the_account_goes_out_once_it_is_taken(
    watched: Watched, database: Database, clock: MovableClock
) -> None:
    chat, now = Chat("wechat", "li", private=True), clock.now()
    owed = [Owed(key, chat, Outgoing(text=key), Priority.ANSWER, now, now + timedelta(days=1)) for key in ("a", "b")]
    async with database.write() as db:
        await outbox.owe(db, owed)
        late = {"due_at": now + timedelta(minutes=9), "attempts": 1}
        for key, error in (("a", f"{ACCOUNT_REFUSED}: 40125"), ("b", "45009")):
            await db.execute(update(rows).where(rows.c.key == key).values(**late, error=error))
    await watched.through(SECRET, None)
    async with database.read() as db:
        due = {row.key: row.due_at for row in await db.execute(select(rows.c.key, rows.c.due_at))}
    assert due == {"a": now, "b": now + timedelta(minutes=9)}


async def test_who_begins_anew_knows_nothing_yet(watched: Watched) -> None:
    await watched.through(SECRET)
    assert watched.standing.refused
    asked, go = asyncio.Event(), asyncio.Event()

    async def ask() -> None:
        asked.set()
        await go.wait()

    watching = asyncio.create_task(watched.standing.watch(ask))
    await asked.wait()
    assert not watched.standing.refused
    watching.cancel()
