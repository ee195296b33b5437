"""The meaning of HTML's elements that are more than an edge or an emphasis."""

import re
from functools import partial

from selectolax.lexbor import LexborNode

from reader.document.blocks import Block
from reader.document.html.media import Attributes
from reader.document.html.tables import is_data, read_table
from reader.document.html.walk import Element, Enter, Walk
from reader.document.sanitize import sanitize_line
from reader.urls.safe import safe_url

_LONGEST_READING = 60
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s*)([\w+#-]+)")


def _link(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    href = (attributes.get("href") or "").strip()
    if href.startswith("#"):
        # A place in the same page: in a document there is nowhere to jump to.
        return "skip" if (node.text() or "").strip() in ("#", "¶", "§", "🔗") else None
    url = safe_url(href, walk.base or walk.nowhere)
    if url is None:
        return None
    walk.builder.start("link", url)
    return partial(walk.builder.end, "link")


def _break(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.builder.line_break()
    return None


def _heading(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    before = builder.kind, builder.level
    builder.kind, builder.level = "heading", int((node.tag or "h1")[1])

    def leave() -> None:
        builder.flush()
        builder.kind, builder.level = before

    return leave


def _quote(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    builder.quote += 1

    def leave() -> None:
        builder.flush()
        builder.quote -= 1

    return leave


def _code(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    if builder.kind == "code":
        return None
    builder.flush()
    before, builder.kind = builder.kind, "code"
    parent = node.parent
    builder.language = language_of(attributes) or (
        language_of(parent.attributes) if parent is not None else ""
    )

    def leave() -> None:
        builder.flush()
        builder.kind, builder.language = before, ""

    return leave


def language_of(attributes: Attributes) -> str:
    """Return the programming language that a code element's class names; empty for none."""
    match = _LANGUAGE.search(attributes.get("class") or "")
    return sanitize_line(match[1].lower() if match else attributes.get("data-lang") or "")


def _table(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.builder.edge()
    if walk.builder.kind == "code" or not is_data(node):
        return walk.builder.edge
    for part in node.iter():
        if part.tag == "caption":
            for block in walk.read(part, walk.base):
                walk.builder.add(block)
    table, figures = read_table(node, lambda cell: walk.read(cell, walk.base))
    if table.rows:
        walk.builder.add(table)
    for figure in figures:
        walk.builder.add(figure)
    return "skip"


def _rule(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    if builder.blocks and builder.blocks[-1].kind != "rule":
        builder.add(Block("rule"))
    return None


def _summary(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    builder.start("strong")

    def leave() -> None:
        builder.end("strong")
        builder.flush()

    return leave


def _inline_quote(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.builder.write("“")
    return partial(walk.builder.write, "”")


def _reading(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    """Put the reading of a ruby in brackets behind its base."""
    reading = sanitize_line(node.text())
    if len(reading) > _LONGEST_READING:
        # Its end is missing, and the rest of the page seems to stand in it.
        return None
    if reading:
        walk.builder.write(f"({reading})")
        walk.builder.end("ruby")
        walk.builder.start("ruby")
    return "skip"


def _ruby(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.builder.start("ruby")
    return partial(walk.builder.drop, "ruby")


def _formula(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    """Write MathML as the TeX that its author typed, where it has that: its pieces in a row read worse."""
    source = node.css_first('annotation[encoding="application/x-tex"]')
    typed = source.text() if source is not None else attributes.get("alttext") or ""
    if not typed.strip():
        return None
    walk.builder.start("code")
    walk.builder.write(typed)
    walk.builder.end("code")
    return "skip"


def _input(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    if attributes.get("type") == "checkbox":
        walk.builder.write("☑ " if "checked" in attributes else "☐ ")
    return "skip"


ELEMENTS: dict[str, Element] = {
    "a": _link, "br": _break, "hr": _rule, "blockquote": _quote, "q": _inline_quote,
    "h1": _heading, "h2": _heading, "h3": _heading, "h4": _heading, "h5": _heading, "h6": _heading,
    "pre": _code, "xmp": _code, "listing": _code, "plaintext": _code, "table": _table, "summary": _summary,
    "ruby": _ruby, "rt": _reading, "math": _formula, "input": _input,
}  # fmt: skip
"""What each element means, by its tag."""
