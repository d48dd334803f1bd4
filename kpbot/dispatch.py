"""Waiting messages to their handlers, many in one transaction.

Up to BATCH messages are taken at once; what their handlers need is loaded for all of them; handlers run in order and
append; one flush, one commit; then everyone is answered. If a batch fails it is replayed message by message, and the
one that fails is set aside with its error while the person gets an apology.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import structlog

from kpbot import metrics
from kpbot.domain.messages import Capabilities, Incoming, Outgoing
from kpbot.domain.plain_text import clean
from kpbot.domain.storable import storable
from kpbot.ports import Answer, Clock, NotTaken
from kpbot.services.answered import Answered
from kpbot.services.batch import Batch
from kpbot.services.catalog import Catalog
from kpbot.services.flooding import Flooding, Gate
from kpbot.services.routing import Routes
from kpbot.services.talk import ANSWER_LASTS, Talk
from kpbot.settings import Settings
from kpbot.storage import answering, inbox, outbox, reply_windows
from kpbot.storage.database import Database, Db, is_outage
from kpbot.storage.reply_windows import Opened
from kpbot.texts import language_or_default, say

BATCH = 200
FINISH_SECONDS = 8  # what is being handled when we are told to stop may take so long
FIRST_WAIT = 0.2  # seconds; while the database is away twice as long each time, up to 32 times
ERROR_LIMIT = 2_000  # characters

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Waiting:
    message: Incoming
    answer: asyncio.Future[Answer]


class Dispatcher:
    """Takes messages from platforms, in order, and returns once they are committed."""

    def __init__(
        self,
        database: Database,
        routes: Routes,
        settings: Settings,
        clock: Clock,
        capabilities: Mapping[str, Capabilities],
        catalog: Catalog,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._routes = routes
        self._flooding = Flooding()
        self._settings = settings
        self._clock = clock
        self._capabilities = capabilities
        self._catalog = catalog
        self._answered = Answered(database, clock, wake)
        self._wake = wake  # tells delivery that something is due
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()

    async def on_messages(self, messages: Sequence[Incoming]) -> list[Answer]:
        """Returns when all are committed; raises if the database refused (the platform must then not confirm)."""
        loop = asyncio.get_running_loop()
        waiting = [_Waiting(message, loop.create_future()) for message in messages]
        for one in waiting:
            self._queue.put_nowait(one)
        return list(await asyncio.gather(*(one.answer for one in waiting)))

    async def run(self) -> None:
        """Work until cancelled; what is being handled then is finished first, what waits is not taken."""
        batch: list[_Waiting] = []
        try:
            while True:
                batch = self._up_to_a_batch(await self._queue.get())
                settling = asyncio.create_task(self._settle(batch))
                try:
                    await asyncio.shield(settling)
                finally:
                    await self._finish(settling)
        finally:
            self._leave(batch)

    async def _finish(self, settling: asyncio.Task[None]) -> None:
        """Told to stop once more, or with the database away, leave it: unconfirmed, the messages will come again."""
        try:
            await asyncio.wait([settling], timeout=FINISH_SECONDS)
        finally:
            settling.cancel()

    def _up_to_a_batch(self, first: _Waiting) -> list[_Waiting]:
        batch = [first]
        with suppress(asyncio.QueueEmpty):
            while len(batch) < BATCH:
                batch.append(self._queue.get_nowait())
        return batch

    def _leave(self, unfinished: Sequence[_Waiting]) -> None:
        left = list(unfinished)
        while not self._queue.empty():
            left.append(self._queue.get_nowait())
        for one in left:
            if not one.answer.done():
                one.answer.set_exception(NotTaken())

    async def _settle(self, batch: list[_Waiting]) -> None:
        started = time.perf_counter()
        try:
            answers = await self._until_committed([one.message for one in batch])
        except Exception as error:
            # Not even setting aside worked. The platform must not confirm; the next messages are handled all the same.
            log.exception("messages could not be taken", messages=len(batch))
            for one in batch:
                if not one.answer.done():
                    one.answer.set_exception(error)
            return
        for one, answer in zip(batch, answers, strict=True):
            metrics.messages_in.labels(one.message.chat.platform).inc()
            if not one.answer.done():
                one.answer.set_result(answer)
        metrics.batch_size.observe(len(batch))
        metrics.batch_seconds.observe(time.perf_counter() - started)
        self._wake()

    async def _until_committed(self, messages: Sequence[Incoming]) -> list[Answer]:
        """While the database is away, messages wait: platforms are not told that they were received."""
        for attempt in count():
            try:
                answers = await self.handle(messages)
            except Exception as error:
                if not is_outage(error):
                    self._database.outage.ended("messages")
                    raise
                self._database.outage.began("messages", error)
                await asyncio.sleep(FIRST_WAIT * 2 ** min(attempt, 5))
            else:
                self._database.outage.ended("messages")
                return answers
        raise AssertionError  # pragma: no cover

    async def handle(self, messages: Sequence[Incoming]) -> list[Answer]:
        """Handle messages in one transaction, or one by one if that fails. Raises only if the database is away."""
        messages = [storable(message) for message in messages]
        try:
            return await self._together(messages)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("batch failed, replaying it message by message", messages=len(messages))
        return [await self._alone(message) for message in messages]

    async def _together(self, messages: Sequence[Incoming]) -> list[Answer]:
        now = self._clock.now()
        gate = Gate(self._flooding, self._routes)
        async with self._database.write() as db:
            taken = await inbox.take(db, {_key(message) for message in messages}, now)
            fresh = _first_of_each(messages, taken)
            await self._listen(db, fresh, now)
            batch = Batch(db, now, self._settings, self._capabilities, fresh, self._catalog)
            talks = await self._run(batch, fresh, gate) if fresh else {}
            turn = batch.writes.turn
            answers = [await self._answer(db, message, talks.get(_key(message)), turn) for message in messages]
        gate.keep()
        for kind, recorded in batch.writes.recorded.items():
            metrics.shares_recorded.labels(kind).inc(recorded)
        return answers

    async def _listen(self, db: Db, fresh: Sequence[Incoming], now: datetime) -> None:
        """Where the bot may speak only in answer: what these messages let it say, what waited for them included."""
        opened = [
            Opened(m.chat, m.message, min(m.at or now, now) + timedelta(seconds=m.lets.seconds), m.lets.count)
            for m in fresh
            if m.lets and self._capabilities[m.chat.platform].answers_only
        ]
        await reply_windows.open_windows(db, opened)
        await outbox.heard(db, {(one.chat.platform, one.chat.id) for one in opened}, now)

    async def _run(self, batch: Batch, fresh: Sequence[Incoming], gate: Gate) -> dict[tuple[str, str], Talk]:
        await batch.load()
        await self._routes.preload(batch)
        talks = {}
        for message in fresh:
            if batch.stale:
                await batch.refresh()
                await self._routes.preload(batch)
            talk = talks[_key(message)] = Talk(batch, message)
            await gate.handle(talk)
        await batch.flush()
        return talks

    async def _answer(self, db: Db, message: Incoming, talk: Talk | None, turn: str) -> Answer:
        if not self._capabilities[message.chat.platform].inline_answer:
            return Answer()
        key = answering.key_of(message.chat.platform, message.key)
        if talk is not None:
            first = talk.replies[0].outgoing if talk.replies else None
        else:  # a retry gets the same stored reply
            first = await answering.again(db, key, turn, self._clock.now())
        if first is None:
            return Answer()
        return Answer((first,), partial(self._answered.given, key), partial(self._answered.left, key, turn))

    async def _alone(self, message: Incoming) -> Answer:
        try:
            return (await self._together([message]))[0]
        except Exception as error:
            if is_outage(error):
                raise
            metrics.messages_set_aside.labels(message.chat.platform).inc()
            log.exception("message set aside", platform=message.chat.platform, key=message.key)
            await self._set_aside(message, error)
            return Answer()

    async def _set_aside(self, message: Incoming, error: Exception) -> None:
        now = self._clock.now()
        apology = say(language_or_default(message.sender.language or self._settings.language), "apology")
        toast = bool(message.button) and self._capabilities[message.chat.platform].toasts
        owed = outbox.Owed(
            f"reply:{message.chat.platform}:{message.key}:0",
            message.chat,
            Outgoing(
                text=apology, toast=message.key if toast else "", reply_to="" if toast else message.message, aside=True
            ),
            outbox.Priority.TOAST if toast else outbox.Priority.ANSWER,
            now,
            now + ANSWER_LASTS,
        )
        meant_for_us = (
            message.chat.private or message.addressed or message.button or message.text.startswith(("/", "／"))
        )
        what, kept = f"{type(error).__name__}: {error}", message
        if not meant_for_us:  # a bystander's words are not kept, not even here or where an error quotes them
            nameless = replace(message.sender, name="")
            what, kept = type(error).__name__, replace(message, text="", links=(), files=(), sender=nameless)
        async with self._database.write() as db:
            await inbox.set_aside(db, _key(message), now, clean(what, ERROR_LIMIT), repr(kept))
            if meant_for_us:
                await outbox.owe(db, [owed])


def _first_of_each(messages: Sequence[Incoming], keys: Collection[tuple[str, str]]) -> list[Incoming]:
    """The messages of these keys, in the order they came, each once."""
    first: dict[tuple[str, str], Incoming] = {}
    for message in messages:
        first.setdefault(_key(message), message)
    return [message for key, message in first.items() if key in keys]


def _key(message: Incoming) -> tuple[str, str]:
    return (message.chat.platform, message.key)
