"""Long polls. The offset moves on only when everything before it is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.refusals import seconds
from kpbot.platforms.telegram.wire import Api, Json
from kpbot.ports import Sleep
from kpbot.texts import say

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds
CONFLICTS = 3  # a process that was just replaced may still be asking
ASIDE = 600.0  # seconds between looks whether the other instance is gone

Take = Callable[[Sequence[Json]], Awaitable[None]]

log = structlog.get_logger(__name__)


class Polling:
    """Fetches updates and gives them on, up to 100 at once, until the token is refused.

    Network errors are met with longer and longer waits, and so is a `take` that raises: the same updates come again.
    Where another instance polls the same bot, that is said once; from then on this one only looks now and then.
    """

    def __init__(self, api: Api, account: Account, language: str, sleep: Sleep = asyncio.sleep) -> None:
        self._api = api
        self._account = account
        self._language = language
        self._sleep = sleep
        self._offset: int | None = None
        self._troubles = 0
        self._conflicts = 0

    async def run(self, take: Take) -> None:
        while not self._account.refused.is_set():
            try:
                updates = await self._api.updates(self._offset)
            except InvalidToken:
                self._account.refuse()
            except Conflict:
                await self._conflict()
            except TelegramError as error:
                await self._trouble(error)
            else:
                self._peace()
                if updates:
                    await self._give(updates, take)
                else:
                    self._troubles = 0

    async def _give(self, updates: Sequence[Json], take: Take) -> None:
        try:
            await take(updates)
        except Exception as error:
            if not self._troubles:
                log.exception("updates were not taken, they will come again", updates=len(updates))
            await self._again(error)
        else:
            self._offset = max(int(update["update_id"]) for update in updates) + 1
            self._troubles = 0

    def _peace(self) -> None:
        if self._conflicts >= CONFLICTS:
            log.info(say(self._language, "telegram-alone-again"))
        self._conflicts = 0

    async def _conflict(self) -> None:
        self._conflicts += 1
        if self._conflicts == CONFLICTS:
            log.error(say(self._language, "telegram-two-instances"))
        early = self._conflicts < CONFLICTS
        await self._sleep(FIRST_WAIT * 2**self._conflicts if early else ASIDE)

    async def _trouble(self, error: Exception) -> None:
        if not self._troubles:
            log.warning("Telegram cannot be reached, trying again", reason=f"{type(error).__name__}: {error}")
        await self._again(error)

    async def _again(self, error: Exception) -> None:
        wait = min(FIRST_WAIT * 2 ** min(self._troubles, 10), LONGEST_WAIT)
        if isinstance(error, RetryAfter):
            wait = max(wait, seconds(error))
        self._troubles += 1
        await self._sleep(wait)
