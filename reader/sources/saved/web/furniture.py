"""Find what stands again and again amid a page's text: boxes that ask for consent, calls to subscribe."""

from collections import Counter

from reader.document.blocks import Block, Document

_OFTEN = 3
"""How many times a paragraph stands in a page that is no part of its article."""
_SHORT = 25
"""Characters below which a paragraph may well be said several times, as an answer in a talk."""
_MOST = 0.5
"""The share of a page's words that may be such: more is an article that its page holds several times."""


def without_furniture(page: Document) -> Document:
    """Return the page without paragraphs that stand in it three times, and what is repeated beside them.

    Verse, which has refrains, quotes and lists stay.
    """
    keys = list(map(_key, page.blocks))
    counts = Counter(keys)
    often = [counts[key] >= _OFTEN and bool(block.text) for key, block in zip(keys, page.blocks, strict=True)]
    if not any(often):
        return page
    goes = [again and _is_sentence(block) for again, block in zip(often, page.blocks, strict=True)]
    _spread(goes, often, range(1, len(goes)), -1)
    _spread(goes, often, range(len(goes) - 2, -1, -1), 1)
    size = sum(len(block.text) for block in page.blocks)
    gone = sum(len(block.text) for block, away in zip(page.blocks, goes, strict=True) if away)
    if not gone or gone > _MOST * size:
        return page
    kept = tuple(block for block, away in zip(page.blocks, goes, strict=True) if not away)
    return Document(kept, page.version)


def _key(block: Block) -> tuple[str, str]:
    return block.kind, " ".join(block.text.split())


def _is_sentence(block: Block) -> bool:
    plain = block.kind == "paragraph" and not block.quote and not block.marker
    announces = block.text.rstrip().endswith(":")  # as each part of a manual does its list
    return plain and len(block.text) >= _SHORT and "\n" not in block.text and not announces


def _spread(goes: list[bool], often: list[bool], places: range, beside: int) -> None:
    """Note a repeated heading or button that stands beside a repeated paragraph."""
    for place in places:
        goes[place] = goes[place] or (often[place] and goes[place + beside])
