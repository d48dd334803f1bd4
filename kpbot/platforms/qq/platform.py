"""QQ's official bot as a platform: the parts put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog
from starlette.routing import BaseRoute

from kpbot import metrics
from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing, Receipt
from kpbot.platforms.qq import callback, diagnosis, inbound, permissions
from kpbot.platforms.qq.callback import Payload
from kpbot.platforms.qq.downloads import Downloads
from kpbot.platforms.qq.limits import CAPABILITIES, NAME
from kpbot.platforms.qq.notes import Notes
from kpbot.platforms.qq.presses import Presses
from kpbot.platforms.qq.sending import Sending
from kpbot.platforms.qq.signing import Keys
from kpbot.platforms.qq.wire import Api
from kpbot.platforms.standing import Standing
from kpbot.ports import Clock, OnMessages, Sleep
from kpbot.services.checking.finding import Finding
from kpbot.settings import Settings
from kpbot.storage.database import Database

KINDS = inbound.KINDS | permissions.KINDS

log = structlog.get_logger(__name__)


class Qq:
    """Implements kpbot.ports.Platform."""

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
        self._database = database
        self._clock = clock
        self._standing = Standing(NAME, database, clock, settings.language, sleep)
        chosen = settings.qq
        self._keys = Keys(chosen.secret.get_secret_value())
        self._api = Api(chosen, database, clock)
        self._notes = Notes(database, clock, settings.language, chosen.keyboards)
        self._sending = Sending(self._api, database, clock, settings.data_dir, settings.language, self._notes)
        self._downloads = Downloads(chosen.api_root, chosen.proxy)
        self._presses = Presses(self._api)

    async def run(self, on_messages: OnMessages) -> None:
        """What people do comes by callbacks; the owner of the account says if QQ does not take it, and sends."""
        try:
            await self._standing.watch(partial(diagnosis.trouble, self._api))
        finally:
            await self.close()

    @property
    def refused(self) -> bool:
        """For /healthz."""
        return self._standing.refused

    # what people do

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        return [callback.route(self._keys, self._clock, partial(self._take, on_messages))]

    async def _take(self, on_messages: OnMessages, payload: Payload) -> None:
        """Returns once what the event says is committed. One that cannot be read is counted and confirmed: it would
        come again for ever."""
        kind, raw = payload.get("t"), payload.get("d")
        said: Incoming | None = None
        try:
            if not isinstance(kind, str) or not isinstance(raw, dict):
                raise ValueError("not an event")
            if told := permissions.told(kind, raw):
                await self._sending.pushing.told(*told)
                return
            said = inbound.read(kind, str(payload.get("id") or ""), raw)
        except (TypeError, LookupError, ValueError, AttributeError) as error:
            log.warning("an event could not be read", reason=repr(error))
            kind = "unreadable"
        if said is None:
            metrics.updates_ignored.labels(NAME, kind if kind in KINDS or kind == "unreadable" else "other").inc()
            return
        await on_messages([said])
        if said.button:
            self._presses.acknowledge(said.key.removeprefix(inbound.PRESS))

    # what the bot says, and what it is asked

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        return await self._sending.send(chat, outgoing, self.capabilities)

    async def fetch(self, ref: str) -> bytes:
        return await self._downloads.fetch(ref)

    async def findings(self) -> Sequence[Finding]:
        """For `kpbot check`: asks QQ, changes nothing."""
        address = self._settings.web.public_url + callback.PATH
        wanted = self._settings.qq.keyboards
        return await diagnosis.findings(
            self._api, self._database, self._clock, self._notes, self._sending.pushing, address, wanted
        )

    async def close(self) -> None:
        """`run` does it at its end; a later send opens a connection of its own."""
        await self._presses.close()
        await self._downloads.close()
        await self._api.close()
