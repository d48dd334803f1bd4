"""Delivery against a platform in memory, on both databases; time is moved, never waited for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, select, text

from kpbot.clock import MovableClock
from kpbot.domain.messages import Capabilities, Chat, Outgoing, Window
from kpbot.domain.people import GroupKind, GroupState
from kpbot.ports import SendError
from kpbot.services import delivery as module
from kpbot.services.delivery import Delivery
from kpbot.storage import claims, groups, outbox
from kpbot.storage.database import Database
from kpbot.storage.outbox import Owed, Priority, State
from kpbot.storage.tables import outbox as table
from tests.fakes.postbox import Postbox

HOUR = timedelta(hours=1)


@dataclass
class Desk:
    """An outbox, a clock that is moved, and the platform it is delivered to."""

    database: Database
    clock: MovableClock
    post: Postbox = field(default_factory=Postbox)
    delivery: Delivery = None  # type: ignore[assignment]  # set by restart
    _number: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.delivery = Delivery(self.database, {self.post.name: self.post}, self.clock)

    async def owe(
        self,
        chat: str,
        words: str = "",
        priority: Priority = Priority.ANSWER,
        key: str = "",
        lasts: timedelta = 24 * HOUR,
        platform: str = "post",
        **rest: Any,
    ) -> str:
        key = key or f"key{next(self._number)}"
        now = self.clock.now()
        owed = Owed(key, Chat(platform, chat), Outgoing(text=words or key, **rest), priority, now, now + lasts)
        async with self.database.write() as db:
            await outbox.owe(db, [owed])
        return key

    async def row(self, key: str) -> Any:
        async with self.database.read() as db:
            return (await db.execute(select(table).where(table.c.key == key))).one()

    async def states(self) -> dict[str, str]:
        async with self.database.read() as db:
            return {row.key: row.state for row in await db.execute(select(table.c.key, table.c.state))}

    def later(self, by: timedelta) -> None:
        self.clock.move_to(self.clock.now() + by)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["asyncio.Task[None]"]:
        task = asyncio.create_task(self.delivery.run())
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def claim_as_another(self, lease: timedelta) -> None:
        """Another worker claims everything and is never heard of again."""
        async with self.database.write() as db:
            assert await claims.claim(db, "post", "another", self.clock.now(), lease, 100)


@pytest.fixture
async def desk(database: Database, clock: MovableClock) -> Desk:
    return Desk(database, clock)


async def test_order_is_kept_within_a_chat_and_every_message_gets_its_id(desk: Desk) -> None:
    keys = [await desk.owe("a", f"{n}") for n in range(5)]
    await desk.delivery.drain()
    assert desk.post.texts("a") == ["0", "1", "2", "3", "4"]
    assert [(await desk.row(key)).message for key in keys] == ["p0", "p1", "p2", "p3", "p4"]
    assert set((await desk.states()).values()) == {State.SENT}


async def test_answers_go_ahead_of_broadcasts(database: Database, clock: MovableClock) -> None:
    one_at_a_time = Capabilities(account_windows=(Window(1, 3600.0),))
    for expected in ("answer", "notice", "push"):
        desk = Desk(database, clock, Postbox(capabilities=one_at_a_time))
        if expected == "answer":
            await desk.owe("a", "push", Priority.PUSH)
            await desk.owe("b", "notice", Priority.NOTICE)
            await desk.owe("c", "answer", Priority.ANSWER)
        await desk.delivery.drain()
        assert desk.post.texts() == [expected], "one send an hour, the most urgent first"


async def test_an_answer_does_not_wait_behind_a_postponed_push_of_its_chat(desk: Desk) -> None:
    await desk.owe("a", "push", Priority.PUSH)
    desk.post.refuse("a", SendError("not now"))
    await desk.delivery.drain()
    await desk.owe("a", "answer")
    await desk.delivery.drain()
    assert desk.post.texts("a") == ["answer"]
    desk.later(HOUR)
    await desk.delivery.drain()
    assert desk.post.texts("a") == ["answer", "push"]


async def test_a_later_message_of_a_chat_waits_for_a_postponed_one(desk: Desk) -> None:
    desk.post.refuse("a", SendError("not now"))
    await desk.owe("a", "first")
    await desk.owe("a", "second")
    await desk.owe("b", "elsewhere")
    await desk.delivery.drain()
    assert desk.post.texts() == ["elsewhere"]
    desk.later(timedelta(seconds=5))
    await desk.delivery.drain()
    assert desk.post.texts("a") == ["first", "second"]


async def test_retry_after_is_honoured_for_its_chat_alone(desk: Desk) -> None:
    key = await desk.owe("a", "patience")
    await desk.owe("b", "others")
    desk.post.refuse("a", SendError("slow down", retry_after=30))
    await desk.delivery.drain()
    assert desk.post.texts() == ["others"]
    row = await desk.row(key)
    assert (row.state, row.due_at, row.attempts) == (State.DUE, desk.clock.now() + timedelta(seconds=30), 1)
    await desk.owe("a", "an urgent one waits too", Priority.TOAST)
    await desk.delivery.drain()
    assert len(desk.post.tried) == 2
    desk.later(timedelta(seconds=31))
    desk.restart()  # real seconds are not waited for here; a new process knows only what the database says
    await desk.delivery.drain()
    assert desk.post.texts("a")[0] == "an urgent one waits too"
    assert "patience" in desk.post.texts("a")


async def test_what_only_one_message_waits_for_holds_up_no_answer_of_its_chat(desk: Desk) -> None:
    await desk.owe("a", "push", Priority.PUSH)
    desk.post.refuse("a", SendError("enough for today", retry_after=3600, only_this=True))
    await desk.delivery.drain()
    await desk.owe("a", "answer")
    await desk.delivery.drain()
    assert desk.post.texts("a") == ["answer"]


async def test_a_permanent_error_is_marked_once(desk: Desk) -> None:
    key = await desk.owe("a")
    desk.post.refuse("a", SendError("message is too old\x00\u202e", permanent=True))
    for _ in range(3):
        await desk.delivery.drain()
        desk.later(HOUR)
    row = await desk.row(key)
    assert (row.state, row.error, row.attempts, len(desk.post.tried)) == (State.FAILED, "message is too old", 1, 1)


async def bound_group(desk: Desk, chat: str, kind: GroupKind | None = GroupKind.OFFICERS) -> None:
    async with desk.database.write() as db:
        await groups.add(db, Chat("post", chat), chat, "zh-CN", desk.clock.now())
        found = (await groups.load(db, [("post", chat)]))[("post", chat)]
        await groups.update_group(db, found.id, kind=kind)


async def group(desk: Desk, chat: str) -> Any:
    async with desk.database.read() as db:
        return (await groups.load(db, [("post", chat)]))[("post", chat)]


async def test_a_chat_that_is_gone_fails_what_it_is_owed_and_its_group_is_marked(desk: Desk) -> None:
    await bound_group(desk, "a")
    keys = [await desk.owe("a") for _ in range(3)]
    other = await desk.owe("b")
    desk.post.refuse("a", SendError("kicked", chat_gone=True))
    await desk.delivery.drain()
    states = await desk.states()
    assert [states[key] for key in keys] == [State.FAILED] * 3
    assert states[other] == State.SENT
    assert ((await group(desk, "a")).state, len(desk.post.tried)) == (GroupState.GONE, 2)


@pytest.mark.parametrize("permanent", [False, True])
async def test_a_chat_that_moved_gets_everything_at_its_new_place(desk: Desk, permanent: bool) -> None:
    await bound_group(desk, "old")
    desk.post.refuse("old", SendError("migrated", moved_to="new", permanent=permanent))
    for n in range(3):
        await desk.owe("old", f"{n}")
    await desk.delivery.drain()
    assert desk.post.texts("new") == ["0", "1", "2"]
    assert (await group(desk, "new")).kind == GroupKind.OFFICERS


async def test_a_chat_may_move_to_one_that_is_known_already(desk: Desk) -> None:
    await bound_group(desk, "old")
    await bound_group(desk, "new", None)
    async with desk.database.write() as db:
        await groups.update_group(db, (await group(desk, "old")).id, language="en")
    moved = SendError("migrated", moved_to="new")
    desk.post.refuse("old", moved, moved)
    await desk.owe("old", "follows", Priority.PUSH)
    await desk.owe("old", "so does this", Priority.ANSWER)
    await desk.delivery.drain()
    assert sorted(desk.post.texts("new")) == ["follows", "so does this"]
    new = await group(desk, "new")
    assert (new.kind, new.state, new.language) == (GroupKind.OFFICERS, GroupState.ACTIVE, "en")
    assert (await group(desk, "old")).state == GroupState.GONE


async def test_stale_messages_expire_instead_of_flooding(desk: Desk) -> None:
    key = await desk.owe("a", lasts=HOUR)
    fresh = await desk.owe("a", lasts=3 * HOUR)
    desk.later(2 * HOUR)
    await desk.delivery.drain()
    assert await desk.states() == {key: State.EXPIRED, fresh: State.SENT}
    assert len(desk.post.tried) == 1


async def test_a_refused_message_expires_rather_than_being_sent_too_late(desk: Desk) -> None:
    key = await desk.owe("a", lasts=timedelta(seconds=20))
    desk.post.refuse("a", SendError("later", retry_after=30))
    await desk.delivery.drain()
    assert (await desk.states())[key] == State.EXPIRED


async def test_toasts_are_not_retried(desk: Desk) -> None:
    refused = await desk.owe("a", "ok", Priority.TOAST, toast="press")
    desk.post.refuse("a", SendError("query is too old"))
    await desk.delivery.drain()
    abandoned = await desk.owe("b", "ok", Priority.TOAST, toast="press")
    await desk.claim_as_another(timedelta(seconds=1))
    desk.later(timedelta(seconds=5))
    await desk.delivery.drain()
    assert await desk.states() == {refused: State.EXPIRED, abandoned: State.UNKNOWN}
    assert len(desk.post.tried) == 1


async def test_a_send_in_doubt_is_repeated_once_and_marked(desk: Desk) -> None:
    key = await desk.owe("a")
    desk.post.refuse("a", *(SendError("time-out", in_doubt=True) for _ in range(5)))
    for _ in range(5):
        await desk.delivery.drain()
        desk.later(HOUR)
    row = await desk.row(key)
    assert (row.state, row.doubted, len(desk.post.tried)) == (State.UNKNOWN, True, 2)


async def test_a_platform_that_breaks_is_in_doubt_and_stops_nobody_else(desk: Desk) -> None:
    key = await desk.owe("a")
    await desk.owe("b", "fine")
    desk.post.refuse("a", KeyError("a bug of ours"))
    await desk.delivery.drain()
    assert desk.post.texts() == ["fine"]
    row = await desk.row(key)
    assert (row.state, row.doubted) == (State.DUE, True)


async def test_a_worker_that_died_leaves_its_messages_to_the_next_once(desk: Desk) -> None:
    key = await desk.owe("a")
    await desk.claim_as_another(timedelta(seconds=60))
    await desk.delivery.drain()
    assert desk.post.tried == [], "its lease is not over"
    desk.later(timedelta(seconds=61))
    await desk.delivery.drain()
    row = await desk.row(key)
    assert (row.state, row.doubted, len(desk.post.tried)) == (State.SENT, True, 1)


async def test_what_another_worker_took_over_is_left_to_it(desk: Desk) -> None:
    key = await desk.owe("a")
    gate = desk.post.hold("a")
    async with desk.running():
        await desk.post.until(lambda: len(desk.post.tried) == 1)
        async with desk.database.write() as db:
            await db.execute(table.update().values(owner="another"))
        gate.set()
        await desk.post.until(lambda: len(desk.post.arrived) == 1)
    assert (await desk.row(key)).state == State.SENDING


async def test_a_clock_that_jumps_sends_nothing_twice(desk: Desk) -> None:
    key = await desk.owe("a")
    gate = desk.post.hold("a")
    async with desk.running():
        await desk.post.until(lambda: len(desk.post.tried) == 1)
        desk.later(2 * HOUR)
        await desk.owe("b", "after the jump")
        desk.delivery.wake()
        await desk.post.until(lambda: desk.post.texts() == ["after the jump"])
        gate.set()
        await desk.post.until(lambda: len(desk.post.arrived) == 2)
    row = await desk.row(key)
    assert (row.state, row.doubted, len(desk.post.tried)) == (State.SENT, False, 2)


async def test_a_slow_chat_holds_up_nobody_else(desk: Desk) -> None:
    await desk.owe("slow")
    gate = desk.post.hold("slow")
    async with desk.running():
        for n in range(5):
            await desk.owe("quick", f"{n}")
        desk.delivery.wake()
        await desk.post.until(lambda: len(desk.post.arrived) == 5)
        gate.set()
        await desk.post.until(lambda: len(desk.post.arrived) == 6)
    assert set((await desk.states()).values()) == {State.SENT}


async def test_a_dead_platform_holds_up_no_other(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IN_FLIGHT", 3)
    desk, dead = Desk(database, clock), Postbox("dead")
    desk.delivery = Delivery(database, {"dead": dead, "post": desk.post}, clock)
    gates = [dead.hold(f"d{n}") for n in range(5)]
    for n in range(5):
        await desk.owe(f"d{n}", platform="dead")
    async with desk.running():
        await dead.until(lambda: len(dead.tried) == 3)
        await desk.owe("a", "alive")
        desk.delivery.wake()
        await desk.post.until(lambda: desk.post.texts() == ["alive"])
        for gate in gates:
            gate.set()
        await dead.until(lambda: len(dead.arrived) == 5)


async def test_a_send_that_never_ends_is_given_up_and_in_doubt(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEND_SECONDS", 0)
    key = await desk.owe("a")
    desk.post.hold("a")
    await desk.delivery.drain()
    row = await desk.row(key)
    assert (row.state, row.doubted) == (State.DUE, True)


async def test_a_stop_finishes_what_is_in_flight(desk: Desk) -> None:
    key = await desk.owe("a")
    gate = desk.post.hold("a")
    task = asyncio.create_task(desk.delivery.run())
    await desk.post.until(lambda: len(desk.post.tried) == 1)
    task.cancel()
    asyncio.get_running_loop().call_soon(gate.set)
    with pytest.raises(asyncio.CancelledError):
        await task
    row = await desk.row(key)
    assert (row.state, row.doubted, row.message) == (State.SENT, False, "p0")


async def test_a_stop_marks_what_lands_meanwhile_together(desk: Desk) -> None:
    """There are only seconds for it, and a commit each may take too long where the disk is slow."""
    keys = [await desk.owe(f"chat{n}") for n in range(20)]
    gates = [desk.post.hold(f"chat{n}") for n in range(20)]
    commits: list[object] = []
    task = asyncio.create_task(desk.delivery.run())
    await desk.post.until(lambda: len(desk.post.tried) == 20)
    event.listen(desk.database.engine.sync_engine, "commit", commits.append)
    task.cancel()
    await asyncio.sleep(0)
    for gate in gates:
        gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert {(await desk.row(key)).state for key in keys} == {State.SENT}
    assert len(commits) <= 3, "the last round, the marks, what is given back"


async def test_a_stop_gives_back_what_does_not_land_in_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOP_SENDS", 0)
    key = await desk.owe("a")
    desk.post.hold("a")
    async with desk.running():
        await desk.post.until(lambda: len(desk.post.tried) == 1)
    row = await desk.row(key)
    assert (row.state, row.doubted, row.attempts) == (State.DUE, True, 1)
    assert module.STOP_STEP + 4 + module.STOP_MARKS < 9, "less than a supervisor's patience"


async def test_a_stop_in_the_middle_of_a_claim_releases_what_nobody_tried(desk: Desk) -> None:
    key = await desk.owe("a")
    async with desk.database.write() as db:
        assert await claims.claim(db, "post", desk.delivery._owner, desk.clock.now(), HOUR, 1)
    async with desk.running():
        await asyncio.sleep(0)
    row = await desk.row(key)
    assert (row.state, row.doubted, row.attempts, row.owner) == (State.DUE, False, 0, "")


async def test_marks_wait_for_the_database_and_nothing_is_sent_again(desk: Desk) -> None:
    """The table is away when the platform has answered; the mark is written when it is back."""
    key = await desk.owe("a")
    gate = desk.post.hold("a")
    async with desk.running() as task:
        await desk.post.until(lambda: len(desk.post.tried) == 1)
        async with desk.database.write() as db:
            await db.execute(text("ALTER TABLE outbox RENAME TO away"))
        gate.set()
        await desk.post.until(lambda: len(desk.post.arrived) == 1)
        assert not task.done()
        async with desk.database.write() as db:
            await db.execute(text("ALTER TABLE away RENAME TO outbox"))
    assert ((await desk.row(key)).state, len(desk.post.tried)) == (State.SENT, 1)


async def test_an_edit_waits_for_its_original_and_follows_it(desk: Desk) -> None:
    original = await desk.owe("a", "original", Priority.PUSH)
    desk.post.refuse("a", SendError("not now"))
    await desk.delivery.drain()
    edit = await desk.owe("a", "corrected", Priority.ANSWER, edits=f"key:{original}")
    await desk.delivery.drain()
    assert (await desk.row(edit)).due_at > desk.clock.now()
    desk.later(timedelta(seconds=6))
    await desk.delivery.drain()
    desk.later(timedelta(seconds=6))
    await desk.delivery.drain()
    assert [(one.message, one.outgoing.text) for one in desk.post.arrived] == [("p0", "original"), ("p0", "corrected")]


async def test_an_edit_of_what_was_sent_goes_out_at_once(desk: Desk) -> None:
    original = await desk.owe("a", "original")
    await desk.delivery.drain()
    await desk.owe("a", "corrected", edits=f"key:{original}")
    await desk.delivery.drain()
    assert desk.post.arrived[-1].message == "p0"


async def test_an_edit_of_what_never_went_out_fails(desk: Desk) -> None:
    original = await desk.owe("a", "original")
    desk.post.refuse("a", SendError("no", permanent=True))
    await desk.delivery.drain()
    edits = [await desk.owe("a", "corrected", edits=f"key:{key}") for key in (original, "unheard of")]
    await desk.delivery.drain()
    assert [(await desk.row(key)).state for key in edits] == [State.FAILED] * 2
    assert len(desk.post.tried) == 1


async def test_a_chats_window_holds_for_messages_of_different_priorities(
    database: Database, clock: MovableClock
) -> None:
    desk = Desk(database, clock, Postbox(capabilities=Capabilities(chat_windows=(Window(2, 3600.0),))))
    for priority in Priority:
        await desk.owe("a", priority.name, priority)
    await desk.owe("b", "other chat")
    await desk.delivery.drain()
    assert desk.post.texts("a") == ["TOAST", "ANSWER", "NOTICE"]
    assert desk.post.texts("b") == ["other chat"]
    assert sorted((await desk.states()).values()) == [State.DUE] * 2 + [State.SENT] * 4


async def test_a_claim_that_fails_takes_no_room_of_a_chat(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(database, clock, Postbox(capabilities=Capabilities(chat_windows=(Window(1, 3600.0),))))
    await desk.owe("a", "push", Priority.PUSH)
    await desk.owe("a", "answer", Priority.ANSWER)

    async def away(*_: object) -> None:
        raise ConnectionError("the database went away")

    with monkeypatch.context() as broken:
        broken.setattr(claims, "release", away)  # what gives the push back, for which there is no room
        with pytest.raises(ConnectionError):
            await desk.delivery.drain()
    await desk.delivery.drain()
    assert desk.post.texts() == ["answer"]


async def test_toasts_are_no_messages_of_their_chat(database: Database, clock: MovableClock) -> None:
    desk = Desk(database, clock, Postbox(capabilities=Capabilities(chat_windows=(Window(1, 3600.0),))))
    await desk.owe("a", "the one message of the hour")
    for number in range(30):
        await desk.owe("a", f"toast {number}", Priority.TOAST, toast=f"press {number}")
    await desk.delivery.drain()
    assert len(desk.post.texts("a")) == 31


async def test_two_workers_share_an_outbox_and_send_everything_once(database: Database, clock: MovableClock) -> None:
    desk = Desk(database, clock)
    for n in range(60):
        await desk.owe(f"chat{n % 7}", f"{n}")
    workers = [Delivery(database, {"post": desk.post}, clock) for _ in range(2)]
    for _ in range(3):  # a worker is done when the other holds the rest
        await asyncio.gather(*(worker.drain() for worker in workers))
    assert sorted(map(int, desk.post.texts())) == list(range(60))
    for chat in range(7):
        said = [int(one) for one in desk.post.texts(f"chat{chat}")]
        assert said == sorted(said)


async def test_a_storm_of_presses_leaves_room_for_answers(database: Database, clock: MovableClock) -> None:
    desk = Desk(database, clock, Postbox(capabilities=Capabilities(account_windows=(Window(10, 3600.0),))))
    for number in range(30):
        await desk.owe("a", f"toast {number}", Priority.TOAST, toast=f"press {number}")
    await desk.owe("a", "answer", Priority.ANSWER)
    await desk.owe("b", "push", Priority.PUSH)
    await desk.delivery.drain()
    newest = [f"toast {number}" for number in range(25, 30)]
    assert sorted(desk.post.texts()) == sorted([*newest, "answer", "push"]), "half of the window, the newest first"


async def test_a_process_repeats_a_broadcast_in_doubt_once_it_has_lived_a_while(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that dies again and again would use up the one repetition there is."""
    key = await desk.owe("a", "in doubt", Priority.PUSH)
    await desk.claim_as_another(timedelta(0))
    desk.later(HOUR)
    await desk.owe("b", "others", Priority.PUSH)
    monkeypatch.setattr(module, "STEADY_AFTER", 3600.0)
    async with desk.running():
        await desk.post.until(lambda: desk.post.texts() == ["others"])
    assert ((await desk.row(key)).state, (await desk.row(key)).doubted) == (State.DUE, True)
    desk.restart()
    monkeypatch.setattr(module, "STEADY_AFTER", 0.0)
    async with desk.running():
        await desk.post.until(lambda: desk.post.texts() == ["others", "in doubt"])
