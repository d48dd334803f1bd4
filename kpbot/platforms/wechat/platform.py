"""The official account as a platform: the parts put together."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from functools import partial

from starlette.routing import BaseRoute

from kpbot.domain.messages import Capabilities, Chat, Outgoing, Receipt
from kpbot.platforms.standing import Standing
from kpbot.platforms.wechat import diagnosis
from kpbot.platforms.wechat.attempts import Attempts
from kpbot.platforms.wechat.callback import Callback
from kpbot.platforms.wechat.envelope import Envelope
from kpbot.platforms.wechat.limits import CAPABILITIES, DEADLINE, NAME
from kpbot.platforms.wechat.sending import Sending
from kpbot.platforms.wechat.wire import Api
from kpbot.ports import Clock, OnMessages, SendError, Sleep
from kpbot.services.checking.finding import Finding
from kpbot.settings import Settings
from kpbot.storage.database import Database

_MEDIA = re.compile(r"[A-Za-z0-9_-]{1,300}")


class Wechat:
    """Implements kpbot.ports.Platform. `deadline`: seconds that an answer in the response may take."""

    name = NAME

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        *,
        capabilities: Capabilities = CAPABILITIES,
        deadline: float = DEADLINE,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.capabilities = capabilities
        self._settings = settings
        self._clock = clock
        self._api = Api(settings.wechat, database, clock)
        self._standing = Standing(NAME, database, clock, settings.language, sleep)
        self._attempts = Attempts(sleep, deadline)
        self._callback = Callback(
            Envelope(settings.wechat), self._attempts, database, clock, capabilities, settings.language
        )
        self._sending = Sending(self._api, database, clock, settings.data_dir, capabilities, settings.language)

    async def run(self, on_messages: OnMessages) -> None:
        """WeChat calls; what is left is to say if it does not take the account, and to be the one who sends."""
        try:
            await self._standing.watch(partial(diagnosis.trouble, self._api))
        finally:
            await self._api.close()

    @property
    def refused(self) -> bool:
        """For /healthz."""
        return self._standing.refused

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        return [self._callback.route(on_messages)]

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        return await self._sending.send(chat, outgoing)

    async def fetch(self, ref: str) -> bytes:
        """A picture that somebody sent: WeChat keeps it for three days. Raises SendError."""
        if not _MEDIA.fullmatch(ref):
            raise SendError("not the id of a medium", permanent=True)
        return await self._api.medium(ref)

    async def findings(self) -> Sequence[Finding]:
        """For `kpbot check`: asks WeChat, changes nothing."""
        return await diagnosis.findings(self._api, self._settings, self._clock)

    async def mend(self) -> Sequence[Finding]:
        """For `kpbot check --fix` and `kpbot init`: the menu is created or replaced."""
        return await diagnosis.mend(self._api, self._settings)

    async def close(self) -> None:
        await self._attempts.close()
        await self._api.close()
