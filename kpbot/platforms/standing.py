"""How an account stands with its platform: asked at the start and every ten minutes, said when it changes.

What is wrong may be mended over there, such as an address that is not on a list: so `run` goes on, and it is found by
itself. Until then the account is `refused`, which /healthz shows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from kpbot.ports import ACCOUNT_REFUSED, Clock, SendError, Sleep
from kpbot.services.checking.finding import Finding
from kpbot.storage import outbox
from kpbot.storage.database import Database, is_outage
from kpbot.texts import say

FIRST_WAIT, EVERY = 5.0, 600.0  # seconds

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What `kpbot check` says of an account that does not work. `refused`: as such, so that somebody has to do
    something about it; otherwise it may pass."""

    finding: Finding
    refused: bool


def trouble(error: SendError, finding: Finding) -> Trouble:
    return Trouble(finding, error.reason.startswith(ACCOUNT_REFUSED))


class Standing:
    """Of the account of one platform."""

    def __init__(self, platform: str, database: Database, clock: Clock, language: str, sleep: Sleep) -> None:
        self._platform = platform
        self._database = database
        self._clock = clock
        self._language = language
        self._sleep = sleep
        self._trouble: Trouble | None = None

    @property
    def refused(self) -> bool:
        return self._trouble is not None and self._trouble.refused

    async def watch(self, ask: Callable[[], Awaitable[Trouble | None]]) -> None:
        """Until cancelled. `ask` calls the platform."""
        self._trouble, wait = None, FIRST_WAIT
        while True:
            if await self._is_well(ask):
                wait = FIRST_WAIT
                await self._sleep(EVERY)
            else:
                await self._sleep(wait)
                wait = min(wait * 2, EVERY)

    async def _is_well(self, ask: Callable[[], Awaitable[Trouble | None]]) -> bool:
        """Without a database nobody can be asked: then nothing is known anew."""
        try:
            found = await ask()
            await self._become(found)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("whether the account is taken was not asked: the database is away", platform=self._platform)
            return False
        return found is None

    async def _become(self, found: Trouble | None) -> None:
        if found and self.refused and not found.refused:
            return  # such as no answer: nothing says that it is taken again
        before, self._trouble = self._trouble, found
        if found and (before is None or before.finding.code != found.finding.code):
            said = say(self._language, f"check-{found.finding.code}", **found.finding.values)
            (log.error if found.refused else log.warning)(said)
        if before and found is None:
            log.info("the account is taken again", platform=self._platform)
            async with self._database.write() as db:  # what waits for it need not wait longer
                await outbox.hasten(db, self._platform, ACCOUNT_REFUSED, self._clock.now())
