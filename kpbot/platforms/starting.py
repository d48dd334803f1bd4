"""What is said at the start of an account that the platform does not take."""

from __future__ import annotations

from collections.abc import Awaitable

import structlog

from kpbot.services.checking.finding import Finding
from kpbot.storage.database import is_outage
from kpbot.texts import say

log = structlog.get_logger(__name__)


async def named(trouble: Awaitable[Finding | None], language: str) -> None:
    """What `kpbot check` would say of the account goes into the log; without a database nobody can be asked."""
    try:
        found = await trouble
    except Exception as error:
        if not is_outage(error):
            raise
        log.warning("whether the account is taken was not asked: the database is away")
        return
    if found:
        log.error(say(language, f"check-{found.code}", **found.values))
