"""Which network addresses a feed may live at: an address in a feed list must not open the operator's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from content_feeds.options import FeedOptions
from kpbot.ports import FeedError

_NAT64 = ip_network("64:ff9b::/96")


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


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it wraps an IPv4 address."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _wrapped(ip)
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _wrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(ip, IPv4Address):
        return None
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
