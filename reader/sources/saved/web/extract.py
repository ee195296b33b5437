"""Find the blocks of a page's document that are its article.

trafilatura says what the article's words are, but its output loses quotes, code and tables; so the blocks of
the page's own document are compared with those words, and the article is the run of blocks that agrees best.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from reader.document.blocks import Block, Document
from reader.document.html.reader import tree_of
from reader.document.plain import to_text, word_count
from reader.document.scripts import UNSPACED
from reader.document.text import from_text
from reader.sources.saved.web.boundaries import (
    SHORT,
    article_end,
    article_start,
    belongs_to_article,
    has_menus,
    is_prose,
    is_sentence,
    link_share,
    prose_length,
    text_of_block,
    trimmed,
)
from reader.sources.saved.web.continued import rest_of
from reader.sources.saved.web.furniture import without_furniture

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TOKEN = re.compile(rf"[{UNSPACED}]{{1,4}}|[^\W_{UNSPACED}]+")
"""A word, or four signs of a script without spaces: one sign alone is in every text of its language."""
_NO_TOKEN = {code: " " for code in range(128) if not chr(code).isalnum()}
"""The ASCII characters that end a token, as a table for `str.translate`."""
_AGREES = 0.6
"""The share of a block's word triples that must be among the article's."""
_ITEM = 40
"""The characters of an item that is no part of another list by chance."""
_LINKS = 0.5
"""The share of links of an item that leads elsewhere."""
_LARGEST = 400
_FEW = 0.6
"""The share of the page's prose below which a short article is doubted."""
_VERY_FEW = 0.25
"""The share below which any article is doubted."""
_NEXT_TO_NOTHING = 50
"""The words below which a doubtful article is none."""
_FAR_FEWER = 0.5
"""The share of trafilatura's words below which one lacks too much."""
_NEARLY = 0.1
"""The share of the words that metadata tell by which an article's may differ."""
_CLOSE = 6
"""The blocks before and behind an article in which another sentence of it would stand."""
_LEDE = 100
"""The characters from which a heading is a sentence of the article."""
_NOTICE = "The article could not be told apart from the rest of the page: this is the whole page."


@dataclass(frozen=True, slots=True)
class Extract:
    """The article's document, and whether it may lack a part or hold something else."""

    document: Document
    doubtful: bool
    words: str = ""
    """What trafilatura takes for the article's words."""

    @property
    def next_to_nothing(self) -> bool:
        """Return whether so little was found that the whole page says more of the article."""
        expected = word_count(from_text(self.words))
        return word_count(self.document) < max(_NEXT_TO_NOTHING, expected * _FAR_FEWER)


def find_article(
    html: str, page: Document, tree: "LexborHTMLParser | None" = None, told: Document | None = None
) -> Extract:
    """Find the article among the blocks of its page's document; `tree`: of the HTML, if it was made already.

    `told` is what the page's metadata say of the article's text: where that is all of it, nobody else need
    be asked. Else the fast way is tried first; where its result is doubtful or holds menus, the slower one
    is compared.
    """
    page = without_furniture(page)
    tree = tree or tree_of(html)
    if told is not None and (article := _as_told(page, tree, told)):
        return article
    found = _chosen(page, tree, _words_of_article(html, fast=True))
    if not found.doubtful and not has_menus(found.document):
        return found
    slower = _chosen(page, tree, _words_of_article(html, fast=False))
    if found.doubtful:
        return slower if word_count(slower.document) > word_count(found.document) else found
    as_much_prose = prose_length(slower.document) > 0.9 * prose_length(found.document)
    return slower if as_much_prose and not slower.doubtful else found


def _as_told(page: Document, tree: "LexborHTMLParser", told: Document) -> Extract | None:
    """Return the article whose text the metadata have; None where it may be another, or only a part of it."""
    words = to_text(told)
    expected = word_count(told)
    if expected < SHORT:
        return None
    found = _chosen(page, tree, words)
    if found.doubtful or has_menus(found.document):
        return None
    lacks = abs(word_count(found.document) - expected) > expected * _NEARLY
    return None if lacks or _lacks_a_part(found.document, page) else found


def _lacks_a_part(article: Document, page: Document) -> bool:
    """Return whether sentences stand close to the article, or items of its lists are not in it."""
    first, last = (page.blocks.index(article.blocks[at]) for at in (0, -1))
    around = (*page.blocks[max(0, first - _CLOSE) : first], *page.blocks[last + 1 : last + 1 + _CLOSE])
    if any(is_prose(block) or (block.kind == "heading" and len(block.text) > _LEDE) for block in around):
        return True
    kept = set(article.blocks)
    return any(block.marker and block not in kept for block in page.blocks[first:last])


def whole_page(page: Document) -> Document:
    """Return all of the page, with a notice that says so."""
    return Document((Block("notice", _NOTICE), *page.blocks))


def _words_of_article(html: str, *, fast: bool) -> str:
    """Return the article's text as trafilatura sees it; empty where it sees none."""
    from reader.sources.saved.web.trafilatura_text import article_text  # takes long, and few files are pages

    return article_text(html, fast=fast)


