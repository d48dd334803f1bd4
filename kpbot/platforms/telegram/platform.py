"""Telegram as a platform: the parts put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import structlog
from starlette.routing import BaseRoute
from telegram import Update
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from kpbot import metrics
from kpbot.domain.messages import Capabilities, Chat, Incoming, Outgoing, Receipt
from kpbot.platforms.telegram import addressing, deep_links, diagnosis, inbound, sight, webhook
from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.commands import Commands
from kpbot.platforms.telegram.downloads import Downloads
from kpbot.platforms.telegram.limits import ALLOWED, CAPABILITIES, NAME, REQUESTS
from kpbot.platforms.telegram.polling import FIRST_WAIT, LONGEST_WAIT, Polling
from kpbot.platforms.telegram.refusals import seconds
from kpbot.platforms.telegram.sending import Sending
from kpbot.platforms.telegram.wire import Api, Json
from kpbot.ports import Clock, NotTaken, OnMessages, Sleep
from kpbot.services.checking.finding import Finding
from kpbot.services.invitations import LINK
from kpbot.settings import Settings
from kpbot.storage import facts
from kpbot.storage.database import Database
from kpbot.texts import say

REFRESH = 3600.0  # seconds between looks for coordinators' groups without commands
KINDS = frozenset({*Update.ALL_TYPES, "unreadable"})
FINISHING = 1.0  # seconds that a registration has when the process stops

log = structlog.get_logger(__name__)


class Telegram:
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
        chosen = settings.telegram
        self._bot = chosen.token.get_secret_value().partition(":")[0]  # the id that goes before the token's colon
        self._secret = webhook.secret_of(chosen.token.get_secret_value(), chosen.webhook_secret.get_secret_value())
        self._account = Account(settings.language)
        self._api = Api(chosen)
        self._downloads = Downloads(self._api, self._account, chosen.proxy)
        self._sending = Sending(self._api, self._account, settings.data_dir)
        self._commands = Commands(self._api, self._account, database, settings.language)

    @property
    def _webhook(self) -> str:
        """The address that Telegram shall call; empty when polling."""
        by_webhook = self._settings.telegram.mode == "webhook"
        return self._settings.web.public_url + webhook.PATH if by_webhook else ""

    async def run(self, on_messages: OnMessages) -> None:
        """Until cancelled; ends by itself if the token is refused."""
        await self._api.open_connections()
        try:
            await self._begin()
            await self._work(on_messages)
        finally:
            await self.close()

    async def _work(self, on_messages: OnMessages) -> None:
        stopping = asyncio.Event()
        keeping = asyncio.create_task(self._keep_commands(stopping))
        try:
            if self._webhook:
                await self._account.refused.wait()
            else:
                polling = Polling(self._api, self._account, self._settings.language, self._sleep)
                await polling.run(partial(self._take_all, on_messages))
        finally:
            stopping.set()
            await asyncio.wait([keeping], timeout=FINISHING)
            keeping.cancel()

    async def _begin(self) -> None:
        """Who am I, and how do updates come; again and again until Telegram answers."""
        wait = FIRST_WAIT
        while True:
            try:
                await self._introduce()
            except InvalidToken:
                self._account.refuse()
                return
            except BadRequest as error:  # it does not like the webhook's address; asking again would not change that
                log.error(say(self._settings.language, "telegram-webhook-refused", reason=error.message))
                raise
            except TelegramError as error:
                log.warning("Telegram does not answer, trying again", reason=error.message)
                await self._sleep(max(wait, seconds(error) if isinstance(error, RetryAfter) else 0))
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return

    async def _introduce(self) -> None:
        await self._account.learn(self._api)
        if self._webhook:
            # A request lasts until its update is committed, so a batch holds no more presses than there are requests.
            await self._api.set_webhook(
                self._webhook, max_connections=REQUESTS, allowed_updates=ALLOWED, secret_token=self._secret
            )
        else:
            await self._api.delete_webhook()
        log.info("telegram is there", bot=self._account.username, mode=self._settings.telegram.mode)

    async def _note_link(self) -> None:
        """Where the bot is found, for codes that are printed by processes which do not talk to Telegram."""
        async with self._database.write() as db:
            await facts.put(db, LINK + NAME, deep_links.template(self._account.username))

    async def _keep_commands(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            for what in (self._note_link(), self._commands.refresh()):
                (failed,) = await asyncio.gather(what, return_exceptions=True)
                if failed:  # the database is away, most likely: no reason to stop listening
                    log.warning("commands were not registered", reason=repr(failed))
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), REFRESH)

    # what people do

    async def _take_all(self, on_messages: OnMessages, updates: Sequence[Json]) -> None:
        """Returns once everything the updates say is committed."""
        if not self._account.username and any(map(addressing.names_a_bot, updates)):
            with suppress(TelegramError):  # better an answer too many than none to what was ours
                await self._account.known(self._api)
        messages = [message for update in updates for message in self._read(update)]
        if messages:
            await on_messages(inbound.captions_first(messages))
        if any(map(sight.may_be_lost, updates)) and await self._account.known(self._api):
            await sight.tell(updates, self._account, self._database, self._clock, self._settings.language)

    async def _take_one(self, on_messages: OnMessages, update: Json) -> None:
        try:
            await self._take_all(on_messages, [update])
        except TelegramError as error:
            raise NotTaken from error

    def _read(self, update: Json) -> Sequence[Incoming]:
        """One that cannot be read is counted and confirmed: it would come again for ever."""
        kind = inbound.kind_of(update)
        try:
            messages = inbound.read(update, self._account.username, self._bot)
        except (TypeError, LookupError, ValueError, AttributeError, OverflowError, OSError) as error:
            log.warning("an update could not be read", kind=kind, update=update.get("update_id"), reason=repr(error))
            messages, kind = (), "unreadable"
        if not messages:
            metrics.updates_ignored.labels(NAME, kind if kind in KINDS else "other").inc()
        return messages

    def routes(self, on_messages: OnMessages) -> Sequence[BaseRoute]:
        return [webhook.route(self._secret, partial(self._take_one, on_messages))] if self._webhook else ()

    # what the bot says, and what it is asked

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        return await self._sending.send(chat, outgoing)

    async def fetch(self, ref: str) -> bytes:
        return await self._downloads.fetch(ref)

    async def findings(self) -> Sequence[Finding]:
        """For `kpbot check`: asks Telegram, changes nothing."""
        return await diagnosis.findings(self._api, self._account, self._database, self._webhook)

    async def close(self) -> None:
        """`run` does it at its end; what is on its way may land first. A later send opens a connection of its own."""
        await self._sending.landed()
        await self._downloads.close()
        await self._api.close_connections()
