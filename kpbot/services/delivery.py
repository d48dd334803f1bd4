"""Sends what is owed: claim due rows (transaction), send (network), settle (transaction)."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from kpbot import metrics
from kpbot.domain.messages import Chat
from kpbot.domain.pacing import Pacer
from kpbot.ports import Clock, Platform, SendError
from kpbot.services import outcome
from kpbot.storage import groups, outbox
from kpbot.storage.database import Database, Db, is_outage
from kpbot.storage.outbox import Claimed, Priority, Settled, State

CLAIM = 100
IN_FLIGHT = 200  # on each platform, so that a dead one does not hold up the others
LEASE = timedelta(seconds=60)
SEND_SECONDS = 40  # shorter than the lease, or somebody else would send it meanwhile
STOP_STEP, STOP_SENDS, STOP_MARKS = 2, 4, 2  # seconds; together less than a supervisor's patience of ten
MARK_WITHIN = 0.05  # seconds; marks of several messages may share a commit
POLL = 1.0  # seconds; other processes may owe something too
EDIT_WAIT = timedelta(seconds=5)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Result:
    row: Claimed
    settled: Settled
    error: SendError | None = None


class Delivery:
    """The one sender of a process. `run` works until cancelled; `drain` sends what is due now and returns."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        owned: Callable[[], Collection[str]] | None = None,
    ) -> None:
        """`owned` says on which platforms this process sends; without it on all."""
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._owned = owned or platforms.keys
        self._owner = secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._pacers = {
            name: Pacer(p.capabilities.account_windows, p.capabilities.chat_windows) for name, p in platforms.items()
        }
        self._flying: dict[asyncio.Task[_Result], Claimed] = {}
        self._unmarked: list[_Result] = []
        self._turn = asyncio.Lock()
        self._stopping = False

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; then what was claimed is finished or given back before this ends."""
        work = asyncio.create_task(self._work())
        try:
            await asyncio.shield(work)
        finally:
            self._stopping = True
            self._wake.set()
            await asyncio.shield(self._finish(work))

    async def _work(self) -> None:
        while not self._stopping:
            try:
                async with self._turn:
                    moved = await self._step()
                if not moved:
                    await self._rest()
            except Exception as error:
                if is_outage(error):
                    log.warning("database not reachable, delivery waits", error=str(error))
                else:
                    log.exception("delivery stumbled")
                await self._pause(POLL)

    async def drain(self) -> None:
        """Send what is due at the clock's now; what pacing or the platform holds back stays owed."""
        async with self._turn:
            while await self._step() or self._flying:
                if self._flying:
                    await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
                await self._mark()

    async def _step(self) -> bool:
        """One round: mark what was sent, recover and claim what is due, start sending it. False if nothing moved."""
        await self._mark()
        rows, moved = await self._claim()
        for row in rows:
            task = asyncio.create_task(self._send(row))
            self._flying[task] = row
            task.add_done_callback(self._landed)
        return moved

    def _landed(self, task: asyncio.Task[_Result]) -> None:
        row = self._flying.pop(task)
        self._unmarked.append(self._in_doubt(row, "stopped while sending") if task.cancelled() else task.result())
        self._wake.set()

    async def _rest(self) -> None:
        if not self._unmarked:
            await self._pause(POLL)
        elif self._flying:
            await asyncio.sleep(MARK_WITHIN)

    async def _pause(self, seconds: float) -> None:
        if not self._stopping:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds)
            self._wake.clear()

    async def _claim(self) -> tuple[list[Claimed], bool]:
        """What is to be sent now, and whether any row changed, because the next of its chat is free then."""
        now = self._clock.now()
        loop = asyncio.get_running_loop()
        pace = loop.time()
        flying = Counter(row.chat.platform for row in self._flying.values())
        owned = {name: self._pacers[name] for name in self._owned()}
        ready = {n: min(IN_FLIGHT - flying[n], CLAIM, p.allowance(pace)) for n, p in owned.items()}
        ready = {name: limit for name, limit in ready.items() if limit > 0}
        if not ready:
            return [], False
        async with self._database.read() as db:
            if not await outbox.anything_to_do(db, now):
                return [], False
        rows: list[Claimed] = []
        async with self._database.write() as db:
            ours = [row.id for row in (*self._flying.values(), *(result.row for result in self._unmarked))]
            await outbox.recover(db, now, ours)
            await outbox.expire(db, now)
            for name, limit in ready.items():
                full, held = self._pacers[name].full(pace), self._pacers[name].held(pace)
                rows += await outbox.claim(db, name, self._owner, now, LEASE, limit, full, held)
            aimed = await self._aim(db, rows, now)
            paced = await self._within_pace(db, aimed, pace)
            moved = bool(paced) or len(aimed) < len(rows)
        for row in paced:  # they are sent now, which may be long after we asked for the allowance
            toast = row.priority == Priority.TOAST
            self._pacers[row.chat.platform].take(None if toast else row.chat.id, loop.time())
        return paced, moved

    async def _within_pace(self, db: Db, rows: list[Claimed], pace: float) -> list[Claimed]:
        """Several rows of one chat can be free at once, of different priorities; its windows may not have room."""
        kept: list[Claimed] = []
        taken: Counter[Chat] = Counter()
        for row in rows:
            if row.priority == Priority.TOAST:
                kept.append(row)
            elif taken[row.chat] < self._pacers[row.chat.platform].chat_allowance(row.chat.id, pace):
                taken[row.chat] += 1
                kept.append(row)
        ids = {row.id for row in kept}
        await outbox.release(db, self._owner, [row.id for row in rows if row.id not in ids])
        return kept

    async def _aim(self, db: Db, rows: list[Claimed], now: datetime) -> list[Claimed]:
        """Resolve edits of our own earlier messages to the platform's ids."""
        aimed, missed = [], []
        for row in rows:
            edits = row.outgoing.edits
            if not edits.startswith("key:"):
                aimed.append(row)
                continue
            found = await outbox.sent_message(db, edits.removeprefix("key:"))
            if found.message:
                aimed.append(replace(row, outgoing=replace(row.outgoing, edits=found.message)))
            elif found.waiting:
                later = now + EDIT_WAIT
                missed.append(Settled(row.id, State.DUE, "", "", row.attempts, row.doubted, later))
            else:
                missed.append(Settled(row.id, State.FAILED, error="the message to edit was never sent"))
        await outbox.settle(db, missed, self._owner, now)
        return aimed

    async def _send(self, row: Claimed) -> _Result:
        platform = self._platforms[row.chat.platform]
        try:
            async with asyncio.timeout(SEND_SECONDS):
                receipt = await platform.send(row.chat, row.outgoing)
        except SendError as error:
            if error.retry_after:
                until = asyncio.get_running_loop().time() + error.retry_after
                self._pacers[row.chat.platform].hold(row.chat.id, until)
            return _Result(row, outcome.refused(row, error, self._clock.now()), error)
        except Exception as error:
            # A platform's own fault must not stop the others; the message is tried again later.
            log.exception("platform failed", platform=row.chat.platform, key=row.key)
            return self._in_doubt(row, f"{type(error).__name__}: {error}")
        return _Result(row, outcome.sent(row, receipt))

    def _in_doubt(self, row: Claimed, reason: str) -> _Result:
        error = SendError(reason, in_doubt=True)
        return _Result(row, outcome.refused(row, error, self._clock.now()), error)

    async def _mark(self) -> None:
        """Write down what became of sends; what cannot be written while the database is away stays for later."""
        results = list(self._unmarked)
        if not results:
            return
        try:
            await self._write_down(results)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("marks failed, each is written by itself", messages=len(results))
            for result in results:
                await self._write_alone(result)
        del self._unmarked[: len(results)]

    async def _write_down(self, results: Sequence[_Result]) -> None:
        async with self._database.write() as db:
            now = self._clock.now()
            await outbox.settle(db, [r.settled for r in results], self._owner, now)
            for result in results:
                if result.error:
                    await self._consequences(db, result, result.error, now)
        for result in results:
            lag = (now - result.row.due_at).total_seconds()
            metrics.send_settled(result.row.chat.platform, result.settled.state.value, lag)

    async def _write_alone(self, result: _Result) -> None:
        """One that cannot be written must not keep the others from being marked: that would send them again."""
        try:
            await self._write_down([result])
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("mark failed", platform=result.row.chat.platform, key=result.row.key)
            async with self._database.write() as db:
                await outbox.settle(
                    db, [replace(result.settled, error=type(error).__name__)], self._owner, self._clock.now()
                )

    async def _consequences(self, db: Db, result: _Result, error: SendError, now: datetime) -> None:
        chat = result.row.chat
        log.warning("not sent", platform=chat.platform, key=result.row.key, reason=error.reason)
        if error.chat_gone:
            await outbox.chat_gone(db, chat, outcome.plain(error.reason), now)
        if error.moved_to:
            await groups.move(db, chat, error.moved_to)
            await outbox.move(db, chat, error.moved_to)

    async def _finish(self, work: asyncio.Task[None]) -> None:
        """Let what is in flight land, mark it, and give back what was claimed and not sent."""
        await asyncio.wait([work], timeout=STOP_STEP)
        work.cancel()
        if self._flying:
            await asyncio.wait(self._flying, timeout=STOP_SENDS)
        late = list(self._flying)
        for task in late:
            task.cancel()
        await asyncio.gather(work, *late, return_exceptions=True)
        with suppress(Exception):  # the lease ends by itself if the database is gone
            async with asyncio.timeout(STOP_MARKS):
                await self._mark()
                async with self._database.write() as db:
                    await outbox.release(db, self._owner)
