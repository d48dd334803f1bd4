"""kill -9 before every step of dispatch, push and delivery, then a restart: nothing lost, nothing twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from kpbot.domain.messages import Chat, Outgoing
from kpbot.storage import outbox as owing
from kpbot.storage import tables
from kpbot.storage.database import insert_new
from kpbot.storage.outbox import Owed, Priority, State
from tests.fakes.stage import PLATFORM, Stage

ROOT = Path(__file__).resolve().parents[2]
PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
WIPED = (
    "evidence", "shares", "pushes", "conversations", "inbox", "outbox", "bodies", "job_slots", "corrections",
    "reply_windows", "menus",
)  # fmt: skip


class Zygote:
    """The process that forks those that die."""

    def __init__(self, module: str = "tests.fakes.crashing") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def live(self, **task: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert not answer["failed"], "see its traceback"
        return answer

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


@dataclass
class Lives:
    """A database and what becomes of it when its process dies again and again."""

    stage: Stage
    url: str
    folder: Path
    zygote: Zygote

    async def crashes(
        self, act: str, at: datetime, begin: Callable[[], Awaitable[None]], **task: Any
    ) -> AsyncIterator[int]:
        """Yield after each crash, with the number of the step it came before.

        Everything is wiped and `begin` called before each: a life and its restart stand for themselves.
        """
        for number in count(1):
            await self.wipe()
            await begin()
            ended = self.run(act, at, number, **task)
            yield number
            if not ended["killed"]:
                assert number > 10, "there must be something to interrupt"
                break

    def run(self, act: str, at: datetime, kill_at: int = 0, **task: Any) -> dict[str, Any]:
        return self.zygote.live(
            act=act, url=self.url, folder=str(self.folder), at=at.isoformat(), kill_at=kill_at, **task
        )

    async def wipe(self) -> None:
        for file in self.folder.iterdir():
            file.unlink()
        async with self.stage.database.write() as db:
            for name in WIPED:
                await db.execute(delete(tables.metadata.tables[name]))

    async def rows(self, name: str, *columns: str) -> list[Any]:
        table = tables.metadata.tables[name]
        async with self.stage.database.read() as db:
            return list((await db.execute(select(*(table.c[column] for column in columns)))).all())


@pytest.fixture
async def lives(stage: Stage, database_url: str, tmp_path: Path, zygote: Zygote) -> Lives:
    folder = tmp_path / "life"
    folder.mkdir()
    await stage.stock()
    await stage.prepare(PUSH - timedelta(days=3, hours=17, minutes=30))
    return Lives(stage, database_url, folder, zygote)


async def test_dispatch_takes_every_message_exactly_once(lives: Lives) -> None:
    push = next(one for one in await lives.stage.push(PUSH) if one.chat == "officers")
    pushes = [dict(row._mapping) for row in await lives.rows("pushes", *tables.pushes.c.keys())]
    press = push.buttons
    messages: Sequence[dict[str, str]] = [
        {"key": "1", "who": "李", "chat": "officers", "button": press["已分享 1"]},
        {"key": "2", "who": "王", "chat": "officers", "button": press["三条都分享了"]},
        {"key": "3", "who": "李", "chat": "officers", "button": press["已分享 1"]},
        {"key": "4", "who": "王", "chat": "~王", "text": "/me"},
        {"key": "5", "who": "李", "chat": "~李", "text": "/report"},
        {"key": "6", "who": "路人", "chat": "officers", "text": "大家早上好"},
    ]

    async def begin() -> None:
        async with lives.stage.database.write() as db:
            await insert_new(db, tables.pushes, pushes)

    async for number in lives.crashes("dispatch", PUSH, begin, messages=messages):
        assert not lives.run("dispatch", PUSH, messages=messages)["killed"]
        shares = await lives.rows("shares", "post_id", "item_id", "destination")
        assert len(shares) == len(await lives.rows("evidence", "kind")) == 4, number
        assert Counter(row.post_id for row in shares) == {lives.stage.posts["李"]: 1, lives.stage.posts["王"]: 3}
        assert sorted(key for (key,) in await lives.rows("inbox", "key")) == list("123456"), number
        owed = Counter(key.split(":")[2] for (key,) in await lives.rows("outbox", "key"))
        assert owed == dict.fromkeys("12345", 1), number
        assert len(await lives.rows("conversations", "route")) == 1
        assert not [error for (error,) in await lives.rows("inbox", "error") if error]
        assert sum(count for (count,) in await lives.rows("pushes", "sharers")) == 2, number


async def test_a_push_is_owed_once_to_every_group(lives: Lives) -> None:
    begun = [{"job": "push Asia/Shanghai 09:00", "slot": PUSH - timedelta(days=1), "done": True, "error": ""}]
    late = PUSH + timedelta(seconds=30)

    async def begin() -> None:
        async with lives.stage.database.write() as db:
            await insert_new(db, tables.job_slots, begun)

    seen = set()
    async for number in lives.crashes("push", late, begin):
        taken = [row for row in await lives.rows("job_slots", "job", "slot") if row.slot == PUSH]
        pushed = [key for (key,) in await lives.rows("outbox", "key") if key.startswith("push:")]
        taken = [row for row in taken if row.job.startswith("push")]
        found = (len(taken), len(pushed), len(await lives.rows("pushes", "group_id")))
        assert found in ((0, 0, 0), (1, 2, 2)), number
        seen.add(found)
        lives.run("push", late)
        pushes = Counter(group for (group,) in await lives.rows("pushes", "group_id"))
        assert pushes == {lives.stage.groups["officers"]: 1, lives.stage.groups["public"]: 1}, number
        owed = [chat for key, chat in await lives.rows("outbox", "key", "chat") if key.startswith("push:")]
        assert sorted(owed) == ["officers", "public"], number
    assert len(seen) == 2, "it was interrupted before and after the commit"


async def test_delivery_sends_everything_and_nothing_twice_that_was_answered(lives: Lives) -> None:
    chats = {"a1": "a", "a2": "a", "b1": "b", "c1": "c", "c2": "c"}

    async def begin() -> None:
        expires = PUSH + timedelta(days=1)
        owed = [
            Owed(key, Chat(PLATFORM, chat), Outgoing(text=key), Priority.ANSWER, PUSH, expires)
            for key, chat in chats.items()
        ]
        async with lives.stage.database.write() as db:
            await owing.owe(db, owed)

    async for number in lives.crashes("deliver", PUSH, begin):
        marked = {key for key, state in await lives.rows("outbox", "key", "state") if state == State.SENT}
        for life in (1, 2):  # the second finds what the first had to leave to a lease
            lives.run("deliver", PUSH + life * timedelta(minutes=2))
        arrived = [line.split()[1] for line in (lives.folder / "arrived").read_text().splitlines()]
        for key, state, doubted in await lives.rows("outbox", "key", "state", "doubted"):
            times = arrived.count(key)
            assert state == State.SENT, (number, key)
            assert 1 <= times <= (2 if doubted else 1), (number, key, times)
            assert times == 1 or key not in marked, (number, key)
        firsts = sorted(chats, key=arrived.index)
        assert firsts.index("a1") < firsts.index("a2"), number
        assert firsts.index("c1") < firsts.index("c2"), number
