"""Decoding pictures with Pillow, in a parser process, within bounds of bytes, pixels, time and memory."""

import io
import warnings
import zlib
from typing import TYPE_CHECKING

from reader.document.pictures.picture import Cells, Picture, widths

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
"""Pixels that a picture may have; their number stands in its head, and is read before anything is decoded."""

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP")
"""The formats that are decoded, by Pillow's names: those of the web. All others need not be trusted."""

LARGEST_SIDE = 1_024
"""Pixels of the longer side of what is kept for terminals with graphics."""

LIGHT = 190
"""The mean brightness (0 to 255) from which what a transparent picture shows is for a dark ground."""


class UnreadablePicture(Exception):
    """Raised for what cannot be shown; its text says why in a few words."""


def decode(data: bytes) -> tuple[Picture, bytes]:
    """Decode a picture; of an animated one the first. Returns it in cells, and as a PNG for graphics.

    Raises UnreadablePicture.
    """
    from PIL import Image, ImageOps  # a process for feeds does without

    head = data[:512].lstrip().lower()
    if head.startswith(b"<svg") or (head.startswith(b"<?xml") and b"<svg" in data[:4096].lower()):
        raise UnreadablePicture("an SVG drawing is not shown")
    if head.startswith((b"<!doctype html", b"<html")):
        raise UnreadablePicture("a page came in place of the picture")
    known = [name for name in FORMATS if name in _decoders()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are judged here
            with Image.open(io.BytesIO(data), formats=known) as image:
                width, height = image.size
                if width < 1 or height < 1 or width * height > MOST_PIXELS:
                    raise UnreadablePicture(f"it is too large: {width:,} x {height:,} pixels")
                image.draft("RGB", (2 * LARGEST_SIDE, 2 * LARGEST_SIDE))
                image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
                shown = _opaque(ImageOps.exif_transpose(image))
    except UnreadablePicture:
        raise
    except Image.DecompressionBombError:
        raise UnreadablePicture("it has too many pixels") from None
    except MemoryError:
        raise UnreadablePicture("it needs too much memory") from None
    except Exception as error:  # Pillow raises anything for a damaged file
        raise UnreadablePicture("it cannot be decoded") from error
    if (shown.width > shown.height) != (width > height):  # it was turned upright
        width, height = height, width
    sizes = tuple(_cells(shown, *size) for size in widths(width, height))
    packed = io.BytesIO()
    shown.save(packed, "PNG", compress_level=6)
    return Picture(width, height, sizes), packed.getvalue()


def _decoders() -> set[str]:
    from PIL import Image, features  # as above

    Image.init()
    return {name for name in Image.OPEN if name != "AVIF" or features.check("avif")}


def _opaque(image: "Image") -> "Image":
    """Return a picture in red, green and blue; where it is transparent, on a ground that it stands out on."""
    from PIL import Image, ImageStat  # as above

    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    mask = clear.getchannel("A")
    seen = mask.point([255 if level > 127 else 0 for level in range(256)])
    parts = ImageStat.Stat(clear.convert("L"), mask=seen)
    light = bool(parts.count[0]) and parts.mean[0] > LIGHT
    ground = Image.new("RGB", clear.size, (21, 23, 28) if light else (255, 255, 255))
    ground.paste(clear, mask=mask)
    return ground


def _cells(image: "Image", columns: int, rows: int) -> Cells:
    from PIL import Image  # as above

    small = image.resize((columns, 2 * rows), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return Cells(columns, rows, zlib.compress(small.tobytes(), 6))
