"""A URL as a request needs it: what to connect to, what to ask for, and the password apart from both."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from reader.urls import public
from reader.urls.credentials import authorization_of

PORTS = {"http": 80, "https": 443}
"""The usual port of each scheme that can be asked."""

SAFE = "!#$%&'()*+,/:;=?@[]~"
"""Characters of a URL's path and query that stay as they are; `%` too, for what is encoded already."""


class BadAddress(ValueError):
    """A URL that cannot be asked; its text is the end of a sentence that begins with the URL."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes."""

    scheme: str
    """`http` or `https`."""
    host: str
    """The host's name: ASCII, lower case; an IP address in its usual form, IPv6 without brackets."""
    port: int
    """The port to connect to, also where the URL names none."""
    path: str
    """The path with the query, percent-encoded."""
    authorization: str | None = field(default=None, repr=False)
    """The value of the Authorization header (RFC 7617), where the URL had a user name."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port (RFC 6454, section 4)."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """The host, and its port where that is unusual (RFC 3986, section 3.2): for limits, and for
        people.
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address without user and password."""
        return f"{self.scheme}://{self.authority}{self.path}"


@lru_cache(maxsize=512)  # a refresh asks for it once for the host of each feed, and once for the request
def target(url: str) -> Target:
    """Return where a request for the URL goes.

    Raises BadAddress for all but http and https URLs with a host.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        hostname = parts.hostname
    except ValueError as error:
        raise BadAddress("is not a valid address") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise BadAddress("is not an http or https address")
    if not hostname or port == 0:
        raise BadAddress("is not a valid address")
    path = _quoted(parts.path) or "/"
    if not path.startswith("/"):
        path = "/" + path
    if parts.query:
        path += "?" + _quoted(parts.query)
    authorization = authorization_of(parts.username, parts.password)
    return Target(scheme, _host(hostname), port or PORTS[scheme], path, authorization)


def same_request(url: str) -> str:
    """Return a key that two URLs share that are asked for alike; the URL itself where it cannot be asked.

    `HTTP://Example.org:80/a#b` and `http://example.org/a` are alike. The key holds the password, if there is
    one.
    """
    try:
        request = target(url)
    except BadAddress:
        return url
    return f"{request.authorization or ''} {request.url}"


def same_origin(first: str | None, second: str | None) -> bool:
    """Return whether two addresses have the same scheme, host and port (RFC 6454, section 4).

    False where one of them cannot be asked.
    """
    try:
        return target(first or "").origin == target(second or "").origin
    except BadAddress:
        return False


def named_authority(name: str) -> str:
    """Return a host, and its port if one is named, as requests name it; unchanged where it is no host."""
    try:
        named = target(f"http://{name}/")
    except BadAddress:
        return name
    return f"{named.host}:{named.port}" if re.search(r":\d+$", name) else named.host


def host_of(url: str | None) -> str:
    """Return the host that a request for the URL goes to; "" where the URL cannot be asked."""
    try:
        return target(url or "").host
    except BadAddress:
        return ""


def _quoted(text: str) -> str:
    return quote(text, safe=SAFE, errors="replace")


def _host(hostname: str) -> str:
    name = unquote(hostname).lower()
    if not name.isascii():
        name = _ascii_host(name)
    spelled = public.literal(name)
    if spelled is not None:
        return spelled
    labels = name.removesuffix(".").split(".")
    if len(name) > 254 or not all(re.fullmatch(r"[a-z0-9_-]{1,63}", label) for label in labels):
        raise BadAddress("is not a valid address")
    return name


def _ascii_host(name: str) -> str:
    """Return a host as the network knows it: `bücher.example` as `xn--bcher-kva.example` (IDNA)."""
    from yarl import URL  # few addresses need it, and it costs more than all the rest of this module

    try:
        return URL.build(scheme="http", host=name).raw_host or ""
    except ValueError as error:
        raise BadAddress("is not a valid address") from error
