"""A URL as a request needs it: what to connect to, what to ask for, and the password apart from both."""

import base64
import re
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote, urljoin, urlsplit

from reader.urls import public

PORTS = {"http": 80, "https": 443}

SAFE = "!#$%&'()*+,/:;=?@[]~"
"""Characters of a URL's path and query that stay as they are; `%` too, for what is encoded already."""


class BadAddress(ValueError):
    """A URL that cannot be asked; its text is the end of a sentence that begins with the URL."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes."""

    scheme: str
    host: str
    """ASCII, lower case; an IP address in its usual form, IPv6 without brackets."""
    port: int
    path: str
    """With the query, percent-encoded."""
    authorization: str | None = field(default=None, repr=False)
    """The value of the Authorization header (RFC 7617), where the URL had a user name."""

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def place(self) -> str:
        """Host, and port where it is not the usual one: what limits and silences go by, and people read."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Without the password."""
        return f"{self.scheme}://{self.place}{self.path}"


def target(url: str) -> Target:
    """Take a URL apart; raises BadAddress for all but http and https ones with a host."""
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
    authorization = _authorization(parts.username, parts.password)
    return Target(scheme, _host(hostname), port or PORTS[scheme], path, authorization)


def redirected(here: Target, location: str) -> Target:
    """Where a Location header leads (RFC 9110, section 10.2.2); it may bring no password of its own.

    `location` has one character a byte. Raises BadAddress.
    """
    try:
        joined = urljoin(here.url, _bytes_as_text(location))
    except ValueError as error:
        raise BadAddress("is not a valid address") from error
    found = target(joined)
    return replace(found, authorization=_kept_password(here, found))


def _kept_password(here: Target, there: Target) -> str | None:
    """It stays with its host, also when that moves from http to https on the usual ports."""
    upgraded = here.host == there.host and (here.scheme, here.port) == ("http", 80)
    same = here.origin == there.origin or (upgraded and (there.scheme, there.port) == ("https", 443))
    return here.authorization if same else None


def _bytes_as_text(location: str) -> str:
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return quote(location, safe=SAFE, encoding="latin-1", errors="replace")


def _quoted(text: str) -> str:
    return quote(text, safe=SAFE, errors="replace")


def _authorization(user: str | None, password: str | None) -> str | None:
    if user is None:
        return None
    secret = f"{unquote(user)}:{unquote(password or '')}"
    return "Basic " + base64.b64encode(secret.encode("utf-8", "replace")).decode("ascii")


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
    """`bücher.example` as `xn--bcher-kva.example` (IDNA)."""
    # Few addresses need it, and the import costs more than all the rest of this module.
    from yarl import URL

    try:
        return URL.build(scheme="http", host=name).raw_host or ""
    except ValueError as error:
        raise BadAddress("is not a valid address") from error
