"""How feeds are asked: what the operator allows, and the limits nobody lifts."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to IP addresses, in the order to try them; raises OSError if the name is unknown."""


async def resolve_by_system(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
PAGES = "text/html, application/xhtml+xml, */*;q=0.1"
PICTURES = "image/jpeg, image/png, image/webp, image/gif, */*;q=0.1"
"""What is asked for (RFC 9110, 12.5.1)."""


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """`allow_hosts`: names or addresses (`host` or `host:port`) that may be in a private network, such as the
    operator's own feed bridge. `timeout`: seconds for one visit with all its redirects. `max_bytes`: of the
    document, unpacked."""

    user_agent: str = "kpbot (+science popularization bot)"
    allow_hosts: frozenset[str] = frozenset()
    timeout: float = 20.0
    max_bytes: int = 15_000_000
    max_redirects: int = 5
    accept: str = FEEDS
    resolve: Resolve = resolve_by_system
