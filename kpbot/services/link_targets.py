"""Where short links lead, remembered for seconds: a link in a big group is opened by hundreds at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping

from kpbot.domain.content import ItemState
from kpbot.domain.links import canonical_link
from kpbot.domain.short_codes import is_code
from kpbot.services.rendering import link_of
from kpbot.settings import Settings
from kpbot.storage import short_links
from kpbot.storage.database import Database
from kpbot.storage.short_links import Target

__all__ = ["ItemState", "Target", "Targets", "address_of"]

LIFE = 3.0  # seconds; a recall takes effect within them
MOST = 20_000  # codes remembered, those that lead nowhere among them

Found = Mapping[str, Target]


def address_of(target: Target, settings: Settings) -> str:
    """Where a reader is sent: the item's own address, else our page of it; empty if it has neither. Made of the item
    and of nothing that came with the request."""
    return canonical_link(target.link) or link_of("", target.slug, settings)


class Targets:
    """Looks codes up; those that are asked for during one query share the next."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[float, Target | None]] = {}  # good until, in monotonic seconds; oldest first
        self._asked: set[str] = set()
        self._next: asyncio.Task[Found] | None = None
        self._turn = asyncio.Lock()

    async def find(self, code: str) -> Target | None:
        """None for what is no code, and asks nobody for it; raises what the database raises."""
        if not is_code(code):
            return None
        known = self._known.get(code)
        if known and known[0] > time.monotonic():
            return known[1]
        self._asked.add(code)
        if self._next is None:
            self._next = asyncio.create_task(self._look())
        return (await asyncio.shield(self._next)).get(code)

    async def _look(self) -> Found:
        async with self._turn:
            codes, self._asked, self._next = self._asked, set(), None
            async with self._database.read() as db:
                found = await short_links.targets(db, codes)
        self._remember(found, codes)
        return found

    def _remember(self, found: Found, codes: Collection[str]) -> None:
        until = time.monotonic() + LIFE
        for code in codes:
            self._known.pop(code, None)
            self._known[code] = until, found.get(code)
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]
