"""Redirects (RFC 9110, section 15.4): where each leads, and which of them last."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, urljoin

from reader.urls.target import SAFE, BadAddress, Target, target

REDIRECTS = (301, 302, 303, 307, 308)
"""The statuses of an answer that leads elsewhere."""

PERMANENT = (301, 308)
"""The statuses of those redirects after which only the new address should be asked."""


def redirected(here: Target, location: str) -> Target:
    """Return where a Location header leads (RFC 9110, section 10.2.2); it may bring no password of its own.

    `location` has one character a byte. Raises BadAddress.
    """
    try:
        joined = urljoin(here.url, _bytes_as_text(location))
    except ValueError as error:
        raise BadAddress("is not a valid address") from error
    there = target(joined)
    return replace(there, authorization=_kept_password(here, there))


def lasting_url(url: str, redirects: Iterable[tuple[int, str]]) -> str:
    """Return where to ask from now on: past all permanent redirects up to the first temporary one.

    `redirects` has the status of each, in their order, and the address that it led to.
    """
    for status, led_to in redirects:
        if status not in PERMANENT:
            break
        url = led_to
    return url


def _kept_password(here: Target, there: Target) -> str | None:
    """Keep it with its host, also when that moves from http to https on the usual ports."""
    upgraded = here.host == there.host and (here.scheme, here.port) == ("http", 80)
    same = here.origin == there.origin or (upgraded and (there.scheme, there.port) == ("https", 443))
    return here.authorization if same else None


def _bytes_as_text(location: str) -> str:
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return quote(location, safe=SAFE, encoding="latin-1", errors="replace")
