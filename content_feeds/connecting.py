"""The way out to the network: looks a name up once, checks the addresses, and connects to one of just those."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy

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
        failure: httpx.ConnectError | None = None
        for address in addresses[:_ADDRESSES_TRIED]:
            try:
                return await self._inner.handle_async_request(_at(request, address))
            except httpx.ConnectError as error:
                failure = error
        raise failure or httpx.ConnectError("no address to connect to")

    async def aclose(self) -> None:
        await self._inner.aclose()


def client(options: FeedOptions) -> httpx.AsyncClient:
    """A client for one visit: no proxies or netrc of the machine, no cookies, no redirects of its own."""
    return httpx.AsyncClient(
        transport=CheckedTransport(options),
        trust_env=False,
        follow_redirects=False,
        timeout=options.timeout,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={
            "User-Agent": options.user_agent,
            "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
            "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1",
            "Accept-Encoding": ACCEPTED,
        },
    )


def _at(request: httpx.Request, address: str) -> httpx.Request:
    name = request.url.raw_host.decode("ascii")
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # the Host header still bears the name
        extensions=request.extensions | {"sni_hostname": name},
    )
