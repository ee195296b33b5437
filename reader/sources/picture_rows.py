"""Pictures in a terminal's pixels, and their rows as files in iTerm's way: made with Pillow, in a worker."""

import io
from base64 import b64encode
from typing import TYPE_CHECKING

from reader.document.pictures.picture import MOST_ROWS, WIDTHS, is_cell

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 12_000_000
"""Pixels that a picture has on the screen at most."""


def in_pixels(png: bytes, size: tuple[int, int], cell: tuple[int, int]) -> "Image":
    """Return a picture in the pixels of so many cells.

    `size` is in cells, `cell` is a cell's width and height in pixels. Raises ValueError for a size that no
    screen has, and OSError for what is no PNG.
    """
    from PIL import Image  # most workers draw nothing

    (columns, rows), (width, height) = size, cell
    if not (0 < columns <= WIDTHS[-1] and 0 < rows <= MOST_ROWS):
        raise ValueError("no picture is that large")
    if not is_cell(cell):
        raise ValueError("no cell is that large")
    if columns * width * rows * height > MOST_PIXELS:
        raise ValueError("no screen is that large")
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return image.convert("RGB").resize((columns * width, rows * height), Image.Resampling.LANCZOS)


def file_rows(png: bytes, size: tuple[int, int], cell: tuple[int, int]) -> list[bytes]:
    """Encode a picture, each row of cells as a file by itself (iTerm's OSC 1337), so that any can be sent.

    The terminal fits each into its cells. Takes and raises what `in_pixels` does.
    """
    scaled, (columns, _), (_, height) = in_pixels(png, size, cell), size, cell
    return [_file(scaled, top, height, columns) for top in range(0, scaled.height, height)]


def _file(image: "Image", top: int, height: int, columns: int) -> bytes:
    packed = io.BytesIO()
    image.crop((0, top, image.width, top + height)).save(packed, "PNG", compress_level=6)
    data = packed.getvalue()
    facts = b"inline=1;size=%d;width=%d;height=1;preserveAspectRatio=0;doNotMoveCursor=1" % (
        len(data),
        columns,
    )
    return b"\x1b]1337;File=%s:%s\x07" % (facts, b64encode(data))
