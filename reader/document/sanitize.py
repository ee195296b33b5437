"""The one way from outside text to a string that a widget may show or the store may keep.

A terminal obeys control characters wherever they come from, so whatever a feed, a page, a file or a server
says passes through here.
"""

import re
from unicodedata import category
from urllib.parse import urljoin

MARKS = 8
"""Combining marks that one base may carry; more are a column of ink through the lines above and below."""

_REMOVED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)
"""C0 but newline, DEL, C1, bidirectional overrides and isolates, annotations, lone surrogates, tags."""

_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u1fff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099-\u309a"
    "\ua66f-\uabff\ufb1e\ufe00-\ufe2f\U00010000-\U0010ffff]"
)
"""The blocks that have combining marks in them: a quick no for text in Latin, Greek, Cyrillic, Chinese."""

_STACK = rf"[^\w\s\x00-\x7f]{{{MARKS + 1},}}"
"""Where too many marks may be: marks are no letters, and so long a row of such characters is rare."""

_JOINERS = "\u200c\u200d"

_URL_UNSAFE = re.compile(r"""[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]""")
"""All but what RFC 3986 (section 2) lets stand in a URL."""

_PLAIN_URL = re.compile(
    r"https?://[a-z0-9.\-]+(?::[0-9]{1,5})?(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?"
)
"""What most addresses look like: nothing to do."""

_HOST = re.compile(r"(?:[A-Za-z0-9._\-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

_LONGEST_URL = 8_000


def clean(text: str) -> str:
    """Return the text without what could act on a terminal or spoil its neighbours; newlines stay.

    Tabs become spaces. Joiners and variation selectors stay: Bengali, Persian and emoji need them.
    """
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable():
        # Nothing that is to go is printable, but newlines, joiners and wide spaces are not either.
        text = _REMOVED.sub("", text.replace("\t", " "))
    if not text.isascii() and _MARK.search(text):
        # Compiled when first met (`re` keeps it), as it takes milliseconds.
        text = re.sub(_STACK, _unstack, text)
    return text


def clean_line(text: str) -> str:
    """The same on one line: every run of white space is one space, none at the ends."""
    line = clean(" ".join(text.split()))
    return " ".join(line.split())


def safe_url(url: str, base: str | None = None) -> str | None:
    """Return an absolute http, https or mailto address joined to `base`, or None where it is none of these.

    Hosts come out in ASCII (punycode), so that no letter passes for another. What RFC 3986 does not allow is
    percent-encoded, so that nothing can leave a terminal's link sequence.
    """
    if len(url) <= _LONGEST_URL and _PLAIN_URL.fullmatch(url):
        return url
    url = url.strip(" \t\r\n\f\x00")
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


def _join(url: str, base: str | None) -> str | None:
    # Browsers drop newlines and tabs inside an address (WHATWG URL, 4.4) before they look at its scheme.
    url = url.translate({9: None, 10: None, 13: None})
    if not base or url.startswith(("http://", "https://", "mailto:")):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return None


def _web_url(scheme: str, rest: str) -> str | None:
    end = min((place for mark in "/?#" if (place := rest.find(mark, 2)) >= 0), default=len(rest))
    user, at, name = rest[2:end].rpartition("@")
    host = _host(name)
    return f"{scheme}://{_encoded(user)}{at}{host}{_encoded(rest[end:])}" if host else None


def _host(host: str) -> str | None:
    """The host with its port, in the letters that a name server knows; None where it cannot be one."""
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


def _unstack(match: re.Match[str]) -> str:
    """Keep the first marks of each base; joiners neither count nor end a row of marks."""
    kept: list[str] = []
    marks = 0
    for character in match[0]:
        if category(character).startswith("M"):
            marks += 1
            if marks > MARKS:
                continue
        elif character not in _JOINERS:
            marks = 0
        kept.append(character)
    return "".join(kept)
