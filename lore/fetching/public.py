"""Which addresses of the internet are public: those that everybody may reach and nobody owns alone.

What leads on to another address is judged by that: an IPv4 address inside an IPv6 one.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Ip = IPv4Address | IPv6Address

_LAST_32 = (
    IPv6Network("64:ff9b::/96"),  # NAT64
    IPv6Network("::/96"),  # IPv4-compatible
    IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated
)
"""Networks whose last 32 bits are an IPv4 address."""
_NEVER = (
    IPv6Network("64:ff9b:1::/48"),  # NAT64 of one network
    IPv6Network("3fff::/20"),  # documentation
    IPv6Network("5f00::/16"),  # segment routing
    IPv6Network("fec0::/10"),  # site-local, of old
)
"""What is not public, though some releases of Python say that it is."""


def literal(host: str) -> Ip | None:
    """The address that a host is written as; None for a name."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def is_public(ip: Ip) -> bool:
    """Whether an address is on the open internet: not private, loopback, link-local, multicast or
    reserved."""
    if isinstance(ip, IPv6Address):
        if any(ip in network for network in _NEVER):
            return False
        within = _within(ip)
        if within:
            return all(map(is_public, within))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _within(ip: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that one of IPv6 leads to."""
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if any(ip in network for network in _LAST_32):
        inner.append(IPv4Address(int(ip) & 0xFFFF_FFFF))
    return [address for address in inner if address is not None]
