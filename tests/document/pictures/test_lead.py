"""The lead picture of an article."""

import pytest

from reader.document.blocks import Block, Document
from reader.document.pictures.lead import with_lead

TEXT = Block("paragraph", "It turns again.")
LEAD = "https://harbour.example/large/mill.png?width=1200"


def figure(src: str) -> Block:
    return Block("figure", "A mill", src=src)


@pytest.mark.parametrize("blocks", [(TEXT,), (TEXT,) * 6 + (figure("https://harbour.example/other.png"),)])
def test_it_stands_before_the_text(blocks: tuple[Block, ...]) -> None:
    assert with_lead(Document(blocks), LEAD).blocks == (Block("figure", src=LEAD), *blocks)


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (TEXT, figure("https://harbour.example/a.png"), TEXT),
        (*(TEXT,) * 6, figure("https://a.example/mill.png")),
    ],
)
def test_it_is_not_there_twice(blocks: tuple[Block, ...]) -> None:
    assert with_lead(Document(blocks), LEAD).blocks == blocks
    assert with_lead(Document((TEXT,)), None).blocks == (TEXT,)
