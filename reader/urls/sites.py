"""Which addresses belong to one site, by the Public Suffix List (https://publicsuffix.org)."""

from reader.urls.parts import hostname


def same_site(url: str, other: str) -> bool:
    """Return whether two addresses have one registrable domain: `www.bbc.co.uk` and `m.bbc.co.uk` do.

    `bbc.co.uk` and `gov.co.uk` do not: anybody may register under `co.uk`.
    """
    host, other_host = hostname(url), hostname(other)
    return host == other_host or _registrable_domain(host) == _registrable_domain(other_host)


def _registrable_domain(host: str) -> str:
    """Return the domain that somebody registered: two labels where the list does not know the suffix.

    A number is a host of its own.
    """
    from tld import get_fld  # reading its list takes a tenth of a second, and most pages name their own host

    if not host or ":" in host or host.replace(".", "").isdigit():
        return host
    return get_fld(f"http://{host}/", fail_silently=True) or ".".join(host.split(".")[-2:])
