"""Which character encoding a feed or a subscription list is in."""

import codecs
import re
from contextlib import suppress

from reader.document.encoding import codec_of
from reader.sources.feeds.raw_feed import Headers

_DECLARED = re.compile(rb"""^(\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*)(["'])([^"']{0,60})\2""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s;"']+)""", re.IGNORECASE)

_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def header_charset(headers: Headers) -> str | None:
    """Return the charset that the Content-Type header names, as it is written there."""
    found = _CHARSET.search(headers.get("content-type", ""))
    return found[1] if found else None


def declared_charset(body: bytes) -> str | None:
    """Return the charset that the XML declaration names, as it is written there."""
    found = _DECLARED.match(body.removeprefix(codecs.BOM_UTF8)[:400])
    return found[3].decode("ascii", "replace") if found else None


def without_declaration(body: bytes) -> bytes:
    """Return the document with `utf-8` for the charset that its XML declaration names."""
    body = body.removeprefix(codecs.BOM_UTF8)
    return _DECLARED.sub(rb"\1\2utf-8\2", body[:400]) + body[400:]


def is_wide(body: bytes) -> bool:
    """Return whether two or four bytes make a character: by its mark, or by zeros among the first bytes."""
    return body.startswith(_WIDE) or b"\0" in body[:4]


def narrowed(body: bytes) -> bytes:
    """Return a document in UTF-16 or UTF-32 as UTF-8; unchanged where that cannot be done."""
    if body.startswith(_WIDE[:2]):
        encoding = "utf-32"
    elif body.startswith(_WIDE[2:]):
        encoding = "utf-16"
    else:
        width = 32 if b"\0\0" in body[:4] else 16
        encoding = f"utf-{width}-{'be' if body.startswith(bytes(1)) else 'le'}"
    try:
        return without_declaration(body.decode(encoding).removeprefix("\ufeff").encode())
    except UnicodeError:
        return body


def in_utf8(body: bytes, headers: Headers) -> bytes | None:
    """Return the document in UTF-8, with a declaration that says so.

    The header counts for more than the declaration (RFC 7303, section 3.2). None where the encoding is
    unknown or the bytes are wrong in it.
    """
    if is_wide(body):
        return None
    named = header_charset(headers) or declared_charset(body)
    encoding = codec_of(named) if named else "utf-8"
    if encoding is None:
        return None
    if encoding == "utf-8" or (encoding == "cp1252" and _is_utf8(body)):
        return without_declaration(body)
    if encoding == "cp1252":
        encoding = "latin-1"  # Some fields may be UTF-8: `mended` reads each as what it is.
    try:
        return without_declaration(body).decode(encoding).encode()
    except UnicodeError:
        return None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeError:
        return False
    return True


def mended(text: str) -> str:
    """Return the text without two common accidents: UTF-8 and Windows-1252 that were taken for Latin-1.

    feedparser does the same to each field.
    """
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    # Bytes, because these are searched some times as fast as characters are.
    return text.translate(_WINDOWS_1252) if _C1.search(text.encode("utf-8", "surrogatepass")) else text


_C1 = re.compile(b"\xc2[\x80-\x9f]")
"""The characters U+0080 to U+009F in UTF-8."""

_UNASSIGNED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_WINDOWS_1252 = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in _UNASSIGNED
}
