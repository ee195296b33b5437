"""Documents as bytes."""

import random
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.blocks import VERSION, Block, Cell, Document, Span
from reader.document.pack import LARGEST, pack, unpack, unpack_raw

DOCUMENT = Document(
    (
        Block("heading", "Title", level=2),
        Block("paragraph", "with a link", (Span(7, 11, "link", "https://a.example/"),), quote=1, marker="3."),
        Block("table", rows=((Cell("a", head=True, columns=2),),)),
        Block(
            "figure", "caption", src="https://a.example/b.png", credit="Jane", alt="what it shows", rtl=True
        ),
    )
)
RAW = "<h2>Title</h2><p>ü</p>".encode()


def test_all_comes_back() -> None:
    packed = pack(DOCUMENT, RAW, "https://a.example/ü")
    assert unpack(packed) == DOCUMENT
    assert unpack(packed).version == VERSION
    assert unpack_raw(packed) == (RAW, "https://a.example/ü")


def test_nothing_but_blocks_is_fine() -> None:
    assert unpack(pack(Document())) == Document()
    assert unpack_raw(pack(Document())) == (b"", "")


def test_the_raw_bytes_cost_little() -> None:
    syllables = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "in", "or")]
    chance = random.Random(1)
    words = ["".join(chance.choices(syllables, k=3)) for _ in range(2000)]
    text = " ".join(chance.choices(words, k=3000))
    document = Document((Block("paragraph", text),))
    alone = len(pack(document))
    assert len(pack(document, f"<p>{text}</p>".encode())) < alone * 1.2


def test_reading_stops_behind_the_blocks() -> None:
    packed = pack(DOCUMENT, bytes(range(256)) * 4000)
    broken = packed[:-2000] + b"\0" * 2000
    assert unpack(broken) == DOCUMENT
    with pytest.raises(ValueError, match="damaged"):
        unpack_raw(broken)


@pytest.mark.parametrize("packed", [b"", b"x", zlib.compress(b""), zlib.compress(b"\x01" + b"\xff" * 100)])
def test_what_was_never_packed_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack(packed)
    with pytest.raises(ValueError, match="damaged"):
        unpack_raw(packed)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_damage_is_told_or_harmless(place: int, noise: bytes) -> None:
    packed = bytearray(pack(DOCUMENT, RAW))
    place %= len(packed)
    packed[place : place + len(noise)] = noise
    for read in (unpack, unpack_raw):
        try:
            read(bytes(packed))
        except ValueError as told:
            error = str(told)
        else:
            error = "damaged, but harmless"
        assert "damaged" in error


@given(st.integers(0, 400))
def test_a_cut_end_is_told(kept: int) -> None:
    packed = pack(DOCUMENT, RAW)
    with pytest.raises(ValueError, match="damaged"):
        unpack_raw(packed[: kept % len(packed)])


def test_a_bomb_is_neither_made_nor_opened() -> None:
    with pytest.raises(ValueError, match="too large"):
        pack(DOCUMENT, bytes(LARGEST))
    with pytest.raises(ValueError, match="its beginning"):
        unpack(zlib.compress(struct.pack(">BII", 1, LARGEST, 1) + bytes(LARGEST)))
    endless = zlib.compress(struct.pack(">BII", 1, 0, 0) + bytes(LARGEST + 1))
    with pytest.raises(ValueError, match="damaged"):
        unpack_raw(endless)
