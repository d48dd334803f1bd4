"""The Bot API as kpbot calls it: one client for long polls, one for everything else."""

from __future__ import annotations

import os
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from kpbot.platforms.telegram.limits import ALLOWED, UPDATES
from kpbot.settings import TelegramSettings

# Without it the library warns about itself at each 429. It reads the variable anew each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# Together less than delivery gives a send.
CONNECT, WRITE, READ, POOL = 5.0, 8.0, 20.0, 3.0
POLL_SECONDS = 50
CONNECTIONS = 256

Json = dict[str, Any]


class Api(Bot):
    """The library's Bot, and answers as JSON where its types ask for more than any one server sends."""

    __slots__ = ()

    def __init__(self, settings: TelegramSettings) -> None:
        proxy = settings.proxy or None
        super().__init__(
            settings.token.get_secret_value(),
            base_url=f"{settings.api_root}/bot",
            base_file_url=f"{settings.api_root}/file/bot",
            request=_client(CONNECTIONS, proxy),
            get_updates_request=_client(2, proxy),
        )

    async def updates(self, offset: int | None, seconds: int = POLL_SECONDS) -> list[Json]:
        """Up to 100 updates from `offset` on; everything before is confirmed by asking."""
        data = {"offset": offset, "timeout": seconds, "limit": UPDATES, "allowed_updates": list(ALLOWED)}
        found: list[Json] = await self._post("getUpdates", data, read_timeout=seconds + READ)
        return found

    async def own_standing(self, chat: str) -> Json:
        """The bot's own ChatMember in a chat."""
        bot = self.token.partition(":")[0]
        standing: Json = await self._post("getChatMember", {"chat_id": chat, "user_id": bot})
        return standing

    async def open_connections(self) -> None:
        """Nothing unless they were closed: the account can leave this process and come back to it."""
        for request in self._request:
            await request.initialize()

    async def close_connections(self) -> None:
        for request in self._request:
            await request.shutdown()


def _client(connections: int, proxy: str | None) -> HTTPXRequest:
    return HTTPXRequest(
        connections,
        proxy=proxy,
        connect_timeout=CONNECT,
        write_timeout=WRITE,
        media_write_timeout=WRITE,
        read_timeout=READ,
        pool_timeout=POOL,
        httpx_kwargs={"verify": tls()},
    )


@cache
def tls() -> SSLContext:
    """Made once: reading all those certificates takes a while."""
    return httpx.create_ssl_context()
