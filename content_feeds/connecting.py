"""The way out to the network: looks a name up once, checks the addresses, and connects to one of just those."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

import httpx

from content_feeds.addresses import checked_addresses
from content_feeds.options import FeedOptions
from content_feeds.unpacking import ACCEPTED

_ADDRESSES_TRIED = 4


class CheckedTransport(httpx.AsyncBaseTransport):
    """Connects by IP address, so that a name cannot point elsewhere between check and connection. The certificate
    is still checked against the name. Raises FeedError where the address is refused."""

    def __init__(self, options: FeedOptions) -> None:
        self._options = options
        # No connection is kept: two names at one address must not share one.
        self._inner = httpx.AsyncHTTPTransport(
            trust_env=False, limits=httpx.Limits(max_connections=1, max_keepalive_connections=0)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        addresses = await checked_addresses(request.url, self._options)
        failure: httpx.TransportError | None = None
        for address in addresses[:_ADDRESSES_TRIED]:
            try:
                return await self._inner.handle_async_request(_at(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure or httpx.ConnectError("no address to connect to")

    async def aclose(self) -> None:
        await self._inner.aclose()


def request(url: httpx.URL, conditions: Mapping[str, str], options: FeedOptions) -> httpx.Request:
    """A GET for `url`. It goes straight to the transport: no cookies, proxies or redirects of a client's own."""
    headers = {
        "User-Agent": options.user_agent,
        "Accept": options.accept,
        "Accept-Encoding": ACCEPTED,
        **conditions,
    }
    if url.userinfo:
        headers["Authorization"] = "Basic " + b64encode(unquote_to_bytes(url.userinfo)).decode("ascii")
    # Connecting ends before the whole visit does: a handshake cut off from outside would leave its socket open.
    timeout = httpx.Timeout(options.timeout, connect=options.timeout * 0.4)
    return httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout.as_dict()})


def _at(request: httpx.Request, address: str) -> httpx.Request:
    name = request.url.raw_host.decode("ascii")
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # the Host header still bears the name
        extensions=request.extensions | {"sni_hostname": name},
    )
