"""Decompressing what a server sends, up to a bound: a bomb grows to a thousand times its size."""

import zlib

CODINGS = ("gzip", "deflate")
"""The content codings (RFC 9110, section 8.4.1) that are decompressed here, for Accept-Encoding."""

LONGEST_BODY = 15 * 1024 * 1024
"""Bytes of a response's body, decompressed."""

MEMBERS = 1000
"""Members of one gzip stream at most (RFC 1952, section 2.2): each costs time even when it is empty."""


class TooLarge(Exception):
    """The body is larger than its limit."""


class BadCoding(Exception):
    """The body is not compressed as its headers say, or in a way that was not asked for.

    The text is the end of a sentence.
    """


class Body:
    """A body that is decompressed as it arrives, up to `limit` bytes compressed or decompressed."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        """`content_encoding` is the header's value. Raises BadCoding for a coding that was not asked for."""
        names = [part.strip().lower().removeprefix("x-") for part in content_encoding.split(",")]
        codings = [name for name in names if name not in ("", "identity")]
        if len(codings) > 1 or not set(codings) <= set(CODINGS):
            raise BadCoding(f"packed in a way that was not asked for ({', '.join(codings)})")
        self._coding = "".join(codings)
        self._limit = limit
        self._received = 0
        self._decompressed = bytearray()
        self._stream: zlib._Decompress | None = None
        self._members = 0
        self._over = False

    def add(self, chunk: bytes) -> None:
        """Add what arrived. Raises TooLarge or BadCoding."""
        self._received += len(chunk)
        if self._received > self._limit:
            raise TooLarge
        if not self._coding:
            self._decompressed += chunk
            return
        try:
            self._decompress(chunk)
        except zlib.error as error:
            raise BadCoding("not packed as it claims to be") from error

    def whole(self) -> bytes:
        """Return the whole body, decompressed. Raises BadCoding if the compressed stream has no end."""
        if self._stream is not None and not self._stream.eof:
            raise BadCoding("packed, and broken off before its end")
        return bytes(self._decompressed)

    def _decompress(self, chunk: bytes) -> None:
        while chunk and not self._over:
            if self._stream is None or self._stream.eof:
                self._begin(chunk)
                continue
            room = self._limit - len(self._decompressed) + 1
            self._decompressed += self._stream.decompress(chunk, room)
            if len(self._decompressed) > self._limit:
                raise TooLarge
            chunk = self._stream.unused_data

    def _begin(self, chunk: bytes) -> None:
        """Begin the first stream or a further gzip member; skip anything else, as browsers do."""
        self._members += 1
        if self._members > MEMBERS:
            raise BadCoding("packed in too many pieces")
        if self._members > 1 and (self._coding != "gzip" or not chunk.startswith(b"\x1f")):
            self._over = True
            return
        self._stream = zlib.decompressobj(_window(self._coding, chunk))


def _window(coding: str, chunk: bytes) -> int:
    """Return zlib's `wbits`: by `deflate` some servers mean zlib's header too, as RFC 9110 does, some not."""
    if coding == "gzip":
        return 16 + zlib.MAX_WBITS
    has_header = chunk[0] & 0x0F == 8 and (len(chunk) < 2 or (chunk[0] << 8 | chunk[1]) % 31 == 0)
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
