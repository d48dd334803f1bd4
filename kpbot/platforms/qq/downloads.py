"""Pictures and files people sent, by the address that the event named: only from QQ's own servers.

The address comes in a signed callback, and yet nothing that somebody managed to put there may make this machine ask
others in its own network.
"""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address

import httpx

from kpbot.platforms.calling import CONNECT, POOL, READ, WRITE, failure, tls
from kpbot.platforms.qq.limits import FILE_BYTES
from kpbot.ports import SendError

# Where QQ keeps what people send, by what its events were seen to name.
HOSTS = (".qq.com", ".qq.com.cn", ".qpic.cn", ".gtimg.cn", ".qq.cn")
HOPS = 3


class Downloads:
    def __init__(self, api_root: str, proxy: str) -> None:
        self._own = _origin(httpx.URL(api_root))  # of a proxy or a server of the operator's own
        self._proxy = proxy or None
        self._open: httpx.AsyncClient | None = None

    async def fetch(self, ref: str) -> bytes:
        """Raises SendError, permanent where asking again cannot help."""
        try:
            url = httpx.URL(ref)
            for _ in range(HOPS):
                await self._allowed(url)
                async with self._client.stream("GET", url) as answer:
                    if not answer.has_redirect_location:
                        return await _content(answer)
                    url = url.join(answer.headers["location"])
        except (httpx.InvalidURL, ValueError) as error:
            raise SendError(f"not an address: {type(error).__name__}", permanent=True) from None
        except httpx.HTTPError as error:
            raise failure("a file", error) from None
        raise SendError("a file is sent from one address to the next without end", permanent=True)

    async def _allowed(self, url: httpx.URL) -> None:
        if _origin(url) == self._own:
            return
        if url.scheme != "https" or url.userinfo or not f".{url.host}".endswith(HOSTS):
            raise SendError("a file lies somewhere else than with QQ", permanent=True)
        if self._proxy is None and not await _is_public(url.host, url.port or 443):
            raise SendError("a file lies in a network of its own", permanent=True)

    @property
    def _client(self) -> httpx.AsyncClient:
        if self._open is None:
            timeout = httpx.Timeout(READ, connect=CONNECT, write=WRITE, pool=POOL)
            self._open = httpx.AsyncClient(proxy=self._proxy, timeout=timeout, verify=tls(), trust_env=False)
        return self._open

    async def close(self) -> None:
        client, self._open = self._open, None
        if client is not None:
            await client.aclose()


async def _content(answer: httpx.Response) -> bytes:
    if answer.status_code >= 500:
        raise SendError(f"the file's server answered {answer.status_code}")
    if answer.status_code != httpx.codes.OK:
        raise SendError(f"the file's server answered {answer.status_code}", permanent=True)
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > FILE_BYTES:
            raise SendError(f"the file has more than {FILE_BYTES} bytes", permanent=True)
    return bytes(content)


async def _is_public(host: str, port: int) -> bool:
    """Whether all addresses of a name are of the open internet."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise SendError("the file's server has no address at the moment") from None
    return bool(found) and all(ip_address(one[4][0]).is_global for one in found)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return (url.scheme, url.host, url.port)
