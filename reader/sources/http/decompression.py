"""Unpacking what a server sends, never beyond a bound: a thousandth of the bytes can be all of a bomb."""

import zlib

CODINGS = ("gzip", "deflate")
"""What may be asked for in Accept-Encoding: what is unpacked here."""

LONGEST_BODY = 15 * 1024 * 1024
"""Bytes of a response's body, decompressed."""

MEMBERS = 1000
"""Of one gzip stream (RFC 1952, section 2.2); each costs time even when it holds nothing."""


class TooLarge(Exception):
    """The body is beyond its limit."""


class BadCoding(Exception):
    """The body is not packed as its headers say, or in a way that was not asked for; ends a sentence."""


class Body:
    """Collects a body as it arrives, unpacks it, and stops at `limit` bytes, packed or unpacked."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        """Raises BadCoding if nobody asked for such an encoding."""
        names = [part.strip().lower().removeprefix("x-") for part in content_encoding.split(",")]
        codings = [name for name in names if name not in ("", "identity")]
        if len(codings) > 1 or not set(codings) <= set(CODINGS):
            raise BadCoding(f"packed in a way that was not asked for ({', '.join(codings)})")
        self._coding = "".join(codings)
        self._limit = limit
        self._received = 0
        self._unpacked = bytearray()
        self._stream: zlib._Decompress | None = None
        self._members = 0
        self._over = False

    def add(self, chunk: bytes) -> None:
        """Raises TooLarge or BadCoding."""
        self._received += len(chunk)
        if self._received > self._limit:
            raise TooLarge
        if not self._coding:
            self._unpacked += chunk
            return
        try:
            self._unpack(chunk)
        except zlib.error as error:
            raise BadCoding("not packed as it claims to be") from error

    def whole(self) -> bytes:
        """All of it; raises BadCoding if the packed stream has no end."""
        if self._stream is not None and not self._stream.eof:
            raise BadCoding("packed, and broken off before its end")
        return bytes(self._unpacked)

    def _unpack(self, chunk: bytes) -> None:
        while chunk and not self._over:
            if self._stream is None or self._stream.eof:
                self._begin(chunk)
                continue
            room = self._limit - len(self._unpacked) + 1
            self._unpacked += self._stream.decompress(chunk, room)
            if len(self._unpacked) > self._limit:
                raise TooLarge
            chunk = self._stream.unused_data

    def _begin(self, chunk: bytes) -> None:
        """The first stream, or a further gzip member; anything else is passed over, as browsers do."""
        self._members += 1
        if self._members > MEMBERS:
            raise BadCoding("packed in too many pieces")
        if self._members > 1 and (self._coding != "gzip" or not chunk.startswith(b"\x1f")):
            self._over = True
            return
        self._stream = zlib.decompressobj(_window(self._coding, chunk))


def _window(coding: str, chunk: bytes) -> int:
    """The `wbits` of zlib. By `deflate` some servers mean zlib's header too (as RFC 9110 does), some not."""
    if coding == "gzip":
        return 16 + zlib.MAX_WBITS
    has_header = chunk[0] & 0x0F == 8 and (len(chunk) < 2 or (chunk[0] << 8 | chunk[1]) % 31 == 0)
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
