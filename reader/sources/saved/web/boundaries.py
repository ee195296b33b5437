"""Find where among a page's blocks the article begins and ends."""

import re
from collections.abc import Sequence

from reader.document.blocks import Block, Document
from reader.document.plain import word_count
from reader.sources.saved.lines import normalize
from reader.sources.saved.text.boilerplate import heads_comments, is_chrome, is_tail, speaks_of_site

SHORT = 120
"""The words below which an article is doubtful."""
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "”", "»", '"', "।")
_SMALL = 40
"""The most characters of a block between lede and text: a caption, a word about advertising."""
_GAP = 6
"""The most such blocks in a row."""
_LONGEST_BUTTON = 60
"""The most characters of a button at an article's end: a longer line may be its last sentence."""


def text_of_block(block: Block) -> str:
    """Return the words of a block; of a table, those of its cells."""
    if block.rows:
        return " ".join(cell.text for row in block.rows for cell in row)
    return block.text


def belongs_to_article(block: Block) -> bool:
    """Return whether a block inside the article belongs to it although trafilatura drops its kind."""
    if block.kind in ("code", "table"):
        return bool(text_of_block(block).strip())
    if block.kind == "figure":
        return bool(block.src or block.text)
    if block.kind == "media":
        return True
    if block.kind == "paragraph" and block.quote:
        return len(block.text) > 25 and link_share(block) < 0.5
    return is_prose(block) and not speaks_of_site(normalize(block.text))


def is_prose(block: Block) -> bool:
    """Return whether it is a paragraph of whole sentences."""
    return len(block.text) > 120 and _is_told(block)


def is_sentence(block: Block) -> bool:
    """Return whether it is a sentence of an article, also a short one that stands between others."""
    return len(block.text) > _SMALL and _is_told(block) and not speaks_of_site(normalize(block.text))


def _is_told(block: Block) -> bool:
    plain = block.kind == "paragraph" and not block.marker
    return plain and link_share(block) < 0.3 and block.text.rstrip().endswith(_SENTENCE_ENDS)


def link_share(block: Block) -> float:
    """Return the share of the block's characters that are links, 0 to 1."""
    characters = sum(span.end - span.start for span in block.spans if span.style == "link")
    return characters / max(1, len(block.text))


def has_menus(document: Document) -> bool:
    """Return whether most paragraphs are links or a few words.

    So it is where a page's menus were taken for its article.
    """
    texts = [block for block in document.blocks if block.kind == "paragraph"]
    return sum(len(block.text) < _SMALL or link_share(block) > 0.5 for block in texts) > len(texts) / 2


def is_list_of_links(document: Document) -> bool:
    """Return whether most of a document's words lead elsewhere, so that its page is no article."""
    texts = [block for block in document.blocks if block.text]
    linked = sum(link_share(block) * len(block.text) for block in texts)
    return linked * 2 > sum(len(block.text) for block in texts)


def prose_length(document: Document) -> int:
    """Return the number of characters in paragraphs of whole sentences."""
    return sum(len(block.text) for block in document.blocks if is_prose(block))


def article_start(blocks: Sequence[Block], start: int) -> int:
    """Return the index where the article begins, with prose right above that belongs to it: its lede.

    The lede stands below a heading; other prose may be anything, as a word on cookies or another article.
    Where more stands between, as a list of related pages, one paragraph at most is the lede.
    """
    if start < len(blocks) and blocks[start].kind == "heading":
        return start
    begun = nearest = start
    for place in range(start - 1, -1, -1):
        block = blocks[place]
        if block.kind == "heading":
            return begun
        if is_prose(block) and belongs_to_article(block) and not block.indent:
            begun, nearest = place, place if nearest == start else nearest
        elif len(block.text) > _SMALL or begun - place > _GAP:
            return nearest if any(_is_headline(above) for above in blocks[:place]) else start
    return start


def _is_headline(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def article_end(blocks: Sequence[Block], start: int, end: int) -> int:
    """Return the index where the article ends: before readers' comments, or a list of others at its end.

    Above the text a line that heads such is a button; a heading below a paragraph is none.
    """
    words = 0
    for place in range(start, end):
        block = blocks[place]
        if block.kind not in ("paragraph", "heading"):
            continue
        if words < SHORT and not (block.kind == "heading" and any(map(is_prose, blocks[start:place]))):
            words += word_count(Document((block,)))
        elif _ends_article(blocks, place, end):
            return place
    return end


def _ends_article(blocks: Sequence[Block], place: int, end: int) -> bool:
    """Return whether readers' comments follow the block at `place`, or buttons and lists and no sentence."""
    block = blocks[place]
    if len(block.text) > _LONGEST_BUTTON:
        return False
    line = normalize(block.text)
    if heads_comments(line) and _are_comments(block, blocks[:place], blocks[place + 1 : end]):
        return True
    return is_tail(line) and not any(map(_is_told, blocks[place + 1 : end]))


def _are_comments(head: Block, before: Sequence[Block], after: Sequence[Block]) -> bool:
    """Return whether readers' comments follow the heading.

    An article on comments may have a part of that name, and a button may stand in the text; comments have
    names, days and buttons in between.
    """
    if head.kind != "heading":
        texts = [block for block in after if block.kind == "paragraph"]
        return sum(len(block.text) < _SMALL for block in texts) * 4 >= len(texts)
    word = max(re.findall(r"\w+", head.text.casefold()), key=len, default="")
    if any(word in block.text.casefold() for block in before if block.kind == "heading" and block.level == 1):
        return False
    parts = (
        normalize(block.text) for block in after if block.kind == "heading" and block.level <= head.level
    )
    return all(is_tail(part) or heads_comments(part) for part in parts)


def trimmed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks without buttons at the edges, and without leftover pictures and rules at the end."""
    end = len(blocks)
    while end and (blocks[end - 1].kind in ("rule", "media", "heading") or _is_short_button(blocks[end - 1])):
        end -= 1
    text = 0
    while text < end and (blocks[text].kind in ("rule", "heading", "figure") or _is_button(blocks[text])):
        text += 1
    above = (block for block in blocks[:text] if block.kind in ("heading", "figure"))
    return (*above, *blocks[text:end])


def _is_button(block: Block) -> bool:
    return block.kind == "paragraph" and not block.quote and is_chrome(normalize(block.text))


def _is_short_button(block: Block) -> bool:
    return _is_button(block) and len(block.text) <= _LONGEST_BUTTON
