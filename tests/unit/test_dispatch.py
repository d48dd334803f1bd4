"""Dispatch with routes of its own: batches that fail, databases that are away, workers that meet, stops."""

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from kpbot import dispatch
from kpbot.clock import MovableClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.messages import Chat, File, Incoming, Sender
from kpbot.services.catalog import Catalog
from kpbot.services.routing import Route, Routes
from kpbot.services.talk import Talk
from kpbot.settings import Settings
from kpbot.storage import database as storage
from kpbot.storage.database import Database
from kpbot.storage.outbox import State
from kpbot.storage.tables import inbox, outbox
from tests.fakes.postbox import EVERYTHING, INLINE, Postbox
from tests.fakes.stage import Stage


async def test_silence_in_groups_for_what_is_not_for_the_bot(stage: Stage) -> None:
    assert await stage.say("路人", "officers", "大家早上好") == []


async def test_an_outdated_button_says_so(stage: Stage) -> None:
    heard = await stage.press("李", "officers", "nonsense:1")
    assert heard[0].outgoing.toast
    assert "过期" in heard[0].text


async def echo(talk: Talk, argument: str) -> None:
    talk.reply(argument or "…")


async def fail(talk: Talk, argument: str) -> None:
    talk.reply("half done")
    raise RuntimeError(f"cannot bear {argument}")


async def overhear(talk: Talk) -> bool:
    if "explode" in talk.text:
        raise RuntimeError(f"overheard {talk.text}")
    return False


ROUTES = (
    Route("echo", ("echo",), command=echo),
    Route("fail", ("fail",), command=fail),
    Route("overhear", offer=overhear),
)


def said(key: str, words: str, chat: str = "~a", sender: str = "a") -> Incoming:
    return Incoming(
        key, Chat("post", chat, private=chat.startswith("~")), Sender(sender, "甲"), text=words, message="m"
    )


class Watched(Database):
    """Notes when somebody wants to write."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.wanted = asyncio.Event()

    def write(self) -> Any:
        self.wanted.set()
        return super().write()


def dispatcher(database: Database, clock: MovableClock, *routes: Route, inline: bool = False) -> Dispatcher:
    capabilities = {"post": INLINE if inline else EVERYTHING}
    return Dispatcher(database, Routes([*ROUTES, *routes]), Settings(), clock, capabilities, Catalog())


@asynccontextmanager
async def running(worker: Dispatcher) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(worker.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def replies(database: Database) -> dict[str, str]:
    """Keys and payloads of what is owed."""
    async with database.read() as db:
        return {row.key: row.payload for row in await db.execute(select(outbox.c.key, outbox.c.payload))}


async def aside(database: Database) -> list[Any]:
    async with database.read() as db:
        return list(await db.execute(select(inbox).where(inbox.c.error != "")))


async def test_one_that_fails_is_set_aside_and_the_others_are_handled(database: Database, clock: MovableClock) -> None:
    messages = [said("1", "/echo one"), said("2", "/fail this"), said("3", "/echo three")]
    await dispatcher(database, clock).handle(messages)
    owed = await replies(database)
    assert sorted(owed) == ["reply:post:1:0", "reply:post:2:0", "reply:post:3:0"]
    assert "one" in owed["reply:post:1:0"]
    assert "half done" not in owed["reply:post:2:0"], "what it began is undone"
    assert "抱歉" in owed["reply:post:2:0"]
    (row,) = await aside(database)
    assert (row.key, row.error) == ("2", "RuntimeError: cannot bear this")
    assert "/fail this" in row.payload


async def test_an_apology_is_made_once(database: Database, clock: MovableClock) -> None:
    worker = dispatcher(database, clock)
    for _ in range(3):
        await worker.handle([said("1", "/fail"), said("2", "/echo")])
    assert len(await replies(database)) == 2


async def test_a_bystanders_words_are_kept_nowhere(database: Database, clock: MovableClock) -> None:
    words = said("1", "explode, 张三 13800000000", "group")
    hidden = replace(words, links=("https://x.example/张三",), files=(File("r", "张三.xlsx"),))
    await dispatcher(database, clock).handle([hidden])
    assert await replies(database) == {}, "nobody asked, so nobody is apologised to"
    (row,) = await aside(database)
    kept = f"{row.error} {row.payload}"
    assert row.error == "RuntimeError"
    assert not any(words in kept for words in ("explode", "张三", "138", "甲"))


async def test_errors_carry_no_parameters(database: Database, clock: MovableClock) -> None:
    async def clash(talk: Talk, argument: str) -> None:
        await talk.db.execute(text("INSERT INTO inbox (platform, key) VALUES (:p, :k)"), {"p": argument, "k": None})

    await dispatcher(database, clock, Route("clash", ("clash",), command=clash)).handle([said("1", "/clash secret")])
    (row,) = await aside(database)
    assert "secret" not in row.error


@pytest.mark.parametrize("key", ["k\x00", "k\ud800", "长" * 5000])
async def test_ids_and_words_that_no_database_takes(database: Database, clock: MovableClock, key: str) -> None:
    strange = Incoming(
        key, Chat("post", "~\x00"), Sender("\udfff", "甲\x00"), text="/echo a\x00b\ud800c", message="\x00", button=""
    )
    worker = dispatcher(database, clock)
    for _ in range(2):
        await worker.handle([strange, said("2", "/echo")])
    owed = await replies(database)
    assert len(owed) == 2
    assert any("abc" in payload for payload in owed.values())
    assert await aside(database) == []


async def test_what_cannot_be_set_aside_either_is_not_confirmed_and_stops_nobody(
    database: Database, clock: MovableClock
) -> None:
    name = "p" * 30  # longer than any column for it
    endless = Incoming("1", Chat(name, "~x", private=True), Sender("a"), text="/fail")
    capabilities = {"post": EVERYTHING, name: EVERYTHING}
    worker = Dispatcher(database, Routes(ROUTES), Settings(), clock, capabilities, Catalog())
    async with running(worker):
        if not database.is_sqlite:  # SQLite keeps any length
            with pytest.raises(Exception, match="too long"):
                await worker.on_messages([endless])
        assert len(await worker.on_messages([said("2", "/echo")])) == 1
    assert "reply:post:2:0" in await replies(database)


@pytest.fixture
def sqlite_file(tmp_path: Path, sqlite_template: Path) -> Path:
    return Path(shutil.copy(sqlite_template, tmp_path))


async def test_messages_wait_while_the_database_is_locked(
    sqlite_file: Path, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BUSY_SECONDS", 0.001)
    monkeypatch.setattr(dispatch, "FIRST_WAIT", 0.001)
    database = Watched(f"sqlite:///{sqlite_file}")
    with contextlib.closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with running(worker := dispatcher(database, clock)):
            told = asyncio.create_task(worker.on_messages([said("1", "/echo"), said("2", "/echo")]))
            for _ in range(3):
                await database.wanted.wait()
                database.wanted.clear()
            assert not told.done(), "the platform must not confirm"
            other.execute("ROLLBACK")
            assert len(await told) == 2
    assert len(await replies(database)) == 2
    assert await aside(database) == []
    await database.close()


async def test_messages_are_handled_again_when_the_connection_broke(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is lost in the middle of a batch, as when PostgreSQL restarts."""
    monkeypatch.setattr(dispatch, "FIRST_WAIT", 0.001)
    tried: list[str] = []

    async def lose(talk: Talk, argument: str) -> None:
        tried.append(argument)
        if len(tried) == 1 and database.is_sqlite:
            raise ConnectionResetError("gone")
        if len(tried) == 1:
            await talk.db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        talk.reply("there")

    async with running(worker := dispatcher(database, clock, Route("lose", ("lose",), command=lose))):
        await worker.on_messages([said("1", "/echo"), said("2", "/lose it")])
    assert tried == ["it", "it"]
    assert sorted(await replies(database)) == ["reply:post:1:0", "reply:post:2:0"]
    assert await aside(database) == []


