"""Decode a text file whose encoding nothing declares."""

import codecs
import re

from reader.document.encoding import decode as decode_page

_UTF_32 = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"))
_JAPANESE = ("shift_jis", "euc_jp", "iso2022_jp")
_SAMPLE = 64 * 1024
"""The bytes at the beginning that the guess examines."""
_ESCAPES = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]|\x9b[0-?]+[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]{0,2000}(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[ -/]+[0-~]|\x1b[78=>]"
)
"""Whole control sequences of terminals (ECMA-48, 5.4 and 5.6): colours, window titles, character sets."""


def decode_text(data: bytes) -> str:
    """Decode a text file: by its byte order mark, as UTF-16 without one, as UTF-8, by letters' frequency.

    Control sequences of a terminal's output are removed.
    """
    text = _decoded(data)
    return text if text.isascii() and "\x1b" not in text else _ESCAPES.sub("", text)


def in_utf8(data: bytes, text: str) -> bytes:
    """Return the bytes to keep beside an article: the file's, converted to UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return text.encode("utf-8", "replace")
    return text.encode() if b"\0" in data[:4096] else data


def _decoded(data: bytes) -> str:
    for mark, codec in _UTF_32:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    if data[:3] == codecs.BOM_UTF8 or data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return decode_page(data)
    if wide := _wide_codec(data):
        return data.decode(wide, "replace")
    if b"\x1b$B" in data[:_SAMPLE] or b"\x1b$@" in data[:_SAMPLE]:
        return data.decode("iso2022_jp", "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _guessed(data)


def _is_japanese(data: bytes, codec: str) -> bool:
    """Return whether the bytes read as Japanese, which guessing by frequency often misses: much is kana."""
    text = data.decode(codec, "ignore")
    foreign = [character for character in text if character > "\x7f"]
    kana = sum("\u3040" <= character <= "\u30ff" for character in foreign)
    return kana * 4 > len(foreign) > 8 and len(text.encode(codec, "ignore")) > len(data) * 0.98


def _wide_codec(data: bytes) -> str | None:
    """Return which UTF-16 it is without a mark: every other byte of Western text is zero."""
    sample = data[:2000]
    if len(sample) < 8 or sample.count(0) * 3 < len(sample):
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _guessed(data: bytes) -> str:
    """Decode by a guess: one damaged byte leaves UTF-8 likely; else the likeliest of the old encodings."""
    lenient = data.decode("utf-8", "replace")
    damaged = lenient.count("\ufffd")
    if damaged * 200 < len(lenient) and sum(character > "\x7f" for character in lenient) > 2 * damaged:
        return lenient
    for codec in _JAPANESE:
        if _is_japanese(data[:_SAMPLE], codec):
            return data.decode(codec, "replace")
    from charset_normalizer import from_bytes  # late: it takes long to import, and few files need a guess

    best = from_bytes(data[:_SAMPLE]).best()
    codec = best.encoding if best else "cp1252"
    if codec in ("gb2312", "gbk"):
        codec = "gb18030"
    return data.decode(codec, "replace")
