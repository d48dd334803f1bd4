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
from kpbot.platforms.qq.refusals import Kind, Refused
from kpbot.platforms.qq.sending import Sending
from kpbot.platforms.qq.signing import Keys
from kpbot.platforms.qq.wire import Api
from kpbot.ports import ACCOUNT_REFUSED, Clock, OnMessages, SendError, Sleep
from kpbot.services.checking.finding import Finding
from kpbot.settings import Settings
from kpbot.storage.database import Database
from kpbot.texts import say

FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0  # seconds
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
        self._sleep = sleep
        chosen = settings.qq
        self._keys = Keys(chosen.secret.get_secret_value())
        self._api = Api(chosen, database, clock)
        self._notes = Notes(database, clock, settings.language, chosen.keyboards)
        self._sending = Sending(self._api, database, clock, settings.data_dir, settings.language, self._notes)
        self._downloads = Downloads(chosen.api_root, chosen.proxy)
        self._presses = Presses(self._api)

    async def run(self, on_messages: OnMessages) -> None:
        """Says at the start whether QQ takes the account; what people do comes by callbacks."""
        try:
            await self._begin()
            await asyncio.Event().wait()
        finally:
            await self.close()

    async def _begin(self) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                me = await self._api.me()
            except (Refused, SendError) as error:
                self._tell(error)
                await self._sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                log.info("qq is there", bot=str(me.get("username") or ""))
                return

    def _tell(self, error: Refused | SendError) -> None:
        refused = isinstance(error, Refused) and error.kind in (Kind.TOKEN, Kind.ACCOUNT)
        if refused or str(error).startswith(ACCOUNT_REFUSED):
            log.error(say(self._settings.language, "qq-account-refused", reason=str(error)))
        else:
            log.warning("QQ does not answer, trying again", reason=str(error))

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
