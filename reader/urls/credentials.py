"""User and password in an address: kept where they belong, hidden where they would be shown."""

import base64
import re
from urllib.parse import unquote, urlsplit


def basic_authorization(user: str, password: str) -> str:
    """Return the value of the Authorization header for the two (RFC 7617)."""
    secret = f"{user}:{password}".encode("utf-8", "replace")
    return "Basic " + base64.b64encode(secret).decode("ascii")


def authorization_of(user: str | None, password: str | None) -> str | None:
    """Return the Authorization header for a URL's percent-encoded user and password; None without a user."""
    return None if user is None else basic_authorization(unquote(user), unquote(password or ""))


def with_credentials(old: str, new: str) -> str:
    """Return the new address with the old one's user and password, if the host is the same.

    Raises ValueError where one of them is damaged.
    """
    before, after = urlsplit(old), urlsplit(new)
    user, at, _ = before.netloc.rpartition("@")
    if not at or "@" in after.netloc or before.hostname != after.hostname:
        return new
    return after._replace(netloc=f"{user}@{after.netloc}").geturl()


def without_credentials(address: str) -> str:
    """Return the address, damaged as it may be, without user and password.

    They are never shown, and never leave the library.
    """
    return re.sub(r"^([^/]*//)[^/]*@", r"\1", address)
