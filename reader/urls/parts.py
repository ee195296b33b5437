"""An address in its parts, also where it is damaged: nothing here raises."""

from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit, urlunsplit


def parts_of(url: str) -> SplitResult:
    """Return the address in its parts (RFC 3986, section 3); empty parts where it is damaged."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def hostname(url: str) -> str:
    """Return the host of an address, in lower case and as it is spelled there; empty where there is none."""
    return parts_of(url).hostname or ""


def place_of(url: str) -> str:
    """Return an address without its scheme, as a name: host, port and path, and what is asked for there.

    Empty where the address has no host.
    """
    parts = parts_of(url)
    if not parts.hostname:
        return ""
    host = parts.netloc.rpartition("@")[2].lower()
    asked = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{asked}"


def query_values(url: str, name: str) -> list[str]:
    """Return the values that an address's query has for the name, in its order."""
    return parse_qs(parts_of(url).query).get(name, [])


def front_page(url: str) -> str:
    """Return the address of the first page of the same site: scheme, host and port."""
    parts = parts_of(url)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def joined(base: str, reference: str) -> str | None:
    """Return the reference made absolute by `base` (RFC 3986, section 5); None where one of them is damaged.

    Relative where `base` is.
    """
    try:
        return urljoin(base, reference)
    except ValueError:
        return None
