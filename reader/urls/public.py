"""Which network addresses content may lead to: public ones only.

A feed or a redirect could otherwise make the reader's machine ask things of its own network that no
outsider can reach (a router, a cloud's metadata service).
"""

import ipaddress
import re
import socket

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""The network whose addresses carry an IPv4 address in their last four bytes (RFC 6052, section 2.1)."""

LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")
"""The endings of names of machines nearby (RFC 6761, 6762 and 8375, and what routers and clouds use)."""


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public Internet; False for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        carried = _carried(ip)
        if carried is not None:
            return is_public(str(carried))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _carried(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for; None where it stands for itself."""
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def literal(host: str) -> str | None:
    """Return the IP address that a host spells out, also as `2130706433` or `0x7f.1`; None for a name."""
    host = host.strip("[]").rstrip(".")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if not re.fullmatch(r"[0-9][0-9a-fx.]*", host, re.IGNORECASE | re.ASCII):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def is_local_name(host: str) -> bool:
    """Return whether a name is by its looks one of the machine itself or of the network around it."""
    host = host.rstrip(".").lower()
    return "." not in host or any(host == name or host.endswith("." + name) for name in LOCAL_NAMES)
