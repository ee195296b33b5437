"""A document as HTML: its blocks and spans in tags of our own choice, everything else escaped."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from reader.document.blocks import Block, Cell, Document, Span, Style
from reader.document.numbering import Numbering, marker, number_of
from reader.document.spans import RUBY, nested
from reader.urls.carried import is_carried

_TAGS: dict[Style, str] = {
    "em": "em", "strong": "strong", "code": "code", "link": "a", "del": "del", "mark": "mark",
    "sub": "sub", "sup": "sup", "ruby": "ruby",
}  # fmt: skip


@dataclass(slots=True)
class _Level:
    """A list that is open."""

    tag: str
    """The tag of the list."""
    item: str = ""
    """The tag of its open item; empty between items."""
    numbering: Numbering | None = None
    """How the list is numbered; None for bullets."""
    next: int = 1
    """The number of its next item."""


@dataclass(slots=True)
class _Page:
    """What has been written, and what is open."""

    parts: list[str] = field(default_factory=list)
    quote: int = 0
    levels: list[_Level] = field(default_factory=list)


def to_html(document: Document) -> str:
    """Return the document as a piece of HTML without scripts, styles or frames."""
    page = _Page()
    for block in document.blocks:
        _enter(page, block)
        page.parts.append(_element(block))
    _close_lists(page, 0)
    page.parts.append("</blockquote>" * page.quote)
    return "".join(page.parts)


def inline(text: str, spans: Sequence[Span]) -> str:
    """Return a text with its spans as tags; newlines as `br`."""
    parts: list[str] = []
    ruby = False
    for edge in nested(text, spans):
        match edge.kind:
            case "open":
                parts.append(open_tag(edge.style, edge.value))
                ruby = ruby or edge.style == "ruby"
            case "close":
                parts.append(close_tag(edge.style))
                ruby = ruby and edge.style != "ruby"
            case "text":
                parts.append(_words(edge.value, ruby))
    return "".join(parts)


def open_tag(style: Style, href: str = "") -> str:
    """Return the start tag of a style; `href` is the address of a link."""
    return f'<a href="{escape(href)}">' if style == "link" else f"<{_TAGS[style]}>"


def close_tag(style: Style) -> str:
    """Return the end tag of a style."""
    return f"</{_TAGS[style]}>"


def _words(text: str, ruby: bool) -> str:
    match = RUBY.fullmatch(text) if ruby else None
    if match:
        return f"{_words(match[1], False)}<rt>{_words(match[2], False)}</rt>"
    return escape(text, quote=False).replace("\n", "<br>")


def _element(block: Block) -> str:
    words = inline(block.text, block.spans)
    direction = ' dir="rtl"' if block.rtl else ""
    match block.kind:
        case "heading":
            level = min(max(block.level, 1), 6)
            return f"<h{level}{direction}>{words}</h{level}>"
        case "code":
            return _code(block)
        case "table":
            return f"<table>{''.join(map(_table_row, block.rows))}</table>"
        case "figure":
            return _figure(block)
        case "rule":
            return "<hr>"
        case "media":
            return f'<p><a href="{escape(block.src)}">{words}</a></p>' if block.src else f"<p>{words}</p>"
        case "term":
            return f"<dt{direction}>{words}</dt>"
        case _:
            return f"<p{direction}>{words}</p>"


def _code(block: Block) -> str:
    language = f' class="language-{escape(block.src)}"' if block.src else ""
    words = inline(block.text, block.spans).replace("<br>", "\n")
    return f"<pre><code{language}>{words}</code></pre>"


def _table_row(row: tuple[Cell, ...]) -> str:
    return f"<tr>{''.join(map(_table_cell, row))}</tr>"


def _table_cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return f"<{tag}{columns}>{inline(cell.text, cell.spans)}</{tag}>"


def _figure(block: Block) -> str:
    source = f' src="{escape(block.src)}"' if block.src and not is_carried(block.src) else ""
    image = f'<img{source} alt="{escape(block.alt)}">'
    if block.text == block.alt and block.spans and block.spans[0].style == "link":
        image = f"{open_tag('link', block.spans[0].href)}{image}</a>"
    caption = "" if block.text == block.alt else inline(block.text, block.spans)
    credit = f"<cite>{escape(block.credit, quote=False)}</cite>" if block.credit else ""
    about = " ".join(filter(None, (caption, credit)))
    return f"<figure>{image}{f'<figcaption>{about}</figcaption>' if about else ''}</figure>"


def _enter(page: _Page, block: Block) -> None:
    """Close and open quotes and lists until the block stands where it should."""
    if block.quote != page.quote:
        _close_lists(page, 0)
        page.parts.append("</blockquote>" * (page.quote - block.quote))
        page.parts.append("<blockquote>" * (block.quote - page.quote))
        page.quote = block.quote
    if block.kind == "term":
        _enter_terms(page, block)
        return
    _close_lists(page, block.indent)
    while len(page.levels) < block.indent - bool(block.marker):
        _open_list(page, _Level("dl"))
        _open_item(page, "dd")
    if block.marker:
        _enter_item(page, block)
    elif page.levels and not page.levels[-1].item:
        _open_item(page, "dd")


def _enter_terms(page: _Page, block: Block) -> None:
    _close_lists(page, block.indent + 1)
    while len(page.levels) < block.indent:
        _open_list(page, _Level("dl"))
        _open_item(page, "dd")
    if len(page.levels) > block.indent:
        if page.levels[-1].tag == "dl":
            _close_item(page)
            return
        _close_lists(page, block.indent)
    _open_list(page, _Level("dl"))


def _enter_item(page: _Page, block: Block) -> None:
    level = page.levels[-1] if len(page.levels) == max(block.indent, 1) else None
    counted = number_of(block.marker, level.numbering if level else None) or number_of(block.marker)
    numbering = counted[0] if counted else None
    tag = "ol" if counted else "ul"
    if level is not None and (level.tag, level.numbering) != (tag, numbering):
        _close_lists(page, len(page.levels) - 1)
        level = None
    if level is None:
        level = _Level(tag, numbering=numbering, next=counted[1] if counted else 1)
        _open_list(page, level)
    _close_item(page)
    value = ""
    if counted and level.numbering:
        if marker(level.numbering, level.next) != block.marker:
            value = f' value="{counted[1]}"'
        level.next = counted[1] + 1
    _open_item(page, "li", value)


def _open_list(page: _Page, level: _Level) -> None:
    if page.levels and not page.levels[-1].item:
        # Only terms stand outside of items, and no list may.
        _open_item(page, "dd")
    kind = f' type="{level.numbering}"' if level.numbering and level.numbering != "1" else ""
    start = f' start="{level.next}"' if level.numbering and level.next != 1 else ""
    page.parts.append(f"<{level.tag}{kind}{start}>")
    page.levels.append(level)


def _open_item(page: _Page, tag: str, attributes: str = "") -> None:
    page.parts.append(f"<{tag}{attributes}>")
    page.levels[-1].item = tag


def _close_item(page: _Page) -> None:
    if page.levels[-1].item:
        page.parts.append(f"</{page.levels[-1].item}>")
        page.levels[-1].item = ""


def _close_lists(page: _Page, depth: int) -> None:
    while len(page.levels) > depth:
        _close_item(page)
        page.parts.append(f"</{page.levels.pop().tag}>")
