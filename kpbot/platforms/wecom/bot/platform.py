"""The smart bot as a platform: the parts put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from starlette.routing import BaseRoute

from kpbot import metrics
from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing, Receipt
from kpbot.platforms.wecom.bot import diagnosis, inbound
from kpbot.platforms.wecom.bot.callbacks import Callbacks
from kpbot.platforms.wecom.bot.connection import Connection
from kpbot.platforms.wecom.bot.downloads import Downloads
from kpbot.platforms.wecom.bot.frames import Json, request_of
from kpbot.platforms.wecom.bot.limits import CAPABILITIES, NAME
from kpbot.platforms.wecom.bot.sending import Sending
from kpbot.platforms.wecom.bot.standing import Standing
from kpbot.platforms.wecom.bot.taking import Taking
from kpbot.ports import Clock, OnMessages, Sleep
from kpbot.services.checking.finding import Finding
from kpbot.settings import Settings
from kpbot.storage.database import Database

KINDS = frozenset({"enter_chat", "template_card_event", "feedback_event", "disconnected_event", "stream", "video"})

log = structlog.get_logger(__name__)


class WecomBot:
    """Implements kpbot.ports.Platform. The connection is that of `run`: without it nothing can be sent."""

    name = NAME

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        *,
        capabilities: Capabilities = CAPABILITIES,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.capabilities = capabilities
        self._settings = settings
        self._name = settings.wecom.aibot.name.strip()
        self._database = database
        self._clock = clock
        self._standing = Standing(settings, database, clock)
        self._callbacks = Callbacks(clock)
        self._connection = Connection(settings.wecom.aibot, self._standing, sleep, self._callbacks.forget)
        self._taking = Taking(clock, sleep)
        self._downloads = Downloads(settings.wecom.aibot.url, settings.wecom.aibot.proxy)
        self._sending = Sending(
            self._connection,
            self._standing,
            self._callbacks,
            database,
            clock,
            capabilities,
            settings.data_dir,
            settings.language,
        )

    async def run(self, on_messages: OnMessages) -> None:
        """Until cancelled; ends by itself if the login is refused."""
        self._standing.begin()
        taking = asyncio.create_task(self._taking.run(on_messages))
        try:
            await self._connection.run(self._take)
        finally:
            taking.cancel()
            await asyncio.wait([taking])
            await self.close()

    def _take(self, found: Json) -> None:
        """One that cannot be read is counted."""
        kind = inbound.kind_of(found)
        try:
            incoming: Incoming | None = inbound.read(found, self._name)
        except (ValueError, TypeError, LookupError, OverflowError, OSError) as error:
            log.warning("a callback could not be read", kind=kind, reason=repr(error))
            incoming, kind = None, "unreadable"
        if incoming is None:
            known = kind in KINDS or kind == "unreadable"
            metrics.updates_ignored.labels(NAME, kind if known else "other").inc()
            return
        self._callbacks.note(incoming, request_of(found), inbound.card_of(found))
        self._taking.put(incoming)

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        return ()

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        return await self._sending.send(chat, outgoing)

    async def fetch(self, ref: str) -> bytes:
        return await self._downloads.fetch(ref)

    async def findings(self) -> Sequence[Finding]:
        """For `kpbot check`: what the owner of the connection noted; a second connection would end it."""
        return await diagnosis.findings(self._settings, self._database, self._clock)

    async def close(self) -> None:
        await self._downloads.close()
