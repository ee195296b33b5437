"""Find the rest of an article that goes on behind an advertisement or a box.

Prose that stands near an article's end is mostly not of it: comments, teasers, what the site says of itself.
What tells the article's is the element that it stands in: the same as the paragraphs before, or one of the
same kind, as where a page cuts an article into pieces and puts advertisements between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.document.blocks import Block
from reader.sources.saved.lines import normalize
from reader.sources.saved.text.boilerplate import (
    ended,
    heads_comments,
    heads_related,
    is_chrome,
    is_tail,
)
from reader.sources.saved.web.boundaries import belongs_to_article, is_prose, link_share

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NEAR = 12
"""The most blocks between an article's end and the prose that belongs to it."""
_FEW = 2
"""The paragraphs below which prose in another element of the article's kind may be a teaser."""
_BEGINNING = 60
"""The characters by which a block's element is found again."""

_Kind = tuple[str, str]
"""An element's tag and classes."""


@dataclass(frozen=True, slots=True)
class _Places:
    """The elements around the paragraphs of a page, by the beginnings of their texts."""

    parents: dict[str, list["LexborNode"]]

    @staticmethod
    def of(tree: "LexborHTMLParser") -> "_Places":
        """Return the elements around a page's paragraphs."""
        parents: dict[str, list[LexborNode]] = {}
        for node in tree.css("p, li, h2, h3, h4"):
            beginning = _beginning(node.text(deep=True))
            if beginning and node.parent is not None:
                parents.setdefault(beginning, []).append(node.parent)
        return _Places(parents)

    def around(self, block: Block) -> list["LexborNode"]:
        """Return the elements in which a block stands; none where it is no element of its own."""
        return self.parents.get(_beginning(block.text), [])


@dataclass(frozen=True, slots=True)
class _Article:
    """The elements that an article's paragraphs stand in."""

    places: _Places
    nodes: frozenset[int]
    kinds: frozenset[_Kind]
    around: frozenset[int]
    """The elements around those: text may stand beside the element that holds its beginning."""

    @staticmethod
    def of(places: _Places, blocks: Sequence[Block]) -> "_Article":
        """Return the elements of an article's paragraphs."""
        found = [node for block in blocks if is_prose(block) for node in places.around(block)]
        kinds = (_kind(node) for node in found)
        around = (
            node.parent.mem_id for node in found if node.parent is not None and node.parent.tag != "body"
        )
        nodes = frozenset(node.mem_id for node in found)
        return _Article(places, nodes, frozenset(filter(_says, kinds)), frozenset(around))

    def holds(self, block: Block) -> bool:
        """Return whether a block stands in an element with paragraphs of the article."""
        return any(node.mem_id in self.nodes for node in self.places.around(block))

    def may_hold(self, block: Block) -> bool:
        """Return whether a block stands in such an element, in one of the same kind, or beside one."""
        return any(
            node.mem_id in self.nodes or _kind(node) in self.kinds or node.mem_id in self.around
            for node in self.places.around(block)
        )


def rest_of(tree: "LexborHTMLParser", blocks: Sequence[Block], start: int, end: int) -> list[Block]:
    """Return the blocks behind the article `[start, end)` that belong to it, without what stands between.

    One paragraph in an element of its own may be a teaser that looks as the article does; two are none.
    """
    if not _prose_follows(blocks, end):
        return []
    article = _Article.of(_Places.of(tree), blocks[start:end])
    rest: list[Block] = []
    waiting: list[Block] = []
    place = last = end
    while article.nodes and place < len(blocks) and place - last < _NEAR and not _ends(blocks[place]):
        block = blocks[place]
        if block.kind == "heading" or _is_line(block):
            waiting += [block] if article.may_hold(block) else []
        elif is_prose(block) and belongs_to_article(block) and article.may_hold(block):
            rest += [*waiting, block]
            waiting, last = [], place + 1
        elif rest and block.kind == "figure" and place == last:
            waiting = [block]
        place += 1
    prose = [block for block in rest if is_prose(block)]
    if len(prose) < _FEW and not all(map(article.holds, prose)):
        return []
    return [*rest, *(waiting if rest and all(map(_is_line, waiting)) else ())]


def _prose_follows(blocks: Sequence[Block], end: int) -> bool:
    """Return whether prose follows the article closely."""
    for block in blocks[end : end + _NEAR]:
        if _ends(block):
            return False
        if is_prose(block) and belongs_to_article(block):
            return True
    return False


def _ends(block: Block) -> bool:
    """Return whether nothing behind the block is of the article: comments, a notice, another article."""
    if block.kind == "heading":
        return block.level == 1 or link_share(block) > 0.5 or heads_comments(normalize(block.text))
    if block.kind != "paragraph":
        return False
    line = normalize(block.text[:200])
    return heads_comments(line) or (is_tail(line) and not heads_related(line))


def _is_line(block: Block) -> bool:
    """Return whether it is a short sentence, as an answer in a talk."""
    if block.kind != "paragraph" or is_prose(block) or link_share(block) > 0.3:
        return False
    line = normalize(block.text)
    return ended(line) and not is_chrome(line)


def _kind(node: "LexborNode") -> _Kind:
    return node.tag or "", " ".join((node.attributes.get("class") or "").split())


def _says(kind: _Kind) -> bool:
    """Return whether elements of the kind are of one use: a `div` without a class may be anything."""
    return bool(kind[1])


def _beginning(text: str | None) -> str:
    return " ".join((text or "").split())[:_BEGINNING]
