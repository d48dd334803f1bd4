"""Sends what is owed: claim due rows (transaction), send (network), settle (transaction).

What was sent is marked in the transaction that claims the next, so that a message costs one commit with many others.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress

import structlog

from kpbot.domain.pacing import Pacer
from kpbot.ports import Clock, Platform, SendError
from kpbot.services import claiming, marking, outcome
from kpbot.services.claiming import Booked, Room
from kpbot.services.marking import Result
from kpbot.storage import claims
from kpbot.storage.claims import Claimed, Look, Settled
from kpbot.storage.database import Database, Db, is_outage
from kpbot.storage.outbox import State

CLAIM = 200
IN_FLIGHT = 200  # on each platform, so that a dead one does not hold up the others
SEND_SECONDS = 40  # shorter than the lease, or somebody else would send it meanwhile
STOP_STEP, STOP_SENDS, STOP_MARKS = 2, 4, 2  # seconds; together less than a supervisor's patience of ten
MARK_WITHIN = 0.05  # seconds; marks of several messages may share a commit
AHEAD = 0.05  # seconds; what may be sent so soon is claimed already, or the claim would cost part of the rate
STEADY_AFTER = 15.0  # seconds; one that keeps dying must not use up the one repetition that a broadcast in doubt has
POLL = 1.0  # seconds; other processes may owe something too

log = structlog.get_logger(__name__)


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
        self._can = {name: platform.capabilities for name, platform in platforms.items()}
        self._clock = clock
        self._owned = owned or platforms.keys
        self._owner = secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._called = False
        self._pacers = {name: _pacer(platform) for name, platform in platforms.items()}
        self._flying: dict[asyncio.Task[Result], Claimed] = {}
        self._unmarked: list[Result] = []
        self._answered: set[str] = set()  # platforms that took something from this process
        self._mark_by = 0.0  # when the oldest of the unmarked must be written down
        self._turn = asyncio.Lock()
        self._steady_at = 0.0  # in the loop's time
        self._stopping = False

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._called = True
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; then what was claimed is finished or given back before this ends."""
        self._steady_at = asyncio.get_running_loop().time() + STEADY_AFTER
        work = asyncio.create_task(self._work())
        try:
            await asyncio.shield(work)
        finally:
            self._stopping = True
            self.wake()
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
                    self._database.outage.began("delivery", error)
                else:
                    log.exception("delivery stumbled")
                await self._pause(POLL)

    async def drain(self) -> None:
        """Send what is due at the clock's now; what pacing or the platform holds back stays owed."""
        async with self._turn:
            while await self._step() or self._flying or self._unmarked:
                if self._flying:
                    await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)

    # one round

    async def _step(self) -> bool:
        """Mark what was sent, recover and claim what is due, start sending it. False if nothing moved."""
        await asyncio.sleep(0)  # sends that end at once land first
        results, rooms = list(self._unmarked), self._rooms()
        if not results and not await self._something_to_do(rooms):
            return False
        booked: list[Booked] = []
        try:
            async with self._database.write() as db:
                await marking.write_down(db, results, self._owner, self._can, self._clock.now())
                moved = await self._claim(db, rooms, booked)
        except Exception as error:
            self._unbook(booked)
            if is_outage(error) or not results:
                raise
            log.exception("marks failed, each is written by itself", messages=len(results))
            await marking.write_each(self._database, results, self._owner, self._can, self._clock.now())
            booked, moved = [], True
        self._database.outage.ended("delivery")
        self._marked(results)
        for one in booked:
            self._launch(one)
        return moved or bool(results)

    def _rooms(self) -> dict[str, Room]:
        """The platforms of ours that may be sent something now."""
        now = asyncio.get_running_loop().time()
        by, steady = now + AHEAD, now >= self._steady_at
        flying = Counter(row.chat.platform for row in self._flying.values())
        repeating = {row.chat.platform for row in self._flying.values() if row.doubted}
        rooms = {}
        for name in self._owned():
            pacer = self._pacers[name]
            most = min(CLAIM, IN_FLIGHT - flying[name], pacer.room(by))
            if most > 0:
                can = self._platforms[name].capabilities
                known = (steady and name not in repeating, name in self._answered)
                rooms[name] = Room(pacer, can, most, pacer.toasts(by), pacer.broadcasts(by), by, *known)
        return rooms

    async def _something_to_do(self, rooms: Mapping[str, Room]) -> bool:
        """A look without a lock."""
        if not rooms:
            return False
        async with self._database.read() as db:
            seen = await claims.look(db, rooms.keys(), self._clock.now())
        self._database.outage.ended("delivery")
        return seen.urgent or seen.stale or (seen.due and any(room.broadcasts for room in rooms.values()))

    async def _claim(self, db: Db, rooms: Mapping[str, Room], booked: list[Booked]) -> bool:
        """Put into `booked` what is to be sent now; says whether any row changed, because the next of its chat is
        free then."""
        now, pace = self._clock.now(), asyncio.get_running_loop().time()
        seen = await claims.look(db, rooms.keys(), now) if rooms else Look()
        if seen.stale:
            ours = [row.id for row in (*self._flying.values(), *(result.row for result in self._unmarked))]
            await claims.recover(db, now, ours)
            await claims.expire(db, now)
            seen = await claims.look(db, rooms.keys(), now)
        if not seen.due:
            return False
        rows: list[Claimed] = []
        for name, room in rooms.items():
            rows += await claiming.claim(db, name, room, seen, self._owner, now, pace)
        aimed = await claiming.aim(db, rows, self._owner, now)
        counted, left = claiming.book(rooms, aimed, pace)
        booked += counted  # before anything can fail, or their pacers would never hear of them again
        await claims.release(db, self._owner, left)
        return bool(booked) or len(aimed) < len(rows)

    def _unbook(self, booked: Collection[Booked]) -> None:
        for one in booked:
            self._pacers[one.row.chat.platform].give_back(one.chat, one.sends)

    def _launch(self, booked: Booked) -> None:
        task = asyncio.create_task(self._send(booked))
        self._flying[task] = booked.row
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[Result]) -> None:
        row = self._flying.pop(task)
        if row.doubted or not self._unmarked:
            self._mark_by = task.get_loop().time() + (0 if row.doubted else MARK_WITHIN)
        self._unmarked.append(self._in_doubt(row, "stopped while sending") if task.cancelled() else task.result())
        self._wake.set()

    def _marked(self, results: Collection[Result]) -> None:
        del self._unmarked[: len(results)]
        self._mark_by = asyncio.get_running_loop().time() + MARK_WITHIN
        marking.tell(list(results), self._clock.now())

    # between rounds

    async def _rest(self) -> None:
        """Until somebody calls, marks are to be written, or pacing lets the next one go; what lands may change that."""
        while not self._called and await self._pause(self._patience()):
            pass
        self._called = False

    def _patience(self) -> float:
        now = asyncio.get_running_loop().time()
        if self._unmarked:
            return self._mark_by - now
        return min([POLL, *(self._pacers[name].free_at(now + AHEAD) - AHEAD - now for name in self._owned())])

    async def _pause(self, seconds: float) -> bool:
        """Says whether it was ended before its time."""
        if seconds <= 0 or self._stopping:
            return False
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            self._wake.clear()
        return True

    # one message

    async def _send(self, booked: Booked) -> Result:
        row, loop = booked.row, asyncio.get_running_loop()
        pacer = self._pacers[row.chat.platform]
        if (wait := booked.start - loop.time()) > 0:
            try:
                await asyncio.sleep(wait)
            except asyncio.CancelledError:  # nothing was sent yet, and so nothing is in doubt
                pacer.give_back(booked.chat, booked.sends)
                return Result(row, Settled(row.id, State.DUE, attempts=row.attempts, doubted=row.doubted))
        started = loop.time()
        try:
            return await self._try(row, pacer)
        finally:
            pacer.land(booked.chat, started, loop.time(), booked.sends)

    async def _try(self, row: Claimed, pacer: Pacer) -> Result:
        platform = self._platforms[row.chat.platform]
        try:
            async with asyncio.timeout(SEND_SECONDS):
                receipt = await platform.send(row.chat, row.outgoing)
        except SendError as error:
            if error.retry_after and not error.only_this:
                pacer.hold(row.chat.id, asyncio.get_running_loop().time() + error.retry_after)
            return Result(row, outcome.refused(row, error, self._clock.now()), error)
        except Exception as error:
            # A platform's own fault must not stop the others; the message is tried again later.
            log.exception("platform failed", platform=row.chat.platform, key=row.key)
            return self._in_doubt(row, f"{type(error).__name__}: {error}")
        self._answered.add(row.chat.platform)
        return Result(row, outcome.sent(row, receipt))

    def _in_doubt(self, row: Claimed, reason: str) -> Result:
        error = SendError(reason, in_doubt=True)
        return Result(row, outcome.refused(row, error, self._clock.now()), error)

    # the end

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
                results = list(self._unmarked)
                await marking.write(self._database, results, self._owner, self._can, self._clock.now())
                self._marked(results)
                async with self._database.write() as db:
                    await claims.release(db, self._owner)


def _pacer(platform: Platform) -> Pacer:
    can = platform.capabilities
    return Pacer(can.account_windows, can.chat_windows, can.group_windows)
