"""The pictures that a saved file carries, by the addresses that its articles' documents have for them."""

import plistlib
import re
from base64 import b64decode
from collections.abc import Collection, Iterator
from posixpath import dirname
from urllib.parse import unquote, unquote_to_bytes

from reader.sources.saved.article import UnreadableFile
from reader.sources.saved.formats import mail, warc
from reader.sources.saved.formats.zip import Archive
from reader.sources.saved.sniff import sniff
from reader.urls.carried import PART, inlined

TOTAL = 64 * 1024 * 1024
"""Bytes of all pictures that are taken from one file at most."""

_DATA = re.compile(rb"data:image/[\w.+-]{1,80}(?:;[\w=.+-]{1,60})*,[A-Za-z0-9+/=%_.~!*()'-]*", re.IGNORECASE)

_Named = Iterator[tuple[str, bytes]]


def carried_pictures(data: bytes, path: str, wanted: Collection[str]) -> dict[str, bytes]:
    """Return those of the wanted pictures that a file carries, by their addresses.

    `path` is as the user gave it. A damaged file carries as many as can be read.
    """
    found: dict[str, bytes] = {}
    left, missing = TOTAL, set(wanted)
    try:
        for address, picture in _carried(data, path, missing):
            if address in missing and 0 < len(picture) <= left:
                found[address] = picture
                left -= len(picture)
                missing.discard(address)
            if not missing:
                break
    except (UnreadableFile, ValueError, TypeError, KeyError, LookupError, RecursionError):
        pass  # what was found before stays found
    return found


def _carried(data: bytes, path: str, wanted: Collection[str]) -> _Named:
    kind = sniff(data, path)
    if kind in ("mail", "mailbox", "mhtml"):
        yield from mail.parts(data)
    elif kind == "webarchive":
        yield from _webarchive(data)
    elif kind in ("warc", "wacz"):
        yield from warc.files(data, kind)
    elif kind in ("maff", "zipped-page", "epub"):
        yield from _members(Archive(data), wanted)
    if any(address.startswith("inlined:") for address in wanted):
        yield from _inlined(data)


def _webarchive(data: bytes) -> _Named:
    for resource in plistlib.loads(data).get("WebSubresources", ()):
        address, picture = resource.get("WebResourceURL"), resource.get("WebResourceData")
        if isinstance(address, str) and isinstance(picture, bytes):
            yield address, picture


def _members(archive: Archive, wanted: Collection[str]) -> _Named:
    """Yield members by their paths in a book, or by the ends of the addresses that their page gave them."""
    names = list(archive.names())
    folders = {dirname(name) for name in names if name.lower().endswith((".html", ".htm", ".xhtml", ".rdf"))}
    for address in wanted:
        if address.startswith(PART):
            ends = [address[len(PART) :]]
        else:
            ends = [name for name in names if _leads_to(unquote(address), name, folders)]
        for name in ends[:1]:
            if name in names:
                yield address, archive.read(name)


def _leads_to(address: str, name: str, folders: Collection[str]) -> bool:
    """Return whether an address ends as the path of a member does, seen from a page beside or above it."""
    return any(
        address.endswith("/" + name[len(folder) :].lstrip("/"))
        for folder in folders
        if name.startswith(folder) and name != folder
    )


def _inlined(data: bytes) -> _Named:
    for found in _DATA.finditer(data):
        if address := inlined(found[0].decode("ascii")):
            head, _, body = found[0].partition(b",")
            plain = unquote_to_bytes(body)
            yield address, b64decode(plain + b"==") if head.lower().endswith(b";base64") else plain
