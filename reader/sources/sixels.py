"""Pictures as sixels (DEC STD 070), for terminals that draw these: made with Pillow, in a worker."""

import re
from typing import TYPE_CHECKING

from reader.sources.picture_rows import in_pixels

if TYPE_CHECKING:
    from PIL.Image import Image

BAND = 6
"""Pixels of a column that one character says."""

MOST_COLOURS = 128
"""Colours of a picture at most: more cost bytes, and nobody sees them."""

_ZERO = 63
"""The character of a column without any pixel."""

_SHIFT = bytes(min(255, _ZERO + value) for value in range(256))
_REPEATED = re.compile(rb"(.)\1{3,254}", re.DOTALL)


def sixel_rows(png: bytes, size: tuple[int, int], cell: tuple[int, int], colours: int) -> list[bytes]:
    """Encode a picture, each row of cells by itself, so that any rows of it can be sent.

    `colours` is how many the terminal has; the rest is taken and raised as `in_pixels` does.
    """
    from PIL import Image  # most workers make no sixels

    scaled, height = in_pixels(png, size, cell), cell[1]
    few = scaled.quantize(max(2, min(colours, MOST_COLOURS)))
    few = scaled.quantize(palette=few, dither=Image.Dither.FLOYDSTEINBERG)
    return [_row(few, top, height) for top in range(0, scaled.height, height)]


def _row(image: "Image", top: int, height: int) -> bytes:
    """Return the sixels of some lines of a picture with a palette. What lies below them stays as it is."""
    width = image.width
    pixels = image.crop((0, top, width, top + height)).tobytes()
    palette = image.getpalette() or []
    parts = [b'\x1bP0;1;0q"1;1;%d;%d' % (width, height)]
    for colour in sorted(set(pixels)):
        red, green, blue = (round(part * 100 / 255) for part in palette[3 * colour : 3 * colour + 3])
        parts.append(b"#%d;2;%d;%d;%d" % (colour, red, green, blue))
    bands = (pixels[start : start + BAND * width] for start in range(0, len(pixels), BAND * width))
    parts.append(b"-".join(_band(band, width) for band in bands))
    return b"".join((*parts, b"\x1b\\"))


def _band(pixels: bytes, width: int) -> bytes:
    """Return six lines of pixels: for each colour which pixels have it."""
    found: dict[int, bytearray] = {}
    for place, colour in enumerate(pixels):
        if (mask := found.get(colour)) is None:
            mask = found[colour] = bytearray(width)
        line, column = divmod(place, width)
        mask[column] |= 1 << line
    lines = (b"#%d%s" % (colour, _packed(mask)) for colour, mask in found.items())
    return b"$".join(lines)


def _packed(mask: bytearray) -> bytes:
    said = mask.rstrip(b"\0").translate(_SHIFT)
    return _REPEATED.sub(lambda found: b"!%d%s" % (len(found[0]), found[1]), said)
