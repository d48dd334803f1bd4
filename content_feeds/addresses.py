"""Which network addresses a feed may live at: an address in a feed list must not open the operator's own network."""

from __future__ import annotations

import httpx

from content_feeds.options import FeedOptions
from kpbot.domain.open_internet import is_public
from kpbot.ports import FeedError


async def checked_addresses(url: httpx.URL, options: FeedOptions) -> list[str]:
    """The IP addresses of `url`'s host that may be connected to.

    Raises FeedError `dns` (unknown name) or `private-address` (none is public and the operator did not allow it).
    """
    host = url.raw_host.decode("ascii").strip("[]")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await options.resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise FeedError("dns", host=host) from error
    if not found:
        raise FeedError("dns", host=host)
    if options.allow_hosts & {host, f"{host}:{port}"}:
        return found
    public = [address for address in found if is_public(address)]
    if not public:
        raise FeedError("private-address", host=host)
    return public
