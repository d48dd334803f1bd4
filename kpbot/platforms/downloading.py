"""Files at addresses that somebody else named: fetched from the open internet only, so that nothing that a stranger
managed to put into an event makes this machine ask others in its own network.

A name is looked up once, and the connection goes to an address that was checked: it cannot point elsewhere a moment
later. The same holds for wherever an answer sends us on to.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import httpx

from kpbot.domain.open_internet import is_public
from kpbot.platforms.calling import WHOLE, client, content_of, failure
from kpbot.ports import SendError

HOPS = 3


class Downloading:
    """`own`: an address of the operator's own settings; what lies on that server is fetched whatever its network.
    `welcome`: whether anything else at an address may be asked at all."""

    def __init__(self, own: str, proxy: str, welcome: Callable[[httpx.URL], bool]) -> None:
        self._own = _server(httpx.URL(own)) if own else None
        self._proxy = proxy or None
        self._welcome = welcome
        self._open: httpx.AsyncClient | None = None

    async def fetch(self, address: str, most: int) -> bytes:
        """Raises SendError, permanent where asking again cannot help."""
        try:
            async with asyncio.timeout(WHOLE):
                return await self._follow(httpx.URL(address), most)
        except TimeoutError:
            raise SendError("a file comes too slowly") from None
        except (httpx.InvalidURL, ValueError) as error:
            raise SendError(f"not an address: {type(error).__name__}", permanent=True) from None
        except httpx.HTTPError as error:
            raise failure("a file", error) from None

    async def _follow(self, url: httpx.URL, most: int) -> bytes:
        for _ in range(HOPS):
            answer = await self._client.send(await self._request(url), stream=True)
            try:
                if not answer.has_redirect_location:
                    return await content_of(answer, most)
                url = url.join(answer.headers["location"])
            finally:
                await answer.aclose()
        raise SendError("a file is sent from one address to the next without end", permanent=True)

    async def _request(self, url: httpx.URL) -> httpx.Request:
        """Straight to a checked address, with the name in the header and in the handshake."""
        headers = {"Accept-Encoding": "identity"}
        if self._own is not None and _server(url) == self._own:
            return self._client.build_request("GET", url, headers=headers)
        if url.scheme not in ("http", "https") or not url.host or url.userinfo or not self._welcome(url):
            raise SendError("a file lies somewhere it must not lie", permanent=True)
        if self._proxy is not None:  # it looks names up by itself
            if not is_public(url.host, unless_a_name=True):
                raise SendError("a file lies in a network of its own", permanent=True)
            return self._client.build_request("GET", url, headers=headers)
        address = await _public_address(url.raw_host.decode("ascii").strip("[]"), url.port or _port(url))
        headers["Host"] = url.netloc.decode("ascii")
        name = {"sni_hostname": url.raw_host.decode("ascii")}
        return self._client.build_request("GET", url.copy_with(host=address), headers=headers, extensions=name)

    @property
    def _client(self) -> httpx.AsyncClient:
        if self._open is None:
            # None is kept: two names at one address must not share a connection.
            self._open = client(self._proxy, httpx.Limits(max_connections=20, max_keepalive_connections=0))
        return self._open

    async def close(self) -> None:
        client, self._open = self._open, None
        if client is not None:
            await client.aclose()


async def _public_address(host: str, port: int) -> str:
    """One of the addresses of a name, all of which are of the open internet."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise SendError("the file's server has no address at the moment") from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(map(is_public, addresses)):
        raise SendError("a file lies in a network of its own", permanent=True)
    return addresses[0]


def _port(url: httpx.URL) -> int:
    return 443 if url.scheme == "https" else 80


def _server(url: httpx.URL) -> tuple[bool, str, int]:
    """The same for http and ws."""
    secure = url.scheme in ("https", "wss")
    return (secure, url.host, url.port or (443 if secure else 80))
