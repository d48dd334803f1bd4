"""What QQ did not let this bot do, as it was found out by trying: kept for the check, said once in the log, and tried
again after a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from kpbot.domain.messages import Chat
from kpbot.platforms.qq import links
from kpbot.platforms.qq.letter import Part
from kpbot.ports import Clock
from kpbot.storage import facts
from kpbot.storage.database import Database
from kpbot.texts import say

KEYBOARDS, LINKS = "qq:keyboards-refused", "qq:links-refused"
LEFT_OUT = "qq-links-left-out"
TRIED_EVERY = timedelta(days=1)
TOLD_EVERY = timedelta(hours=1)

log = structlog.get_logger(__name__)


class Notes:
    """`wanted`: the operator says that the bot has the right to buttons."""

    def __init__(self, database: Database, clock: Clock, language: str, wanted: bool) -> None:
        self._database = database
        self._clock = clock
        self._language = language
        self._wanted = wanted
        self._suspects: dict[str, datetime] = {}  # hosts of messages that were refused for their links
        self._good: set[str] = set()  # hosts that QQ took
        self._told: dict[Chat, datetime] = {}  # when a chat was last told by itself that links were left out

    async def keyboards(self) -> bool:
        """Whether buttons are to be tried."""
        if not self._wanted:
            return False
        said = await self._get(KEYBOARDS)
        return not said or self._clock.now() - said[0] > TRIED_EVERY

    async def keyboards_refused(self, code: int) -> None:
        log.error(say(self._language, "qq-keyboards-refused", code=str(code)))
        await self._put(KEYBOARDS, str(code))

    def fitting(self, part: Part, speaks: str) -> Part:
        """Without its links where they were refused within a day; with a note of that, unless it is to be copied."""
        named = links.hosts(part.numbers or part.text)
        now = self._clock.now()
        if not named or not any(now - self._suspects.get(host, now - TRIED_EVERY) < TRIED_EVERY for host in named):
            return part
        note = "" if part.verbatim else say(speaks, LEFT_OUT)
        return replace(part, text=links.without(part.text, note), numbers=links.without(part.numbers, note))

    def apart(self, chat: Chat, made: Sequence[Part], speaks: str) -> Part | None:
        """What is to be said by itself after parts that are to be copied, if links of theirs were left out: once for
        all that are copied together."""
        if not any(part.verbatim and self.fitting(part, speaks) != part for part in made):
            return None
        now = self._clock.now()
        self._told = {known: at for known, at in self._told.items() if now - at < TOLD_EVERY}
        if chat in self._told:
            return None
        self._told[chat] = now
        return Part(say(speaks, LEFT_OUT))

    async def links_refused(self, text: str) -> None:
        named = links.hosts(text)
        suspects = named - self._good or named
        log.error(say(self._language, "qq-links-refused", hosts="、".join(sorted(suspects))))
        self._suspects |= dict.fromkeys(suspects, self._clock.now())
        await self._put(LINKS, " ".join(sorted(self._suspects)))

    def taken(self, text: str) -> None:
        """QQ took a message with these links."""
        if named := links.hosts(text):
            self._good |= named
            for host in named:
                self._suspects.pop(host, None)

    async def refused(self, what: str) -> str:
        """What was refused lately, for the check; empty if nothing was."""
        said = await self._get(what)
        return said[1] if said and self._clock.now() - said[0] <= 2 * TRIED_EVERY else ""

    async def _get(self, name: str) -> tuple[datetime, str] | None:
        async with self._database.read() as db:
            at, _, said = (await facts.get(db, name) or "").partition(" ")
        return (datetime.fromisoformat(at), said) if at else None

    async def _put(self, name: str, said: str) -> None:
        async with self._database.write() as db:
            await facts.put(db, name, f"{self._clock.now().isoformat()} {said}")
