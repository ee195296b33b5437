"""Whether two addresses lead to the same page, and which parameters are mere tracking. Pure."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_TRACKING = re.compile(
    r"""(?:utm|at|pk|mtm|hsa|wt|ns|piwik|matomo|guce|vero|oly|ga)[._]\w+|_hs\w+
    |hsctatracking|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id
    |igshid|igsh|mc_[ce]id|mkt_tok|ref|ref_src|ref_url|referrer|referer|cmp|cmpid|campaign_id|s_cid|xtor|sref
    |icid|ito|ocid|ftag|spm|smid|smtyp|taid|tpcc|guccounter|__twitter_impression|unlocked_article_code
    |src=rss|source=rss|from=rss|via=rss|rss|amp|outputtype=amp|feature=share""",
    re.VERBOSE,
)
"""What newsletters, networks and statistics append to a link: a name, or a name with its value."""

_TRACKING_IN_KEYS = re.compile(r"(?<=[?&])(?:utm_\w+|fbclid|gclid|at_medium|at_campaign)=[^&#]*&?")
"""The few that `same_address` leaves out. Libraries hold hashes of what that returns: this stays as it is."""

_HOST_NAMES = ("www.", "m.", "mobile.", "amp.")

_ADDRESS = re.compile(
    r"https?://(?:[^/?#@]*@)?([^/?#@]+)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL
)
"""Host with port, path, query, and what follows `#` (RFC 3986, appendix B)."""

_PLAIN_ADDRESS = re.compile(r"https?://([a-z0-9.\-]+(?::[0-9]+)?)([/?#][\x21-\x7e]*)?", re.ASCII)
"""The form of most addresses: host with port, and all the rest."""

_FRONT = re.compile(r"/?(?:index|default|home)?(?:\.\w{3,5})?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def canonical(link: str | None) -> str | None:
    """Return host, path and query of a link, the same for every form of it; None where it tells no article.

    That is so where it is no web address, and where it leads to a site's first page. A part after `#` counts
    where it is a path of its own, as some sites have it.
    """
    parts = _ADDRESS.match((link or "").strip())
    if parts is None:
        return None
    host, path, query, fragment = parts.groups("")
    path, query = _path(path), _query(query)
    fragment = f"#{fragment}" if fragment.startswith(("/", "!")) else ""
    if _FRONT.fullmatch(path) and not query and not fragment:
        return None
    return f"{_host(host.lower())}{path}{query}{fragment}"


def same_address(address: str) -> str:
    """Return the address without scheme, `www.`, last slash and tracking.

    An address of another scheme is returned as it is.

    Articles and feeds are known again by its hash, which libraries keep: it may never change.
    """
    if plain := _PLAIN_ADDRESS.fullmatch(address):
        host, tail = plain.groups("")
    else:
        address = address.strip()
        scheme, mark, rest = address.partition("://")
        if not mark or scheme.lower() not in ("http", "https"):
            return address
        try:
            host = urlsplit(f"//{rest}").netloc
        except ValueError:
            return rest
        tail = rest[len(host) :]
    host = host.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    if "?" in tail:
        tail = _TRACKING_IN_KEYS.sub("", tail).rstrip("?&")
    return host + tail.rstrip("/")


@lru_cache(maxsize=256)
def _host(host: str) -> str:
    host, _, port = host.partition(":")
    host = host.rstrip(".")
    for name in _HOST_NAMES:
        if host.startswith(name) and "." in host[len(name) :]:
            host = host[len(name) :]
    return host if port in ("", "80", "443") else f"{host}:{port}"


def _path(path: str) -> str:
    """Return a path without what is a way of writing: escapes, a last slash, and `/amp` for telephones."""
    if "%" in path:
        path = unquote(re.sub("%2f", "%252F", path, flags=re.IGNORECASE))
    return path.rstrip("/").removesuffix("/amp").rstrip("/")


def _query(query: str) -> str:
    if not query:
        return ""
    kept = sorted(
        part for part in query.replace("&amp;", "&").split("&") if part and not _is_tracking(part.lower())
    )
    return f"?{'&'.join(kept)}" if kept else ""


@lru_cache(maxsize=1024)
def _is_tracking(part: str) -> bool:
    return bool(_TRACKING.fullmatch(part) or _TRACKING.fullmatch(part.partition("=")[0]))
