"""Documents as bytes."""

import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.blocks import VERSION, Block, Cell, Document, Span, Token
from reader.document.serialization import LARGEST, deserialize, deserialize_raw, serialize

DOCUMENT = Document(
    (
        Block("heading", "Title", level=2),
        Block("paragraph", "with a link", (Span(7, 11, "link", "https://a.example/"),), quote=1, marker="3."),
        Block("code", "x = 1", src="python", tokens=(Token(4, 5, "number"),)),
        Block("table", rows=((Cell("a", head=True, columns=2),),)),
        Block(
            "figure", "caption", src="https://a.example/b.png", credit="Jane", alt="what it shows", rtl=True
        ),
    )
)
RAW = "<h2>Title</h2><p>ü</p>".encode()


def test_all_comes_back() -> None:
    serialized = serialize(DOCUMENT, RAW, "https://a.example/ü")
    assert deserialize(serialized) == DOCUMENT
    assert deserialize(serialized).version == VERSION
    assert deserialize_raw(serialized) == (RAW, "https://a.example/ü")


def test_nothing_but_blocks_is_fine() -> None:
    assert deserialize(serialize(Document())) == Document()
    assert deserialize_raw(serialize(Document())) == (b"", "")


@pytest.mark.parametrize("serialized", [b"", b"x", b"\x02" + bytes(8), b"\x01" + b"\xff" * 100])
def test_what_was_never_serialized_is_refused(serialized: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        deserialize(serialized)
    with pytest.raises(ValueError, match="damaged"):
        deserialize_raw(serialized)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_damage_is_told_or_harmless(place: int, noise: bytes) -> None:
    serialized = bytearray(serialize(DOCUMENT, RAW))
    place %= len(serialized)
    serialized[place : place + len(noise)] = noise
    for read in (deserialize, deserialize_raw):
        try:
            read(bytes(serialized))
        except ValueError as told:
            error = str(told)
        else:
            error = "damaged, but harmless"
        assert "damaged" in error


def test_a_missing_end_is_told() -> None:
    serialized = serialize(DOCUMENT, b"", "https://a.example/")
    for kept in range(len(serialized)):
        with pytest.raises(ValueError, match="damaged"):
            deserialize_raw(serialized[:kept])


def test_a_bomb_is_not_made() -> None:
    with pytest.raises(ValueError, match="too large"):
        serialize(DOCUMENT, bytes(LARGEST))


class _OldBlock(msgspec.Struct, array_like=True):
    """A block as version 1 kept it: without `tokens`."""

    kind: str
    text: str
    spans: tuple[Span, ...]
    level: int
    quote: int
    indent: int
    marker: str
    rows: tuple[()]
    src: str
    credit: str
    rtl: bool
    alt: str


def test_documents_of_the_first_version_are_read_as_they_were() -> None:
    link = Span(0, 1, "link", "https://a.example/")
    old = _OldBlock("code", "x = 1", (link,), 0, 1, 2, "3.", (), "python", "", False, "")
    blocks = msgspec.msgpack.encode(((old,), 1))
    serialized = struct.pack(">BII", 1, len(blocks), 0) + blocks
    (block,) = deserialize(serialized).blocks
    assert block == Block("code", "x = 1", (link,), quote=1, indent=2, marker="3.", src="python")
    assert deserialize(serialized).version == 1
