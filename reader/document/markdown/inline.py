"""A block's text as Markdown that reads back as the same text, escaped no more than it needs."""

import re
import string
import unicodedata
from collections.abc import Sequence

from reader.document.blocks import Span, Style
from reader.document.html.writer import close_tag, inline, open_tag
from reader.document.spans import Edge, nested

_SIGNS: dict[Style, str] = {"em": "*", "strong": "**", "del": "~~"}

_SPECIAL = re.compile(
    r"[\\`*\[\]~]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[A-Za-z!?/])"
    r"|&(?=\#?\w{1,32};)"
    r"|:(?=//)"
)
"""Signs with a meaning anywhere in a line; the last makes a bare address a link."""

_LINE_START = re.compile(
    r"^(?:#(?=#{0,5}(?:\s|$))|>|[+-](?=\s|$)|-(?=[- ]*-\s*$)|-(?=[-:| ]*\|)|=(?==*\s*$)|\||:(?=-)"
    r"|\d{1,9}(?=[.)](?:\s|$)))",
    re.MULTILINE,
)
"""Signs with a meaning at the beginning of a line: a heading, a quote, an item, a rule, a table."""

PLAIN_HREF = re.compile(r"(?:[A-Za-z0-9;/?:@&=+$,\-_.!~*'#]|%[0-9A-F]{2})+")
"""Addresses that Markdown readers leave as they are."""

_PUNCTUATION = frozenset(string.punctuation)


def line(text: str, spans: Sequence[Span], breaks: str = "\\\n", *, table: bool = False) -> str:
    """Return the text in Markdown; `breaks` replaces its newlines. In a table, `|` is escaped."""
    edges = nested(text, spans)
    parts: list[str] = []
    closing: list[str] = []
    index = 0
    while index < len(edges):
        edge = edges[index]
        if edge.kind == "text":
            parts.append(_escaped(edge.value))
        elif edge.kind == "close":
            parts.append(closing.pop())
        elif (whole := _whole(text, edges, index)) is not None:
            parts.append(whole)
            index = _closing_index(edges, index)
        else:
            opening, end = _signs(text, edges, index)
            if opening == "[" and parts and parts[-1].endswith("!"):
                parts[-1] = parts[-1][:-1] + "\\!"
            parts.append(opening)
            closing.append(end)
        index += 1
    written = _LINE_START.sub(_escaped_start, "".join(parts))
    written = written.replace("\n", breaks)
    return written.replace("|", "\\|") if table else written


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0][0].isdigit() else f"\\{match[0]}"


def _whole(text: str, edges: Sequence[Edge], index: int) -> str | None:
    """Return a style that is written together with its content: code, ruby, a bare address."""
    edge = edges[index]
    inside = text[edge.start : edge.end]
    alone = edges[index + 1].kind == "text" and edges[index + 2].kind == "close"
    if edge.style == "code" and alone and "\n" not in inside and "|" not in inside:
        fence = "`" * (max(map(len, re.findall("`+", inside)), default=0) + 1)
        pad = " " if inside[0] in "` " or inside[-1] in "` " else ""
        return f"{fence}{pad}{inside}{pad}{fence}"
    if edge.style == "ruby" and alone:
        return inline(inside, (Span(0, len(inside), "ruby"),))
    if edge.style == "link" and alone and inside == edge.value and PLAIN_HREF.fullmatch(inside):
        return f"<{inside}>"
    return None


def _closing_index(edges: Sequence[Edge], index: int) -> int:
    return next(
        at for at in range(index + 1, len(edges))
        if edges[at].kind == "close" and edges[at][1:] == edges[index][1:]
    )  # fmt: skip


def _signs(text: str, edges: Sequence[Edge], index: int) -> tuple[str, str]:
    """Return how a style begins and ends: in Markdown's signs where they mean it, else in tags."""
    edge = edges[index]
    if edge.style == "link":
        if PLAIN_HREF.fullmatch(edge.value):
            return "[", f"]({edge.value})"
    elif (sign := _SIGNS.get(edge.style)) and _means_emphasis(text, edges, index):
        if edge.style == "em" and "strong" in _neighbours(edges, index):
            sign = "_"  # three or more asterisks in a row can be taken apart in several ways
        return sign, sign
    return open_tag(edge.style, edge.value), close_tag(edge.style)


def _means_emphasis(text: str, edges: Sequence[Edge], index: int) -> bool:
    """Return whether signs around a style begin and end it (CommonMark's flanking runs), and touch no equal
    ones.

    What not all readers call punctuation has to pass both as that and as a letter. Beside every other style
    there is a sign of that style.
    """
    edge = edges[index]
    last = _closing_index(edges, index)
    if index and edges[index - 1].kind == "close" and edges[index - 1].style == edge.style:
        return False
    either = edge.style == "em" and "strong" in _neighbours(edges, index)
    for outer, inner in ((index - 1, index + 1), (last + 1, last - 1)):
        first = outer < inner
        at_end = not 0 <= outer < len(edges)
        outside = " " if at_end else _character(edges[outer], last=first)
        inside = _character(edges[inner], last=not first)
        if inside.isspace() or not (_is_apart(outside) or (_is_letter(inside) and not either)):
            return False
    return True


def _neighbours(edges: Sequence[Edge], index: int) -> set[Style]:
    """Return the styles that begin or end just where this one does."""
    last = _closing_index(edges, index)
    beside = (index - 1, index + 1, last - 1, last + 1)
    return {edges[at].style for at in beside if 0 <= at < len(edges) and edges[at].kind != "text"}


def _character(edge: Edge, *, last: bool) -> str:
    """Return the character of an edge that stands next to a sign."""
    return edge.value[-1 if last else 0] if edge.kind == "text" else "*"


def _is_apart(character: str) -> bool:
    """Return whether every reader takes the character for a blank or for punctuation."""
    return character in _PUNCTUATION or character.isspace() or unicodedata.category(character)[0] == "P"


def _is_letter(character: str) -> bool:
    """Return whether every reader takes the character for neither."""
    return unicodedata.category(character)[0] in "LNM"
