"""A process that kills itself: `python -m tests.fakes.crashing` forks a child per task and says how it ended.

One JSON object a line on standard input: `act`, `url`, `folder`, `at` (ISO) and `kill_at`, and what the act needs. In
the child every statement, every commit and every step of the platform counts; before step `kill_at` it sends itself
SIGKILL, as a power cut would. 0 lets it finish. The answer is one line: `{"killed": …, "steps": …}`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from starlette.routing import BaseRoute

from handlers import ROUTES
from kpbot.clock import MovableClock
from kpbot.dispatch import Dispatcher
from kpbot.domain.messages import Chat, Incoming, Outgoing, Receipt, Sender
from kpbot.ports import OnMessages, SendError
from kpbot.schedule import Schedule
from kpbot.services.catalog import Catalog
from kpbot.services.delivery import Delivery
from kpbot.services.routing import Routes
from kpbot.services.work import Work
from kpbot.settings import Settings
from kpbot.storage.database import Database
from kpbot.texts import say
from tests.fakes.stage import CAPABILITIES, PLATFORM, RESERVE

AT_ONCE = 3  # messages a platform hands over together
Live = Callable[[dict[str, Any]], Coroutine[Any, Any, int]]


class Steps:
    """Counts what happens, and ends it before the step `kill_at`."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.done = 0

    def step(self, *_: Any) -> None:
        self.done += 1
        if self.done == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, database: Database) -> None:
        event.listen(database.engine.sync_engine, "before_cursor_execute", self.step)
        event.listen(database.engine.sync_engine, "commit", self.step)


class Redelivering:
    """Hands over messages in order and again, until they are confirmed; what is confirmed survives on the disk.

    What it is sent it appends to a file and only then answers, as a chat app's server would.
    """

    name = PLATFORM
    capabilities = CAPABILITIES

    def __init__(self, folder: Path, messages: Sequence[Incoming], steps: Steps) -> None:
        self._messages = messages
        self._confirmed = folder / "confirmed"
        self._arrived = folder / "arrived"
        self._step = steps.step

    async def run(self, on_messages: OnMessages) -> None:
        confirmed = len(self._confirmed.read_bytes()) if self._confirmed.exists() else 0
        while confirmed < len(self._messages):
            batch = self._messages[confirmed : confirmed + AT_ONCE]
            self._step()
            await on_messages(batch)
            self._step()
            append(self._confirmed, "." * len(batch))
            self._step()
            confirmed += len(batch)

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        self._step()
        append(self._arrived, f"{chat.id} {outgoing.text}\n")
        self._step()
        return Receipt(f"{chat.id}/{outgoing.text}")

    async def fetch(self, ref: str) -> bytes:
        raise SendError(f"no photo {ref}", permanent=True)

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        return ()

    async def close(self) -> None:
        pass


def append(path: Path, words: str) -> None:
    with path.open("a") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())


def _incoming(told: dict[str, str]) -> Incoming:
    private = told["chat"].startswith("~")
    return Incoming(
        key=told["key"],
        chat=Chat(PLATFORM, told["chat"], private=private),
        sender=Sender(told["who"], told["who"]),
        text=told.get("text", ""),
        button=told.get("button", ""),
        message="m",
    )


class Life:
    """One life of the process."""

    def __init__(self, task: dict[str, Any]) -> None:
        self.steps = Steps(task["kill_at"])
        self.database = Database(task["url"])
        self.steps.watch(self.database)
        self.clock = MovableClock(datetime.fromisoformat(task["at"]))
        self.settings = Settings(data_dir=Path(task["folder"]))
        self.catalog = Catalog({"reserve": RESERVE})
        messages = [_incoming(told) for told in task.get("messages", ())]
        self.platform = Redelivering(Path(task["folder"]), messages, self.steps)
        self.delivery = Delivery(self.database, {PLATFORM: self.platform}, self.clock)

    async def dispatch(self) -> None:
        """Messages come in until all are confirmed."""
        capabilities = {PLATFORM: CAPABILITIES}
        routes = Routes(ROUTES)
        dispatcher = Dispatcher(self.database, routes, self.settings, self.clock, capabilities, self.catalog)
        running = asyncio.create_task(dispatcher.run())
        await self.platform.run(dispatcher.on_messages)
        running.cancel()
        await asyncio.wait([running])

    async def push(self) -> None:
        """Start up and catch up with what was due."""
        platforms = {PLATFORM: self.platform}
        work = Work(self.database, self.settings, self.catalog, self.clock, {}, platforms)
        schedule = Schedule(work, self.delivery)
        await schedule.start(virtual=True)
        schedule.stop()

    async def deliver(self) -> None:
        """Send what is owed."""
        await self.delivery.drain()


async def _live(task: dict[str, Any]) -> int:
    life = Life(task)
    acts: dict[str, Callable[[], Awaitable[None]]] = {
        "dispatch": life.dispatch,
        "push": life.push,
        "deliver": life.deliver,
    }
    await acts[task["act"]]()
    await life.database.close()
    return life.steps.done


def _child(task: dict[str, Any], answer: int, live: Live) -> None:
    code = 1
    try:
        os.write(answer, str(asyncio.run(live(task))).encode())
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def _fork(task: dict[str, Any], live: Live) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _child(task, writing, live)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        steps = pipe.read()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {"killed": killed, "failed": status != 0 and not killed, "steps": int(steps or 0)}


def main(live: Live = _live) -> None:
    """`live` is one life of a child: it returns how many steps there were."""
    say("zh-CN", "apology")  # texts and drivers are read once, not in every life
    for address in ("sqlite:///x", "postgresql:///x"):
        Database(address)
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(_fork(json.loads(line), live)), flush=True)  # noqa: T201  # this is its whole voice


if __name__ == "__main__":
    main()
