"""Pictures and files people sent, by their file id: never more than a bot may download, never the token in an error."""

from __future__ import annotations

import httpx
from telegram.error import BadRequest, TelegramError

from kpbot.platforms.telegram.account import Account
from kpbot.platforms.telegram.limits import FILE_BYTES
from kpbot.platforms.telegram.refusals import as_send_error, is_revoked
from kpbot.platforms.telegram.wire import CONNECT, READ, Api, tls
from kpbot.ports import SendError


class Downloads:
    def __init__(self, api: Api, account: Account, proxy: str) -> None:
        self._api = api
        self._account = account
        self._proxy = proxy or None
        self._open: httpx.AsyncClient | None = None

    @property
    def _files(self) -> httpx.AsyncClient:
        if self._open is None:
            timeout = httpx.Timeout(READ, connect=CONNECT)
            self._open = httpx.AsyncClient(proxy=self._proxy, timeout=timeout, verify=tls())
        return self._open

    async def fetch(self, ref: str) -> bytes:
        """Raises SendError, permanent where asking again cannot help."""
        await self._api.open_connections()
        try:
            file = await self._api.get_file(ref)
        except BadRequest as error:
            raise SendError(error.message, permanent=True) from error
        except TelegramError as error:
            if is_revoked(error):
                self._account.refuse()
            raise as_send_error(error) from error
        if (file.file_size or 0) > FILE_BYTES:
            raise SendError("too big", permanent=True)
        if not (file.file_path or "").startswith(("https://", "http://")):
            raise SendError("the server gave no address for the file", permanent=True)
        return await self._download(file.file_path or "")

    async def _download(self, address: str) -> bytes:
        try:
            async with self._files.stream("GET", address) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise SendError(f"HTTP {answer.status_code}")
                content = bytearray()
                async for chunk in answer.aiter_bytes():
                    content += chunk
                    if len(content) > FILE_BYTES:
                        raise SendError("too big", permanent=True)
                return bytes(content)
        except httpx.HTTPError as error:
            raise SendError(type(error).__name__) from None  # its words may hold the address, and that the token

    async def close(self) -> None:
        if self._open:
            await self._open.aclose()
            self._open = None
