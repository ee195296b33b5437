"""Small pictures for tests, made by Pillow."""

import io
import struct
import zlib

from PIL import Image

RED, BLUE = (200, 30, 40), (30, 60, 190)


def picture(width: int = 320, height: int = 200, kind: str = "PNG", mode: str = "RGB") -> bytes:
    """The upper half is red, the lower half is blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    packed = io.BytesIO()
    image.convert(mode).save(packed, kind)
    return packed.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A picture of few bytes whose head says that it has a great many pixels: 2.5 GB of grey ones."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
