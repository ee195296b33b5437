"""Bytes of a page as text, by what the page says of itself."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_REFUSED = frozenset(
    {"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem"}
)
"""Codecs through which harmless bytes become control characters or take long."""
_LATIN = frozenset({"ascii", "iso8859-1"})
"""What pages call by these names is windows-1252 (WHATWG Encoding, 4.2)."""
WEB_NAMES = {
    "windows-874": "cp874",
    "dos-874": "cp874",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "windows-949": "cp949",
    "x-euc-jp": "euc-jp",
    "x-gbk": "gb18030",
    "cn-big5": "big5",
    "x-x-big5": "big5",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-mac-cyrillic": "mac-cyrillic",
    "koi8-ru": "koi8-u",
}
"""Names that the web has for encodings and Python has not (WHATWG Encoding, 4.2)."""
_LOOKED_AT = 4096


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of a page's bytes: by its byte order mark, as UTF-8, as was declared, or as windows-1252."""
    for mark, unicode in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(unicode, "replace")
    inside = _DECLARED.search(data[:_LOOKED_AT])
    names = (declared, inside[1].decode("ascii", "ignore") if inside else None)
    named = [codec for name in names if name and (codec := text_codec(name))]
    for codec in sorted(["utf-8", *named], key=_hides_in_ascii, reverse=True):
        try:
            return data.decode(codec)
        except UnicodeError:
            continue
    return data.decode("cp1252", "replace")


def _hides_in_ascii(codec: str) -> bool:
    """Whether its text is also valid UTF-8, which it must not be taken for."""
    return codec.startswith(("iso2022", "hz"))


def text_codec(name: str) -> str | None:
    """The codec that a page means by a charset's name; None for what is no charset or an unknown one."""
    name = name.strip().lower()
    try:
        known = codecs.lookup(WEB_NAMES.get(name, name))
    except (LookupError, ValueError):
        return None
    if known.name.replace("_", "-") in _REFUSED or not known._is_text_encoding:
        return None
    if known.name in _LATIN:
        return "cp1252"
    return "gb18030" if known.name in ("gb2312", "gbk") else known.name
