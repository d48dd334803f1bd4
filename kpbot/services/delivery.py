"""Sends what is owed: claim due rows (transaction), send (network), settle (transaction)."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from kpbot.domain.pacing import Pacer
from kpbot.ports import Clock, Platform, SendError
from kpbot.services import outcome
from kpbot.storage import groups, outbox
from kpbot.storage.database import Database, Db, is_outage
from kpbot.storage.outbox import Claimed, Settled, State

CLAIM = 100
IN_FLIGHT = 200
LEASE = timedelta(seconds=60)
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

    def __init__(self, database: Database, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._owner = secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._pacers = {
            name: Pacer(p.capabilities.account_windows, p.capabilities.chat_windows) for name, p in platforms.items()
        }
        self._flying: set[asyncio.Task[_Result]] = set()
        self._unmarked: list[_Result] = []
        self._turn = asyncio.Lock()
        self._stopping = False

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._wake.set()

    async def run(self) -> None:
        try:
            while True:
                try:
                    async with self._turn:
                        claimed = await self._step()
                    if not claimed:
                        await self._rest()
                except Exception as error:
                    if not is_outage(error):
                        raise
                    log.warning("database not reachable, delivery waits", error=str(error))
                    await asyncio.sleep(POLL)
        finally:
            await asyncio.shield(self._finish())

    async def drain(self) -> None:
        """Send everything that is due at the clock's now; paced, so it may take real time."""
        async with self._turn:
            while await self._step() or self._flying:
                if self._flying:
                    await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
                await self._mark()

    async def _step(self) -> int:
        """One round: mark what was sent, recover and claim what is due, start sending it."""
        await self._mark()
        rows = await self._claim()
        for row in rows:
            task = asyncio.create_task(self._send(row))
            self._flying.add(task)
            task.add_done_callback(self._landed)
        return len(rows)

    def _landed(self, task: asyncio.Task[_Result]) -> None:
        self._flying.discard(task)
        if not task.cancelled():
            self._unmarked.append(task.result())
            self._wake.set()

    async def _rest(self) -> None:
        timeout = MARK_WITHIN if self._unmarked else POLL
        if self._unmarked and not self._flying:
            return
        if not self._unmarked:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), timeout)
            self._wake.clear()
        else:
            await asyncio.sleep(timeout)

    async def _claim(self) -> list[Claimed]:
        now = self._clock.now()
        pace = asyncio.get_running_loop().time()
        room = IN_FLIGHT - len(self._flying)
        ready = {name: min(room, CLAIM, pacer.allowance(pace)) for name, pacer in self._pacers.items()}
        ready = {name: limit for name, limit in ready.items() if limit > 0}
        if not ready:
            return []
        async with self._database.read() as db:
            if not await outbox.anything_to_do(db, now):
                return []
        rows: list[Claimed] = []
        async with self._database.write() as db:
            await outbox.recover(db, now)
            await outbox.expire(db, now)
            for name, limit in ready.items():
                blocked = self._pacers[name].blocked(pace)
                rows += await outbox.claim(db, name, self._owner, now, LEASE, limit, blocked)
            rows = await self._aim(db, rows, now)
        for row in rows:
            self._pacers[row.chat.platform].take(row.chat.id, pace)
        return rows

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
                missed.append(Settled(row.id, State.DUE, due_at=now + EDIT_WAIT))
            else:
                missed.append(Settled(row.id, State.FAILED, error="the message to edit was never sent"))
        await outbox.settle(db, missed, self._owner, now)
        return aimed

    async def _send(self, row: Claimed) -> _Result:
        platform = self._platforms[row.chat.platform]
        try:
            receipt = await platform.send(row.chat, row.outgoing)
        except SendError as error:
            if error.retry_after:
                until = asyncio.get_running_loop().time() + error.retry_after
                self._pacers[row.chat.platform].hold(row.chat.id, until)
            return _Result(row, outcome.refused(row, error, self._clock.now()), error)
        except Exception as error:
            # A platform's own fault must not stop the others; the message is tried again later.
            log.exception("platform failed", platform=row.chat.platform, key=row.key)
            unforeseen = SendError(f"{type(error).__name__}: {error}", in_doubt=True)
            return _Result(row, outcome.refused(row, unforeseen, self._clock.now()), unforeseen)
        return _Result(row, outcome.sent(row, receipt))

    async def _mark(self) -> None:
        results, self._unmarked = self._unmarked, []
        if not results:
            return
        try:
            async with self._database.write() as db:
                now = self._clock.now()
                await outbox.settle(db, [r.settled for r in results], self._owner, now)
                for result in results:
                    if result.error:
                        await self._consequences(db, result, result.error, now)
        except Exception:
            self._unmarked = results + self._unmarked  # marked as soon as the database is back
            raise

    async def _consequences(self, db: Db, result: _Result, error: SendError, now: datetime) -> None:
        chat = result.row.chat
        log.warning("not sent", platform=chat.platform, key=result.row.key, reason=error.reason)
        if error.chat_gone:
            await outbox.chat_gone(db, chat, error.reason, now)
        if error.moved_to:
            await groups.move(db, chat, error.moved_to)
            await outbox.move(db, chat, error.moved_to)

    async def _finish(self) -> None:
        """Let what is in flight land, mark it, and give back nothing half-done."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=8)
        for task in self._flying:
            task.cancel()
        with suppress(Exception):  # the lease ends by itself if the database is gone
            await self._mark()
