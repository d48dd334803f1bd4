"""The one connection that a bot may have, opened again for ever.

    away → open → logged in → lost → away, waiting 1 s, 2 s, 4 s … 60 s, with jitter
                            → kicked: another connection of the same bot took over → away, waiting 10 min, 20 min … 6 h
                → refused: the bot id or the secret is wrong → the end, until somebody restarts

It is lost when it closes in any way, when two pings in a row are followed by silence, and when the server answers that
it does not know us.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto

import structlog
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from kpbot.platforms.calling import tls
from kpbot.platforms.wecom.bot import frames
from kpbot.platforms.wecom.bot.frames import Json
from kpbot.platforms.wecom.bot.limits import BEAT, FRAME_BYTES, MISSED
from kpbot.platforms.wecom.bot.link import Link
from kpbot.platforms.wecom.bot.refusals import is_passing
from kpbot.platforms.wecom.bot.standing import Standing
from kpbot.platforms.wecom.errcodes import Refusal
from kpbot.ports import SendError, Sleep
from kpbot.settings.platform_sections import WecomBotSettings

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds
ASIDE, LONGEST_ASIDE = 600.0, 21_600.0
OPENING, CLOSING = 10.0, 0.5  # of a socket; a process that ends has no more time

log = structlog.get_logger(__name__)


class End(Enum):
    LOST = auto()
    KICKED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class _Ended:
    how: End
    reason: str
    code: int = 0


class Connection:
    """`link` is there while we are logged in. `anew` is called before a new one: callbacks of the last one cannot be
    answered any more. `take` gets every callback in order and must not wait."""

    def __init__(
        self,
        chosen: WecomBotSettings,
        standing: Standing,
        sleep: Sleep,
        anew: Callable[[], None] = lambda: None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.link: Link | None = None
        self._chosen = chosen
        self._standing = standing
        self._sleep = sleep
        self._anew = anew
        self._chance = chance
        self._troubles = 0
        self._aside = 0.0  # seconds that the last kick cost
        self._kicked = asyncio.Event()

    async def run(self, take: Callable[[Json], None]) -> None:
        """Until cancelled; ends by itself if the login is refused."""
        self._troubles, self._aside = 0, 0.0
        while True:
            ended = await self._live(take)
            self.link = None
            if ended.how is End.REFUSED:
                await self._standing.refused(ended.code)
                return
            await self._sleep(await self._pause(ended))

    async def _pause(self, ended: _Ended) -> float:
        """Seconds to wait before the next attempt."""
        if ended.how is End.KICKED:
            self._aside = min(self._aside * 2 or ASIDE, LONGEST_ASIDE)
            await self._standing.kicked(self._aside)
            return self._aside
        self._troubles += 1
        if self._troubles == 1:
            log.warning("the connection to WeCom is lost, trying again", reason=ended.reason)
        await self._standing.lost()
        wait: float = min(FIRST_WAIT * 2 ** min(self._troubles - 1, 10), LONGEST_WAIT)
        return wait * (0.5 + self._chance() / 2)

    async def _live(self, take: Callable[[Json], None]) -> _Ended:
        """One connection from its opening to its end."""
        try:
            socket = await connect(
                self._chosen.url,
                ssl=tls() if self._chosen.url.startswith("wss:") else None,
                proxy=self._chosen.proxy or None,
                open_timeout=OPENING,
                close_timeout=CLOSING,
                ping_interval=None,
                max_size=FRAME_BYTES,
            )
        except (OSError, WebSocketException, TimeoutError, EOFError) as error:
            return _Ended(End.LOST, type(error).__name__)
        link = Link(socket, self._sleep)
        self._kicked.clear()
        self._anew()
        listening = asyncio.create_task(link.listen(lambda found: self._hand_on(found, take)))
        try:
            return await self._log_in(link) or await self._stay(link, listening)
        finally:
            self.link = None
            await link.close()
            listening.cancel()
            await asyncio.wait([listening])

    def _hand_on(self, found: Json, take: Callable[[Json], None]) -> None:
        if frames.event_kind(found) == "disconnected_event":
            self._kicked.set()
        take(found)

    async def _log_in(self, link: Link) -> _Ended | None:
        """None once we are in."""
        secret = self._chosen.secret.get_secret_value()
        try:
            await link.ask(frames.SUBSCRIBE, {"bot_id": self._chosen.bot_id, "secret": secret})
        except Refusal as error:
            how = End.LOST if is_passing(error.code) else End.REFUSED
            return _Ended(how, error.reason, error.code)
        except SendError as error:
            return _Ended(End.LOST, error.reason)
        self.link = link
        await self._standing.connected()
        return None

    async def _stay(self, link: Link, listening: asyncio.Task[None]) -> _Ended:
        beating = asyncio.create_task(self._beat(link))
        watching = [asyncio.create_task(event.wait()) for event in (link.lost, self._kicked)]
        try:
            await asyncio.wait([listening, beating, *watching], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (beating, *watching):
                task.cancel()
        if self._kicked.is_set():
            return _Ended(End.KICKED, "another connection took over")
        if listening.done():
            return _Ended(End.LOST, _how_it_closed(listening))
        return _Ended(End.LOST, "it fell silent" if beating.done() else "the server does not know us any more")

    async def _beat(self, link: Link) -> None:
        """Ping again and again; ends when the connection is dead. It has proved good after the first answer."""
        missed = 0
        while True:
            link.heard = False
            with suppress(SendError):  # whoever listens sees it close
                await link.ping()
            await self._sleep(BEAT)
            missed = 0 if link.heard else missed + 1
            if missed >= MISSED:
                return
            if link.heard:
                self._troubles = 0
                await self._standing.alive()
                if self._standing.has_lasted(2 * self._aside):  # two programs that take turns are none
                    self._aside = 0.0


def _how_it_closed(listening: asyncio.Task[None]) -> str:
    error = listening.exception()
    if isinstance(error, ConnectionClosed):
        return f"closed with {error.rcvd.code if error.rcvd else 'nothing said'}"
    if error is not None:
        raise error
    return "closed"