async def test_a_wrong_statement_is_no_outage(database: Database, clock: MovableClock) -> None:
    async def wrong(talk: Talk, argument: str) -> None:
        await talk.db.execute(text("SELECT * FROM nowhere"))

    worker = dispatcher(database, clock, Route("wrong", ("wrong",), command=wrong))
    async with asyncio.timeout(20), running(worker):
        await worker.on_messages([said("1", "/wrong")])
    assert [row.key for row in await aside(database)] == ["1"]


async def test_two_workers_that_get_the_same_messages_make_one_record(database_url: str, clock: MovableClock) -> None:
    messages = [said(str(n), f"/echo {n}", f"~{n % 5}", str(n % 5)) for n in range(60)]
    databases = [Database(database_url) for _ in range(2)]
    workers = [dispatcher(database, clock) for database in databases]
    for part in range(0, 60, 20):
        some = messages[part : part + 20]
        await asyncio.gather(workers[0].handle(some), workers[1].handle(some[::-1]), workers[1].handle(some[5:15]))
    async with databases[0].read() as db:
        assert (await db.execute(select(func.count()).select_from(inbox))).scalar_one() == 60
    assert sorted(await replies(databases[0])) == sorted(f"reply:post:{n}:0" for n in range(60))
    assert await aside(databases[0]) == []
    for database in databases:
        await database.close()


async def test_a_stop_lets_a_batch_finish(database: Database, clock: MovableClock) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow(talk: Talk, argument: str) -> None:
        begun.set()
        await go.wait()
        talk.reply("done")

    worker = dispatcher(database, clock, Route("slow", ("slow",), command=slow))
    task = asyncio.create_task(worker.run())
    told = asyncio.create_task(worker.on_messages([said("1", "/slow")]))
    await begun.wait()
    task.cancel()
    asyncio.get_running_loop().call_soon(go.set)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert told.done() or len(await told) == 1
    assert "done" in (await replies(database))["reply:post:1:0"]


async def inline(database: Database, clock: MovableClock, act: Callable[[Postbox], Awaitable[None]]) -> None:
    post, worker = Postbox(capabilities=INLINE), dispatcher(database, clock, inline=True)
    receiving = asyncio.create_task(post.run(worker.on_messages))
    await asyncio.sleep(0)
    async with running(worker):
        await act(post)
    receiving.cancel()


async def test_a_platform_that_answers_in_its_request_gets_the_same_answer_again(
    database: Database, clock: MovableClock
) -> None:
    async def act(post: Postbox) -> None:
        for _ in range(3):
            assert [one.text for one in await post.take(said("1", "/echo hello"))] == ["hello"]

    await inline(database, clock, act)
    async with database.read() as db:
        assert list(await db.execute(select(outbox.c.key, outbox.c.state))) == [("reply:post:1:0", State.SENT)]


async def test_an_answer_of_another_message_is_not_taken_for_its_own(database: Database, clock: MovableClock) -> None:
    async def act(post: Postbox) -> None:
        await post.take(said("1:x", "/echo somebody else's"))
        for _ in range(2):
            assert await post.take(said("1", "nothing to answer", "group")) == []

    await inline(database, clock, act)
