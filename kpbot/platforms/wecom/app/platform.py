"""A self-built app as a platform: the parts put together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import structlog
from starlette.routing import BaseRoute

from kpbot import metrics
from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing, Receipt
from kpbot.platforms.standing import Standing
from kpbot.platforms.wecom.app import callback, diagnosis, groups, inbound, presses, references
from kpbot.platforms.wecom.app.api import Api
from kpbot.platforms.wecom.app.limits import CAPABILITIES, NAME, without_buttons
from kpbot.platforms.wecom.app.sealing import Sealing
from kpbot.platforms.wecom.app.sending import Sending
from kpbot.ports import Clock, OnMessages
from kpbot.services.checking.finding import Finding
from kpbot.settings import Settings
from kpbot.storage import outbox, people
from kpbot.storage.database import Database, is_outage
from kpbot.storage.outbox import Owed, Priority
from kpbot.texts import say

TIDY = 3600.0  # seconds
_LASTS = timedelta(hours=24)

log = structlog.get_logger(__name__)


class WecomApp:
    """Implements kpbot.ports.Platform. Members are heard in their private chats; groups of the app's own are only
    written to."""

    name = NAME

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        *,
        capabilities: Capabilities = CAPABILITIES,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._sleep = sleep
        self._standing = Standing(NAME, database, clock, settings.language, sleep)
        chosen = settings.wecom.app
        self.capabilities = without_buttons(capabilities) if chosen.plain else capabilities
        self._sealing = Sealing(chosen, clock)
        self._api = Api(chosen, database, clock)
        self._sending = Sending(self._api, database, clock, self.capabilities, settings.data_dir, settings.language)

    async def run(self, on_messages: OnMessages) -> None:
        """Everything comes by callback; the owner of the account says if WeCom does not take it, and tidies up."""
        try:
            async with asyncio.TaskGroup() as doing:
                doing.create_task(self._standing.watch(partial(diagnosis.trouble, self._api)))
                doing.create_task(self._tidy())
        finally:
            await self._api.close()

    @property
    def refused(self) -> bool:
        """For /healthz."""
        return self._standing.refused

    async def _tidy(self) -> None:
        while True:
            await self._sleep(TIDY)
            try:
                await presses.forget(self._database, self._clock)
            except Exception as error:
                if not is_outage(error):
                    raise
                log.warning("what answers presses is swept later: the database is away")

    # what people do

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        return [callback.route(self._sealing, partial(self._take, on_messages))]

    async def _take(self, on_messages: OnMessages, fields: Mapping[str, str]) -> None:
        """Returns once what the fields say is committed."""
        message = self._read(fields)
        if message is None:
            return
        if inbound.kind_of(fields) in inbound.WORDLESS:
            await self._ask_for_words(message)
            return
        if inbound.kind_of(fields) == "enter_agent" and await self._is_known(message.chat):
            return
        if message.button:
            await presses.note(self._database, self._clock, message, fields)
        await on_messages([message])

    def _read(self, fields: Mapping[str, str]) -> Incoming | None:
        """One that says nothing to us, or cannot be read, is counted and confirmed: it would come again for nothing."""
        kind = inbound.kind_of(fields)
        message = None
        if fields.get("AgentID", str(self._api.agent)) == str(self._api.agent):
            try:
                message = inbound.read(fields)
            except (LookupError, ValueError, OverflowError, OSError) as error:
                log.warning("a callback could not be read", kind=kind, reason=type(error).__name__)
                kind = "unreadable"
        if message is None:
            metrics.updates_ignored.labels(NAME, kind).inc()
        return message

    async def _is_known(self, chat: Chat) -> bool:
        """Whether this is somebody who need not be greeted: WeCom tells each time that they open the app."""
        async with self._database.read() as db:
            found = (await people.load_accounts(db, [(chat.platform, chat.id)])).get((chat.platform, chat.id))
        return bool(found and found[0].private_chat)

    async def _ask_for_words(self, message: Incoming) -> None:
        now = self._clock.now()
        asked = Outgoing(text=say(self._settings.language, "wecom-words-please"))
        owed = Owed(f"wecom-words:{message.key}", message.chat, asked, Priority.ANSWER, now, now + _LASTS)
        async with self._database.write() as db:
            await outbox.owe(db, [owed])

    # what the bot says, and what it is asked

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        return await self._sending.send(chat, outgoing)

    async def fetch(self, ref: str) -> bytes:
        return await self._api.download(references.media(ref))

    async def create_group(self, title: str, owner: str, users: Sequence[str]) -> Chat:
        """A group of these members (their ids), which the app can write to from then on. Raises SendError."""
        return await groups.create(self._api, title, owner, users)

    async def findings(self) -> Sequence[Finding]:
        """For `kpbot check`: asks WeCom, changes nothing."""
        return await diagnosis.findings(self._api, self._clock, self._settings.web.public_url)

    async def close(self) -> None:
        await self._api.close()
