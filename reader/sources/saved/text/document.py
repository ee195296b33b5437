"""Build a document from the lines of a copied page that are its article."""

import re
from collections.abc import Sequence

from reader.document.blocks import Block, Cell, Document
from reader.document.text import url_spans
from reader.model import Fact
from reader.sources.saved.lines import width
from reader.sources.saved.text.author import Author
from reader.sources.saved.text.boilerplate import caption_of
from reader.sources.saved.text.bylines import is_biography, is_end_credit
from reader.sources.saved.text.roles import Piece
from reader.sources.saved.text.segment import Run
from reader.sources.saved.text.title import Title

_VERSE = 60
"""The cells below which a line may be verse."""
_QUOTED = re.compile(r"[\"“„«‘'](?P<words>.{15,}?)[.!?…]?[\"”“»’']")


def document_of(
    pieces: Sequence[Piece], run: Run, title: Title, author: Author, taken: Sequence[Fact | None]
) -> Document:
    """Return the run as a document, without title, byline and the lines that gave the `taken` facts."""
    headings = {title.text.casefold()}
    if title.place is not None:
        headings.add(pieces[title.place].line.text.casefold())
    lines = {fact.line for fact in (author.fact, *taken) if fact} - {author.run_in and author.line}
    lines -= {piece.line.number for piece in pieces[run.start : run.end] if piece.role == "paragraph"}
    run = _before_biography(pieces, run, title, author)
    apart = sum(piece.line.gap for piece in pieces[run.start : run.end]) * 4 >= run.end - run.start
    blocks: list[Block] = []
    for place in range(run.start, run.end):
        piece = pieces[place]
        text = piece.line.text
        if author.run_in and piece.line.number == author.line:
            text = text[author.run_in :].lstrip()
        elif piece.line.number in lines or text.casefold() in headings or _is_pull_quote(pieces, place, run):
            continue
        if place >= run.end - 3 and is_end_credit(piece.line.match) and place > run.start:
            continue
        _add(blocks, _blocks(pieces, place, run, text), piece, apart)
    return Document(tuple(blocks))


def _before_biography(pieces: Sequence[Piece], run: Run, title: Title, author: Author) -> Run:
    """Return the run without a paragraph at its end that introduces the author."""
    end = run.end
    while end > run.start + 1 and pieces[end - 1].role not in ("paragraph", "sentence", "item", "short"):
        end -= 1
    names = author.fact.value if author.fact and not author.run_in else ""
    if end > run.start + 1 and is_biography(pieces[end - 1].line.match, names, title.text):
        return Run(run.start, end - 1)
    return run


def _is_pull_quote(pieces: Sequence[Piece], place: int, run: Run) -> bool:
    """Return whether the line says again, set large, what a paragraph of the article says in quotes."""
    found = _QUOTED.fullmatch(pieces[place].line.match)
    if found is None or pieces[place].line.width > 200:
        return False
    words = found["words"].casefold()
    return any(
        words in piece.line.match.casefold()
        for index, piece in enumerate(pieces[run.start : run.end], start=run.start)
        if index != place and piece.line.width > pieces[place].line.width + 20
    )


def _add(blocks: list[Block], new: list[Block], piece: Piece, apart: bool) -> None:
    """Append the line's blocks, or join them to the code, table or stanza that they continue."""
    if blocks and new and blocks[-1].kind == new[0].kind == "code":
        blocks[-1] = Block("code", f"{blocks[-1].text}\n{new[0].text}")
    elif blocks and new and blocks[-1].kind == new[0].kind == "table":
        blocks[-1] = Block("table", rows=(*blocks[-1].rows, *new[0].rows))
    elif blocks and new and _same_stanza(blocks[-1], new[0], piece, apart):
        text = f"{blocks[-1].text}\n{new[0].text}"
        blocks[-1] = Block("paragraph", text, url_spans(text))
    else:
        blocks.extend(new)


def _same_stanza(above: Block, block: Block, piece: Piece, apart: bool) -> bool:
    """Return whether two short lines without a gap stand among paragraphs with gaps: verse, an address."""
    if not apart or piece.line.gap or above.marker or block.marker:
        return False
    last = above.text.rsplit("\n", 1)[-1]
    return above.kind == block.kind == "paragraph" and width(last) < _VERSE and piece.line.width < _VERSE


def _blocks(pieces: Sequence[Piece], place: int, run: Run, text: str) -> list[Block]:
    """Return the blocks of a line of the article; none for what is not text."""
    piece = pieces[place]
    if piece.role == "caption" and (pair := caption_of(text)):
        return [Block("figure", pair[0], alt=pair[0], credit=pair[1])]
    if piece.role == "item":
        marker, _, rest = text.partition(" ")
        return [Block("paragraph", rest.strip(), url_spans(rest.strip()), indent=1, marker=marker)]
    if piece.role == "row":
        return [Block("table", rows=(tuple(Cell(cell) for cell in piece.line.cells),))]
    if piece.role == "short" and _is_heading(pieces, place, run):
        return [Block("heading", text, level=2)]
    if piece.role == "code" or (piece.role == "rule" and _in_code(pieces, place)):
        return [Block("code", text)]
    if piece.role in ("paragraph", "sentence", "short", "measure") or _heads_a_part(pieces, place, run):
        return [Block("paragraph", text, url_spans(text))]
    return []


def _heads_a_part(pieces: Sequence[Piece], place: int, run: Run) -> bool:
    """Return whether a date in the article heads a part: an entry of a diary, a calendar, a live report."""
    piece = pieces[place]
    if piece.role != "date" or any(moment.kind or moment.ago for moment in piece.dates.moments):
        return False
    before, after = pieces[run.start : place], pieces[place + 1 : run.end][:1]
    begun = any(above.role == "paragraph" for above in before) or place == run.start
    return bool(piece.dates.moments) and begun and bool(after) and after[0].role in ("paragraph", "sentence")


def _in_code(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether a line of brackets stands below a program's line."""
    above = next(
        (piece for piece in reversed(pieces[max(0, place - 4) : place]) if piece.role != "rule"), None
    )
    return above is not None and above.role == "code" and not set(pieces[place].line.match) & set("*-–—_•#~=")


def _is_heading(pieces: Sequence[Piece], place: int, run: Run) -> bool:
    """Return whether a short line heads what follows it: it stands free, right above a paragraph."""
    line = pieces[place].line
    after = pieces[place + 1 : run.end][:1]
    return (
        line.width <= 90 and line.gap and bool(after) and after[0].role == "paragraph" and after[0].line.gap
    )
