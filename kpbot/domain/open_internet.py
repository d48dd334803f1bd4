"""Which IP addresses are of the open internet: what others name must not open the operator's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")


def is_public(address: str, *, unless_a_name: bool = False) -> bool:
    """Whether an IP address is one of the open internet, also where it wraps an IPv4 address.

    `unless_a_name`: what is said of what is no IP address."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return unless_a_name
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
