"""Which character encoding a page's bytes are in, and what a charset's name means."""

import codecs
import re

import webencodings

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)

_CODE_PAGES = {"cp932": "shift_jis", "cp949": "euc-kr", "cp950": "big5"}
"""Names of East Asian encodings that pages use and the standard does not know."""

_WITHOUT_CODEC = ("replacement", "x-user-defined")
"""Encodings of the standard that hold no text: the first stands for encodings that hide ASCII in other
bytes."""

_LOOKED_AT = 4096
"""Bytes of a page in which its encoding may be declared."""


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a page's bytes: by its byte order mark, as UTF-8, as declared, or as windows-1252.

    `declared` is the charset's name in the response's header; what the page says itself comes after it.
    """
    for mark, unicode in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(unicode, "replace")
    inside = _DECLARED.search(data[:_LOOKED_AT])
    labels = (declared, inside[1].decode("ascii", "ignore") if inside else None)
    named = [codec for label in labels if label and (codec := codec_of(label))]
    for codec in sorted(["utf-8", *named], key=_is_ascii_too, reverse=True):
        try:
            return data.decode(codec)
        except UnicodeError:
            continue
    return data.decode("cp1252", "replace")


def _is_ascii_too(codec: str) -> bool:
    """Return whether the codec's text is also valid UTF-8, which it must not be taken for."""
    return codec.startswith("iso2022")


def codec_of(label: str) -> str | None:
    """Return Python's name of the codec for a charset's name; None where it names no encoding of the web.

    The names are those of the WHATWG Encoding standard (section 4.2), in any spelling that Python knows too.
    So Latin-1 and ASCII are windows-1252, as they are in browsers, and codecs that could make control
    characters of harmless ones (`utf-7`, `unicode_escape`) are no encodings.
    """
    if not label.isascii():
        return None
    encoding = webencodings.lookup(label) or webencodings.lookup(_usual_name(label))
    if encoding is None or encoding.name in _WITHOUT_CODEC:
        return None
    if encoding.name == "gbk":
        return "gb18030"  # by the standard's section 10.1.1, gbk is read with gb18030's decoder
    return str(encoding.codec_info.name)


def _usual_name(label: str) -> str:
    """Return Python's name for the encoding; it knows more spellings than the standard, as `utf_8`."""
    try:
        name = codecs.lookup(label.strip()).name.replace("_", "-")
    except (LookupError, ValueError):
        return ""
    return _CODE_PAGES.get(name, name)