def _chosen(page: Document, tree: "LexborHTMLParser", words: str) -> Extract:
    """Choose the blocks that agree with the article's words, and headings between two of them."""
    article = _Words.of(words)
    agreed = _with_lists(page.blocks, [_agreement(block, article) for block in page.blocks])
    start, end = _run([_score(block, share) for block, share in zip(page.blocks, agreed, strict=True)])
    start = article_start(page.blocks, start)
    end = article_end(page.blocks, start, end)
    blocks = page.blocks[start:end]
    mine = [
        share >= _AGREES or belongs_to_article(block)
        for block, share in zip(blocks, agreed[start:end], strict=True)
    ]
    mine = [
        own or (_between(mine, at) and (is_sentence(blocks[at]) or blocks[at].kind == "heading"))
        for at, own in enumerate(mine)
    ]
    kept = tuple(block for index, block in enumerate(blocks) if mine[index] or _parts(blocks, mine, index))
    rest = rest_of(tree, page.blocks, start, end) if kept else []
    document = Document((*trimmed(kept), *rest))
    return Extract(document, _is_doubtful(document, page), words)


def _with_lists(blocks: Sequence[Block], agreed: Sequence[float]) -> list[float]:
    """Return how much each block agrees; a list's items do where another does, or the words that announce it.

    trafilatura loses parts of items where code or links stand in them, or items as a whole.
    """
    shares = list(agreed)
    end = 0
    for start, block in enumerate(blocks):
        if start < end or not block.marker:
            continue
        end = start
        while end < len(blocks) and blocks[end].marker:
            end += 1
        items = range(start, end)
        announced = start and agreed[start - 1] >= _AGREES and blocks[start - 1].text.rstrip().endswith(":")
        if announced or any(agreed[at] >= _AGREES and len(blocks[at].text) > _ITEM for at in items):
            for at in items:
                if link_share(blocks[at]) < _LINKS:
                    shares[at] = max(shares[at], _AGREES)
    return shares


def _parts(blocks: Sequence[Block], mine: Sequence[bool], index: int) -> bool:
    """Return whether a block is a rule between two blocks of the article, which trafilatura leaves out."""
    return blocks[index].kind == "rule" and _between(mine, index)


def _between(mine: Sequence[bool], index: int) -> bool:
    """Return whether a block stands right between two of the article."""
    return 0 < index < len(mine) - 1 and mine[index - 1] and mine[index + 1]


@dataclass(frozen=True, slots=True)
class _Words:
    """An article's words as whole lines and as triples, by which blocks are compared with them."""

    lines: frozenset[tuple[str, ...]]
    triples: frozenset[tuple[str, str, str]]

    @staticmethod
    def of(text: str) -> "_Words":
        """Return the words of a text."""
        lines = [_tokens(line) for line in text.splitlines()]
        words = [word for line in lines for word in line]  # a line may end amid a sentence, as the page's do
        triples = frozenset(zip(words, words[1:], words[2:], strict=False))
        return _Words(frozenset(map(tuple, lines)), triples)


def _tokens(text: str) -> list[str]:
    lowered = text.casefold()
    if lowered.isascii():
        return lowered.translate(_NO_TOKEN).split()
    return _TOKEN.findall(normalize("NFC", lowered))  # as trafilatura writes its words


def _agreement(block: Block, article: _Words) -> float:
    """Return how much of the block is in the article's words, 0 to 1; verse may agree line by line."""
    text = _without_readings(block)
    whole = _tokens(text)
    share = _agreement_of(whole, article)
    if share >= _AGREES or "\n" not in text:
        return share
    lines = [_tokens(line) for line in text.splitlines()]
    agreed = sum(len(line) * _agreement_of(line, article) for line in lines)
    return max(share, agreed / max(1, len(whole)))


def _without_readings(block: Block) -> str:
    """Return the block's words without ruby, the readings of its signs, which trafilatura leaves out."""
    text = text_of_block(block)
    for span in reversed(block.spans):
        if span.style == "ruby":
            text = text[: text.rfind("(", span.start, span.end)] + text[span.end :]
    return text


def _agreement_of(tokens: Sequence[str], article: _Words) -> float:
    if not tokens:
        return 0.0
    if tuple(tokens) in article.lines:
        return 1.0
    if len(tokens) < 3:
        return 0.0
    own = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return sum(map(article.triples.__contains__, own)) / (len(tokens) - 2)


def _score(block: Block, share: float) -> int:
    size = min(_LARGEST, len(text_of_block(block)))
    if share >= _AGREES:
        return max(size, 10)
    if belongs_to_article(block):
        return 0
    return -min(60, size) if block.kind in ("paragraph", "heading", "term") else -5


def _run(scores: Sequence[int]) -> tuple[int, int]:
    """Return the start and end of the run with the largest sum (Kadane's algorithm)."""
    best, found = 0, (0, 0)
    total = start = 0
    for index, score in enumerate(scores):
        if total <= 0:
            total, start = 0, index
        total += score
        if total > best:
            best, found = total, (start, index + 1)
    return found


def _is_doubtful(document: Document, page: Document) -> bool:
    """Return whether it is short, or much prose of the page is not in it."""
    if not document.blocks:
        return True
    prose = sum(len(block.text) for block in page.blocks if len(block.text) >= 40 and link_share(block) < 0.5)
    share = len(to_text(document)) / prose if prose else 1.0
    return share < _VERY_FEW or (share < _FEW and word_count(document) < SHORT)


def without_title(document: Document, title: str) -> Document:
    """Return the document without a heading that repeats the title or its beginning; it is shown apart."""
    wanted = _tokens(title)
    blocks = list(document.blocks)
    for index, block in enumerate(blocks[:4]):
        words = _tokens(block.text) if block.kind in ("heading", "paragraph") and wanted else []
        begun = (
            block.kind == "heading" and block.level == 1 and len(words) > 2 and words == wanted[: len(words)]
        )
        if words and (words == wanted or begun):
            del blocks[index]
            break
    return Document(tuple(blocks), document.version)
