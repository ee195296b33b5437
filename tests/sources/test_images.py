"""Decoding pictures: within bounds, and never in a process that matters."""

import io

import pytest
from PIL import Image

from reader.document.pictures.picture import MOST_ROWS, Cells, widths
from reader.sources import images
from reader.sources.images import UnreadablePicture, decode
from reader.sources.parser.pool import ParseFailure, ParserPool
from tests.pictures import BLUE, RED, bomb, picture


def pixel(cells: Cells, column: int, line: int) -> tuple[int, ...]:
    place = (line * cells.columns + column) * 3
    return tuple(cells.pixels()[place : place + 3])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "AVIF"])
def test_a_picture_is_kept_in_cells_of_two_pixels(kind: str) -> None:
    found, graphics = decode(picture(kind=kind))
    assert (found.width, found.height) == (320, 200)
    assert [size.columns for size in found.sizes] == list(range(4, 41, 2))
    for size in found.sizes[-1:]:
        assert size.rows == 12
        for line, colour in ((0, RED), (23, BLUE)):
            assert pixel(size, 3, line) == pytest.approx(colour, abs=12)
    assert Image.open(io.BytesIO(graphics)).size == (320, 200)


@pytest.mark.parametrize("size", [(1, 1), (2_000, 4), (40, 4_000), (900, 600), (8, 200)])
def test_every_shape_has_sizes_within_bounds(size: tuple[int, int]) -> None:
    sizes = widths(*size)
    assert sizes
    assert all(1 <= rows <= MOST_ROWS for _, rows in sizes)
    assert decode(picture(*size))[0].sizes


def test_a_large_picture_is_kept_small() -> None:
    graphics = decode(picture(3_000, 2_000, "JPEG"))[1]
    assert Image.open(io.BytesIO(graphics)).size == (1_024, 683)


def test_of_an_animation_the_first_picture_is_kept() -> None:
    packed = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, BLUE)] * 50
    frames[0].save(packed, "GIF", save_all=True, append_images=frames[1:])
    assert pixel(decode(packed.getvalue())[0].sizes[0], 0, 0) == pytest.approx(RED, abs=12)


def test_a_turned_picture_stands_upright() -> None:
    packed = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (300, 100), RED).save(packed, "JPEG", exif=exif)
    found = decode(packed.getvalue())[0]
    assert (found.width, found.height) == (100, 300)


@pytest.mark.parametrize(("ink", "ground"), [((0, 0, 0), 255), ((255, 255, 255), 28)])
def test_what_is_transparent_gets_a_ground_that_it_stands_out_on(ink: tuple[int, ...], ground: int) -> None:
    image = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    image.paste((*ink, 255), (20, 20, 60, 60))
    packed = io.BytesIO()
    image.save(packed, "PNG")
    assert pixel(decode(packed.getvalue())[0].sizes[-1], 0, 0)[2] == ground


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>', "SVG"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY a "aa">]><svg>&a;</svg>', "SVG"),
        (b"<!doctype html><p>Log in", "page"),
        (picture()[:-200], "decoded"),
        (b"no picture at all", "decoded"),
        (b"", "decoded"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "decoded"),
    ],
    ids=["svg", "entities", "page", "cut", "words", "nothing", "script"],
)
def test_what_is_no_picture_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnreadablePicture, match=words):
        decode(data)


def test_a_bomb_is_known_by_its_head() -> None:
    with pytest.raises(UnreadablePicture, match="pixels"):
        decode(bomb())


def test_more_pixels_than_are_decoded_are_known_by_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_PIXELS", 50_000)
    with pytest.raises(UnreadablePicture, match="320 x 200"):
        decode(picture())


async def test_a_parser_process_decodes() -> None:
    async with ParserPool() as parsers:
        found = await parsers.picture(picture())
        assert not isinstance(found, ParseFailure)
        assert found[0].width == 320
        broken = await parsers.picture(bomb())
        assert broken == ParseFailure("it has too many pixels")


def test_damaged_cells_raise() -> None:
    for packed in (b"", b"nothing", decode(picture())[0].sizes[0].packed[:-3]):
        with pytest.raises(ValueError, match="damaged"):
            Cells(4, 2, packed).pixels()
