"""Redirects (RFC 9110, section 15.4): where each leads, and which of them last."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, urljoin

from reader.urls.target import SAFE, BadAddress, Target, target

REDIRECTS = (301, 302, 303, 307, 308)
"""The statuses of a response that leads elsewhere."""

PERMANENT = (301, 308)
"""The statuses of those redirects after which only the new address should be asked."""


def redirected(current: Target, location: str) -> Target:
    """Return where a Location header leads (RFC 9110, section 10.2.2); it may bring no password of its own.

    `location` has one character a byte. Raises BadAddress.
    """
    try:
        joined = urljoin(current.url, _bytes_as_text(location))
    except ValueError as error:
        raise BadAddress("is not a valid address") from error
    following = target(joined)
    return replace(following, authorization=_kept_password(current, following))


def lasting_url(url: str, redirects: Iterable[tuple[int, str]]) -> str:
    """Return where to ask from now on: past all permanent redirects up to the first temporary one.

    `redirects` has the status of each, in their order, and the address that it led to.
    """
    for status, led_to in redirects:
        if status not in PERMANENT:
            break
        url = led_to
    return url


def _kept_password(current: Target, following: Target) -> str | None:
    """Keep it with its host, also when that moves from http to https on the usual ports."""
    upgraded = current.host == following.host and (current.scheme, current.port) == ("http", 80)
    same = current.origin == following.origin or (
        upgraded and (following.scheme, following.port) == ("https", 443)
    )
    return current.authorization if same else None


def _bytes_as_text(location: str) -> str:
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return quote(location, safe=SAFE, encoding="latin-1", errors="replace")
