"""Access tokens that platforms hand out for an hour or two: one fetch however many callers there are, in however many
workers, a new one before the old expires, and one that is refused is not used again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2s
from typing import TypeVar

from kpbot.ports import Clock, SendError
from kpbot.storage import access_tokens
from kpbot.storage.database import Database

EARLY = timedelta(minutes=5)  # before it expires
LEASE = timedelta(seconds=20)  # that a fetch may take
LOOK_AGAIN = 0.2  # seconds, while another worker fetches
PATIENCE = 15.0  # seconds

Found = TypeVar("Found")
Fetch = Callable[[], Awaitable[tuple[str, timedelta]]]
"""Asks the platform: the token, and how long it is good. Raises SendError."""


def named(account: str, secret: str) -> str:
    """The name of an account's token. With another secret it is another one: a token that the last secret got says
    nothing of whether this one is good. The secret cannot be told from it."""
    return f"{account}:{blake2s(secret.encode(), digest_size=6).hexdigest()}"


class TokenRefused(Exception):
    """Raised by a call whose token the platform did not take; `error` is what that means to the caller if it happens to
    a new token too."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class AccessToken:
    """The token of one account; `name` (see `named`) tells it from others."""

    def __init__(self, database: Database, clock: Clock, name: str, fetch: Fetch) -> None:
        self._database = database
        self._clock = clock
        self._name = name
        self._fetch = fetch
        self._value = ""
        self._until: datetime | None = None
        self._refused = ""
        self._turn = asyncio.Lock()

    async def get(self) -> str:
        """Raises SendError where none is to be had."""
        if not self._good():
            async with self._turn:
                if not self._good():
                    await self._renew()
        return self._value

    async def with_token(self, call: Callable[[str], Awaitable[Found]]) -> Found:
        """What `call` makes of the token; where that is refused (TokenRefused), it is called again with another, once.
        Raises what it raises, and SendError where no token is to be had."""
        token = await self.get()
        try:
            return await call(token)
        except TokenRefused:
            self.refused(token)
        try:
            return await call(await self.get())
        except TokenRefused as refused:  # one that was just fetched is not thrown away for a fault of theirs
            raise refused.error from None

    def was_refused(self, value: str) -> bool:
        """Asked by a fetch that got the refused one once more."""
        return value == self._refused

    def refused(self, value: str) -> None:
        """The platform did not take this one, whatever it said of its time."""
        self._refused = value

    def _good(self) -> bool:
        fresh = self._until is not None and self._until - EARLY > self._clock.now()
        return fresh and bool(self._value) and self._value != self._refused

    async def _renew(self) -> None:
        """Take what another worker fetched, or fetch it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._until_good()
                return
        raise SendError("no access token: nobody fetched one in time")

    async def _until_good(self) -> None:
        while True:
            async with self._database.read() as db:
                found = await access_tokens.kept(db, self._name)
            self._value, self._until = found.value, found.expires_at
            if self._good():
                return
            now = self._clock.now()
            async with self._database.write() as db:
                ours = await access_tokens.lease(db, self._name, found.value, now, now + LEASE)
            if ours:
                await self._fetch_it()
                return
            await asyncio.sleep(LOOK_AGAIN)

    async def _fetch_it(self) -> None:
        value = ""
        try:
            value, lasts = await self._fetch()
        finally:
            if not value:
                async with self._database.write() as db:
                    await access_tokens.let_go(db, self._name)
        self._value, self._until, self._refused = value, self._clock.now() + lasts, ""
        async with self._database.write() as db:
            await access_tokens.keep(db, self._name, self._value, self._until)
