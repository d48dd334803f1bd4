"""How the bot stands with WeCom: what operators are told, what sends are refused with, and what `kpbot check` reads.

A second connection would kick the one that works, so whoever is not its owner asks a fact in the database.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from kpbot.platforms.wecom.bot.limits import NAME
from kpbot.platforms.wecom.bot.refusals import kicked, login_refused, not_connected
from kpbot.ports import ACCOUNT_REFUSED, Clock, SendError
from kpbot.settings import Settings
from kpbot.storage import facts, outbox
from kpbot.storage.database import Database
from kpbot.texts import say

FACT = f"{NAME}:standing"
SEEN_EVERY = timedelta(minutes=5)

log = structlog.get_logger(__name__)


class State(StrEnum):
    CONNECTED = "connected"
    LOST = "lost"
    KICKED = "kicked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Noted:
    """`bot`: whose standing it is. `since` and `seen` are UTC in ISO 8601; `code` is WeCom's, of a refusal."""

    bot: str
    state: str
    since: str
    seen: str
    code: int = 0

    @classmethod
    def read(cls, raw: str | None) -> Noted | None:
        return cls(**json.loads(raw)) if raw else None


class Standing:
    """`why` is what a send is refused with; None while we are logged in."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self.why: SendError | None = not_connected()
        self._bot = settings.wecom.aibot.bot_id
        self._language = settings.language
        self._database = database
        self._clock = clock
        self._state: State | None = None
        self._since = self._seen = clock.now()

    def begin(self) -> None:
        """Whatever was before: it is tried anew."""
        self.why = not_connected()

    async def connected(self) -> None:
        log.info("the WeCom smart bot is there", bot=self._bot)
        self.why = None
        await self._become(State.CONNECTED)
        await _in_vain(self._hasten())

    async def lost(self) -> None:
        self.why = not_connected()
        if self._state is not State.LOST:
            await self._become(State.LOST)

    async def kicked(self, wait: float) -> None:
        """For `wait` seconds the other one is left alone."""
        log.error(say(self._language, "wecom-bot-kicked", minutes=round(wait / 60)))
        self.why = kicked()
        await self._become(State.KICKED)

    async def refused(self, code: int) -> None:
        log.error(say(self._language, "wecom-bot-refused", code=str(code)))
        self.why = login_refused(code)
        await self._become(State.REFUSED, code)

    async def alive(self) -> None:
        """Noted now and then, so that one can tell a connection from a process that died."""
        if self._clock.now() - self._seen >= SEEN_EVERY:
            await self._note()

    def has_lasted(self, seconds: float) -> bool:
        """Whether we have been connected for so long."""
        return self._state is State.CONNECTED and self._clock.now() - self._since >= timedelta(seconds=seconds)

    async def _become(self, state: State, code: int = 0) -> None:
        self._state, self._since = state, self._clock.now()
        await self._note(code)

    async def _note(self, code: int = 0) -> None:
        self._seen = self._clock.now()
        noted = Noted(self._bot, self._state or State.LOST, self._since.isoformat(), self._seen.isoformat(), code)

        async def put() -> None:
            async with self._database.write() as db:
                await facts.put(db, FACT, json.dumps(asdict(noted)))

        await _in_vain(put())

    async def _hasten(self) -> None:
        """What waits because the account was refused, or another had it, need not wait longer."""
        async with self._database.write() as db:
            await outbox.hasten(db, NAME, ACCOUNT_REFUSED, self._clock.now())


async def _in_vain(writing: Awaitable[None]) -> None:
    """A database that is away is no reason to give up a connection that works."""
    (failed,) = await asyncio.gather(writing, return_exceptions=True)
    if failed:
        log.warning("the standing of the bot was not noted", reason=repr(failed))


def age(noted: Noted, now: datetime) -> timedelta:
    """How long ago anything was seen of it."""
    return now - datetime.fromisoformat(noted.seen)
