"""A document as Markdown.

It keeps to what all readers of Markdown agree on; what Markdown has no words for (lists with letters, terms,
cells over two columns, captions) is written as HTML, as Markdown allows.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from reader.document.blocks import Block, Document, Span
from reader.document.html.writer import to_html
from reader.document.markdown.inline import PLAIN_HREF, line
from reader.document.numbering import is_bullet
from reader.urls.carried import is_carried

_DEEPEST = 40
"""Quotes and lists inside each other; what is deeper is written as HTML."""

_NUMBER = re.compile(r"(\d{1,9})\.")


def to_markdown(document: Document) -> str:
    """Return the document as Markdown that shows the same when it is read again."""
    parts = [_group(group) for group in _groups(document.blocks)]
    return "\n\n".join(filter(None, parts)) + "\n" if document.blocks else ""


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield blocks that depend on each other: those in lists or quotes, with those that they stand behind."""
    group: list[Block] = []
    for block in blocks:
        if group and not block.indent and not (block.quote and group[-1].quote):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _group(group: Sequence[Block]) -> str:
    if not _has_words_for(group):
        return _one_line_html(group)
    written: list[str] = []
    columns: list[int] = []
    """By how many columns each open list sets its items in."""
    numbers: list[int | None] = []
    """What each open list's last item was counted; None for bullets."""
    before: Block | None = None
    for block in group:
        if before is not None:
            if block.quote != before.quote:
                columns, numbers = [], []
            shared = "> " * min(before.quote, block.quote)
            written += [(shared + gap).rstrip() for gap in _between(before, block, columns, numbers)]
        first = _enter(block, columns, numbers)
        margin = " " * sum(columns)
        bars = "> " * block.quote
        for words in _written(block).split("\n"):
            written.append(bars + (first or margin) + words if words or first else bars.rstrip())
            first = ""
        before = block
    return "\n".join(written)


def _has_words_for(group: Sequence[Block]) -> bool:
    """Return whether Markdown's quotes and lists can say where all these blocks stand."""
    depth = quote = 0
    for block in group:
        depth = min(depth, block.indent) if block.quote == quote else 0
        quote = block.quote
        known = not block.marker or is_bullet(block.marker) or _NUMBER.fullmatch(block.marker)
        if block.kind == "term" or not known or block.indent > depth + bool(block.marker):
            return False
        if block.quote + 2 * block.indent > _DEEPEST or (block.marker and not block.indent):
            return False
        depth = block.indent
    return True


def _enter(block: Block, columns: list[int], numbers: list[int | None]) -> str:
    """Open and close lists until the block is where it should be. Returns what is in front of its first
    line.
    """
    del columns[block.indent :], numbers[block.indent :]
    if not block.marker:
        return ""
    del columns[block.indent - 1 :], numbers[block.indent - 1 :]
    number = _NUMBER.fullmatch(block.marker)
    marker = f"{block.marker} " if number else "- "
    before = " " * sum(columns)
    columns.append(len(marker))
    numbers.append(int(number[1]) if number else None)
    return before + marker


def _between(before: Block, block: Block, columns: Sequence[int], numbers: Sequence[int | None]) -> list[str]:
    """Return the lines between two blocks: a comment between two lists of which one would continue the
    other.
    """
    number = _NUMBER.fullmatch(block.marker)
    goes_on = block.marker and len(numbers) >= block.indent
    if number and goes_on and (last := numbers[block.indent - 1]) is not None and last + 1 != int(number[1]):
        return ["", " " * sum(columns[: block.indent - 1]) + "<!-- -->", ""]
    plain = before.kind == block.kind == "paragraph" and before.indent > 0 and before.quote == block.quote
    return [] if plain and block.marker and (not number or goes_on) else [""]


def _written(block: Block) -> str:
    """Return a block as if it stood alone, without quotes and lists around it."""
    match block.kind:
        case "heading":
            words = line(block.text, block.spans, "<br>")
            if words.endswith("#") and not words.endswith("\\#"):
                # A heading's last signs would be taken for its end.
                words = f"{words[:-1]}\\#"
            return f"{'#' * min(max(block.level, 1), 6)} {words}"
        case "code" if not block.spans:
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", block.text)), default=0))
            return f"{fence}{''.join(re.findall(r'[^`~ ]', block.src))}\n{block.text}\n{fence}"
        case "table" if _is_plain_table(block):
            return _table(block)
        case "figure" if block.text == block.alt and not block.credit and _is_plain(block.src):
            image = f"![{line(block.alt, ())}]({block.src})"
            href = block.spans[0].href if block.spans else ""
            return f"[{image}]({href})" if PLAIN_HREF.fullmatch(href) else image
        case "rule":
            return "* * *"
        case "media":
            return line(block.text, (Span(0, len(block.text), "link", block.src),) if block.src else ())
        case "code" | "table" | "figure":
            return _one_line_html([msgspec.structs.replace(block, quote=0, indent=0, marker="")])
        case _:
            return line(block.text, block.spans)


def _is_plain(source: str) -> bool:
    """Return whether a picture's address means something outside its own file, and can stand as it is."""
    return PLAIN_HREF.fullmatch(source) is not None and not is_carried(source)


def _is_plain_table(block: Block) -> bool:
    """Return whether a table is what Markdown knows: at most one row of heads, all rows equally long."""
    first, *others = block.rows
    return (
        all(cell.columns == 1 for row in block.rows for cell in row)
        and not any(cell.head for row in others for cell in row)
        and len({cell.head for cell in first}) == 1
        and len(set(map(len, block.rows))) == 1
    )


def _table(block: Block) -> str:
    cells = [[line(cell.text, cell.spans, "<br>", table=True) for cell in row] for row in block.rows]
    rows = [f"| {' | '.join(row)} |" for row in cells]
    if not block.rows[0][0].head:
        rows.insert(0, "|   " * len(block.rows[0]) + "|")
    rows.insert(1, "| --- " * len(block.rows[0]) + "|")
    return "\n".join(rows)


def _one_line_html(blocks: Sequence[Block]) -> str:
    """Return the blocks as HTML without an empty line, which would end HTML in Markdown."""
    return to_html(Document(tuple(blocks))).replace("\n", "&#10;")
