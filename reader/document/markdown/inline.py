"""A block's text as Markdown that reads back as the same text, escaped no more than it needs."""

import re
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

_BEFORE = frozenset(" \n(“‘")
_BEHIND = frozenset(" \n.,;:!?)”’")
"""Between these and a letter, every reader takes emphasis for emphasis; Chinese has no such edges."""


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
    """Return how a style begins and ends: in Markdown's signs where readers agree on them, else in tags."""
    edge = edges[index]
    if edge.style == "link":
        if PLAIN_HREF.fullmatch(edge.value):
            return "[", f"]({edge.value})"
    elif (sign := _SIGNS.get(edge.style)) and _stands_free(text, edges, index):
        return sign, sign
    return open_tag(edge.style, edge.value), close_tag(edge.style)


def _stands_free(text: str, edges: Sequence[Edge], index: int) -> bool:
    """Return whether a style has letters at its inner edges, edges of words outside, and no other sign
    beside it.
    """
    edge = edges[index]
    before, behind = text[edge.start - 1 : edge.start], text[edge.end : edge.end + 1]
    near_start = [edges[at].kind for at in (index - 1, index + 1) if 0 <= at < len(edges)]
    last = _closing_index(edges, index)
    near_end = [edges[at].kind for at in (last - 1, last + 1) if at < len(edges)]
    return (
        (not before or before in _BEFORE)
        and (not behind or behind in _BEHIND)
        and text[edge.start].isalnum()
        and text[edge.end - 1].isalnum()
        and near_start.count("text") == (2 if index else 1)
        and near_end.count("text") == (2 if last + 1 < len(edges) else 1)
    )
