"""Writing to a chat unasked: whether QQ lets the bot is nowhere to be read, so it is tried.

A group that refused is tried again on the next day; an administrator who allows it is heard of at once. What is known
of groups is kept for all workers; of private chats only as long as the process lives, for nothing of a person may stay
behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from kpbot.domain.messages import Chat
from kpbot.ports import Clock
from kpbot.storage import facts, outbox
from kpbot.storage.database import Database

FACT = "qq:push:"
PROBED_EVERY = timedelta(hours=20)  # by the next day's push
LIMITED_FOR = timedelta(hours=1)  # refused for its number again within that time: it is no matter of minutes
REMEMBERED = 10_000  # private chats
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class State(StrEnum):
    UNKNOWN = "unknown"
    ALLOWED = "allowed"
    REFUSED = "refused"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Known:
    state: State = State.UNKNOWN
    since: datetime = LONG_AGO


class Pushing:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._private: dict[str, str] = {}

    async def may_try(self, chat: Chat) -> bool:
        known = await self.known(chat)
        return known.state is not State.REFUSED or self._clock.now() - known.since > PROBED_EVERY

    async def worked(self, chat: Chat) -> None:
        if (await self.known(chat)).state is not State.ALLOWED:
            await self._note(chat, State.ALLOWED)

    async def refused(self, chat: Chat) -> None:
        await self._note(chat, State.REFUSED)

    async def limited(self, chat: Chat) -> bool:
        """Whether it is to be tried again soon: one limit counts minutes, another, that some bots have, months."""
        known = await self.known(chat)
        again = known.state is State.LIMITED and self._clock.now() - known.since <= LIMITED_FOR
        await self._note(chat, State.REFUSED if again else State.LIMITED)
        return not again

    async def told(self, chat: Chat, state: State) -> None:
        """Somebody changed it in QQ; what waits for a word there goes out now."""
        await self._note(chat, state)
        if state is not State.REFUSED:
            async with self._database.write() as db:
                await outbox.heard(db, {(chat.platform, chat.id)}, self._clock.now())

    async def known(self, chat: Chat) -> Known:
        if chat.private:
            return read(self._private.get(chat.id, ""))
        async with self._database.read() as db:
            return read(await facts.get(db, _fact(chat)) or "")

    async def _note(self, chat: Chat, state: State) -> None:
        said = f"{state} {self._clock.now().isoformat()}"
        if chat.private:
            self._private.pop(chat.id, None)
            self._private[chat.id] = said
            if len(self._private) > REMEMBERED:
                del self._private[next(iter(self._private))]
            return
        async with self._database.write() as db:
            await facts.put(db, _fact(chat), said)


def read(said: str) -> Known:
    """As it is kept."""
    state, _, since = said.partition(" ")
    try:
        return Known(State(state), datetime.fromisoformat(since))
    except ValueError:
        return Known()


def _fact(chat: Chat) -> str:
    return f"{FACT}{chat.id}"[:80]  # as much as a name may have; ids are 32 characters long
