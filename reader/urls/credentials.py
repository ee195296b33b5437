"""Passwords and tokens in an address: kept where they belong, hidden where they would be shown.

What is hidden is what follows from the form of an address: user and password before the host, and the values
of parameters whose names say that they are secret. A token that is a part of the path looks like any other.

Patterns are compiled when first needed (`re` keeps them): the screen starts without them.
"""

import base64
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

HIDDEN = "***"
"""What is shown instead of a secret value."""

DEEPEST = 4
"""Addresses inside each other that are looked into; what is deeper counts as a secret."""

_USER = r"(?i)^([^/]*//|(?:feed:|https?:)+[/\\]*)[^/?#\\]*@"
"""What stands before the host of a sound address."""

_DAMAGED_USER = r"(?is)^([^/]*//|(?:feed:|https?:)+[/\\]*)?(?!\[|mailto:)[^/?#@]*:(?!//|\d*(?:[/?#]|$)).*@"
"""The same where the password has a character that should be encoded, or the scheme is missing."""

_NESTED_USER = r"(?<=:/)(/?)[^/?#@\s:]*:[^/?#@\s]*@"
"""What stands before the host of an address inside another one."""

_ADDRESS = (
    r"[A-Za-z][A-Za-z0-9+.\-]{0,30}:[/\\]+\S*[^\s:,.;!?'\")\]]"
    r"|(?<!\S)(?!mailto:)[^\s:@/?#]+:(?!\d+\b)[^\s@]+@\S+"
)
"""An address in running text. Bounds keep a text of a million characters from costing their square."""

_SPACED_USER = r"([A-Za-z][A-Za-z0-9+.\-]{0,30}:[/\\]+)(?!\[)[^\s/@\"']{1,200}:(?!\s|\d+\b)[^@\"'\n]{0,200}@"
"""User and password before a host in running text, also where the password has a space in it."""

_PARAMETER = r"(?<=[?&;#])([^=&;#?]{1,80})=([^&;#]+)"

_SECRET_NAME = (
    r"token|secret|passw|passphrase|signature|credential|authoriz|bearer|session|jwt|hmac"
    r"|(?:key|auth|sig|pass|pwd)$|^(?:pw|sid|sess|pin|otp)$"
)
"""What the name of a secret parameter holds, in lower case, letters and digits alone."""


def basic_authorization(user: str, password: str) -> str:
    """Return the value of the Authorization header for the two (RFC 7617)."""
    secret = f"{user}:{password}".encode("utf-8", "replace")
    return "Basic " + base64.b64encode(secret).decode("ascii")


def authorization_of(user: str | None, password: str | None) -> str | None:
    """Return the Authorization header for a URL's percent-encoded user and password; None without a user."""
    return None if user is None else basic_authorization(unquote(user), unquote(password or ""))


def with_credentials(old: str, new: str) -> str:
    """Return the new address with the old one's user, password and hidden values, if the host is the same.

    Raises ValueError where one of them is damaged.
    """
    before, after = urlsplit(old), urlsplit(new)
    if before.hostname != after.hostname:
        return new
    if HIDDEN in after.query:
        values = {name: f"{name}={value}" for name, value in _parameters(old)}
        query = re.sub(
            _PARAMETER,
            lambda found: values.get(found[1], found[0]) if found[2] == HIDDEN else found[0],
            f"?{after.query}",
        )
        after = after._replace(query=query[1:])
        new = after.geturl()
    user, at, _ = before.netloc.rpartition("@")
    if not at or "@" in after.netloc:
        return new
    return after._replace(netloc=f"{user}@{after.netloc}").geturl()


def without_credentials(address: str) -> str:
    """Return the address, damaged as it may be, without user and password.

    They are never shown, and never leave the library.
    """
    shown = re.sub(_USER, r"\1", address)
    before, at, behind = shown.rpartition("@")
    return re.sub(_DAMAGED_USER, lambda found: found[1] or "", before + at) + behind if at else shown


def hide_secrets(address: str) -> str:
    """Return the address as it may be shown: without user and password, secret parameters as `key=***`."""
    return _hide(address, DEEPEST)


def _hide(address: str, deeper: int) -> str:
    """Hide secrets; addresses in the values of parameters are looked into so many levels deeper."""
    shown = re.sub(_NESTED_USER, r"\1", without_credentials(address)) if "@" in address else address
    return re.sub(_PARAMETER, lambda found: _hidden(found, deeper), shown) if "=" in shown else shown


def hide_secrets_in(text: str) -> str:
    """Return a text, as a message, in which each address is shown as `hide_secrets` shows it."""
    if "@" in text:
        text = re.sub(_SPACED_USER, r"\1", text)
    return re.sub(_ADDRESS, lambda found: hide_secrets(found[0]), text) if ":" in text else text


def has_secrets(address: str) -> bool:
    """Return whether the address holds anything that is hidden."""
    return hide_secrets(address) != address


def secrets_of(address: str) -> frozenset[str]:
    """Return the values in an address that are hidden, as they stand there and decoded."""
    user = re.match(_USER, address)
    password = user[0].rpartition("@")[0].removeprefix(user[1]).rpartition(":")[2] if user else ""
    values = {password, *(value for name, value in _parameters(address) if _is_secret(name))}
    return frozenset(filter(None, values | {unquote(value) for value in values}))


def _parameters(address: str) -> Iterator[tuple[str, str]]:
    return ((found[1], found[2]) for found in re.finditer(_PARAMETER, address))


def _is_secret(name: str) -> bool:
    return re.search(_SECRET_NAME, re.sub(r"[^a-z0-9]", "", unquote(name).lower())) is not None


def _hidden(found: re.Match[str], deeper: int) -> str:
    name, value = found[1], found[2]
    decoded = unquote(value)
    nested = "://" in decoded and (not deeper or _hide(decoded, deeper - 1) != decoded)
    return f"{name}={HIDDEN}" if _is_secret(name) or nested else found[0]
