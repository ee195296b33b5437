"""The addresses of pictures that a saved file carries itself: no network is asked for them.

`cid:ID` is a part of a message (RFC 2392), `part:PATH` a member of a book, and `inlined:HASH` what stood in
the page as a `data:` address, which is too long to be kept with the document.
"""

import hashlib
import re
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

PART = "part:"
"""How the base address of a page in a book begins."""

LEAST_INLINED = 300
"""Characters of a `data:` address below which it is a mere filler, which a script would have replaced."""

_RASTER = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp)(?:;[\w=.+-]{1,60})*,", re.IGNORECASE)
_INLINED = re.compile(r"inlined:[0-9a-f]{64}")
_CID = re.compile(r"cid:[\x21-\x7e]{1,500}")


def inlined(uri: str) -> str:
    """Return the short address of a `data:` address; empty where it is no picture."""
    if len(uri) < LEAST_INLINED or not _RASTER.match(uri):
        return ""
    return f"inlined:{hashlib.sha256(uri.encode('utf-8', 'surrogatepass')).hexdigest()}"


def carried(source: str, base: str | None) -> str:
    """Return the address of a picture that the page's own file may carry; empty for all else."""
    source = source.strip()
    if source[:5].lower() == "data:":
        return inlined(source)
    if source[:4].lower() == "cid:":
        address = f"cid:{unquote(source[4:])}"
        return address if _CID.fullmatch(address) else ""
    if _INLINED.fullmatch(source):
        return source
    if base and base.startswith(PART):
        return _member(source, base)
    return ""


def is_carried(address: str) -> bool:
    """Return whether the address is that of something inside a file."""
    return address.startswith(("cid:", PART, "inlined:"))


def _member(source: str, base: str) -> str:
    try:
        parts = urlsplit(source)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path or len(source) > 1_000:
        return ""
    path = normpath(join(base[len(PART) :].rpartition("/")[0], unquote(parts.path)))
    return "" if path.startswith(("/", "..")) or not path.isprintable() else PART + path
