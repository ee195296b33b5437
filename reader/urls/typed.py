"""Addresses as people and lists of subscriptions write them: without a scheme, or with `feed:`."""

import re
from urllib.parse import urlsplit


def typed_url(text: str) -> str | None:
    """Return the http or https address that a person means by the text; None where it cannot be one.

    `example.org` and `feed:example.org/rss` are completed; other schemes and file paths are refused.
    """
    text = _without_feed_scheme(text.strip(), "https://")
    if not re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port_is_right = parts.port is None or 0 < parts.port < 65_536
    except ValueError:
        return None
    host = parts.hostname or ""
    likely = re.fullmatch(r"[^.]+(\.[^.]+)+\.?", host) or ":" in host or host == "localhost"
    if parts.scheme.lower() not in ("http", "https") or not likely or not port_is_right:
        return None
    return text if re.fullmatch(r"[^\s\x00-\x1f\x7f]+", text) else None


def insecure_url(text: str) -> str | None:
    """Return the http address to ask where https does not answer; None where the person named a scheme."""
    bare = _without_feed_scheme(text.strip(), "")
    secure = typed_url(bare)
    return f"http://{bare}" if secure == f"https://{bare}" else None


def listed_url(address: str) -> str:
    """Return a listed feed's address with the scheme that `feed:` stands for; any other address as it is.

    `feed://host/x` is `http://host/x`, and `feed:https://host/x` is `https://host/x`.
    """
    return _without_feed_scheme(address, "http://")


def _without_feed_scheme(address: str, scheme: str) -> str:
    address = re.sub(r"^feed:(?://)?(?=https?:)", "", address, flags=re.IGNORECASE)
    return re.sub(r"^feed:(?://)?", scheme, address, flags=re.IGNORECASE)
