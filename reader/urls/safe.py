"""Which addresses from outside may be kept as links, and which of those a browser may open."""

import re
from urllib.parse import urljoin

_URL_UNSAFE = re.compile(r"""[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]""")
"""All characters but those that RFC 3986 (section 2) allows in a URL."""

_PLAIN_URL = re.compile(
    r"https?://[a-z0-9.\-]+(?::[0-9]{1,5})?(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?"
)
"""The form of most addresses, which needs no change."""

_HOST = re.compile(r"(?:[A-Za-z0-9._\-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

_LONGEST_URL = 8_000
"""Characters; a longer address is no link."""


def safe_url(url: str, base: str | None = None) -> str | None:
    """Return an absolute http, https or mailto address joined to `base`, or None where it is none of these.

    Hosts come out in ASCII (punycode), so that no letter passes for another. What RFC 3986 does not allow is
    percent-encoded, so that nothing can leave a terminal's link sequence.
    """
    if len(url) <= _LONGEST_URL and _PLAIN_URL.fullmatch(url):
        return url
    url = url.strip(" \t\r\n\f\x00")
    # Browsers drop newlines and tabs inside an address (WHATWG URL, 4.4) before they look at its scheme.
    url = url.translate({9: None, 10: None, 13: None})
    joined = _join(url, base) if url else None
    if joined is None or len(joined) > _LONGEST_URL:
        return None
    scheme, _, rest = joined.partition(":")
    scheme = scheme.lower()
    if scheme == "mailto":
        return f"mailto:{_encoded(rest)}" if "@" in rest else None
    if scheme not in ("http", "https") or not rest.startswith("//"):
        return None
    return _web_url(scheme, rest)


def is_web_url(text: str) -> bool:
    """Return whether the text begins as an absolute http or https address does, in any case."""
    return text[:8].lower().startswith(("http://", "https://"))


_OPENABLE = re.compile(
    r"https?://(?:[A-Za-z0-9._\-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?",
    re.IGNORECASE,
)


def is_openable(link: str | None) -> bool:
    """Return whether a browser may get the link: http and https only, no file, no script, no option.

    An address that names a user is none of these: it hides where it leads (`http://bank.example@else.example`)
    and gives a password away.
    """
    return link is not None and len(link) <= _LONGEST_URL and _OPENABLE.fullmatch(link) is not None


def names_user(link: str) -> bool:
    """Return whether a web address names a user before its host, damaged as the address may be."""
    return re.match(r"https?:[/\\]*[^/\\?#]*@", link, re.IGNORECASE) is not None


def _join(url: str, base: str | None) -> str | None:
    if not base or url.startswith(("http://", "https://", "mailto:")):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return None


def _web_url(scheme: str, rest: str) -> str | None:
    end = min((index for mark in "/?#" if (index := rest.find(mark, 2)) >= 0), default=len(rest))
    user, at, name = rest[2:end].rpartition("@")
    host = _host(name)
    return f"{scheme}://{_encoded(user)}{at}{host}{_encoded(rest[end:])}" if host else None


def _host(host: str) -> str | None:
    """Return the host with its port as a name server knows it; None where it cannot be one."""
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return None
    return host.lower() if _HOST.fullmatch(host) else None


def _encoded(text: str) -> str:
    return _URL_UNSAFE.sub(_percent_encoded, text)


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "ignore"))
