"""What HTML's elements mean that are more than an edge or an emphasis."""

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
    url = safe_url(href, walk.base)
    if url is None:
        return None
    walk.draft.start("link", url)
    return partial(walk.draft.end, "link")


def _break(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.draft.line_break()
    return None


def _heading(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    draft = walk.draft
    draft.flush()
    before = draft.kind, draft.level
    draft.kind, draft.level = "heading", int((node.tag or "h1")[1])

    def leave() -> None:
        draft.flush()
        draft.kind, draft.level = before

    return leave


def _quote(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    draft = walk.draft
    draft.flush()
    draft.quote += 1

    def leave() -> None:
        draft.flush()
        draft.quote -= 1

    return leave


def _code(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    draft = walk.draft
    if draft.kind == "code":
        return None
    draft.flush()
    before, draft.kind = draft.kind, "code"
    parent = node.parent
    draft.language = language_of(attributes) or (language_of(parent.attributes) if parent is not None else "")

    def leave() -> None:
        draft.flush()
        draft.kind, draft.language = before, ""

    return leave


def language_of(attributes: Attributes) -> str:
    match = _LANGUAGE.search(attributes.get("class") or "")
    return sanitize_line(match[1].lower() if match else attributes.get("data-lang") or "")


def _table(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.draft.edge()
    if walk.draft.kind == "code" or not is_data(node):
        return walk.draft.edge
    for part in node.iter():
        if part.tag == "caption":
            for block in walk.read(part, walk.base):
                walk.draft.add(block)
    table, figures = read_table(node, lambda cell: walk.read(cell, walk.base))
    if table.rows:
        walk.draft.add(table)
    for figure in figures:
        walk.draft.add(figure)
    return "skip"


def _rule(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    draft = walk.draft
    draft.flush()
    if draft.blocks and draft.blocks[-1].kind != "rule":
        draft.add(Block("rule"))
    return None


def _summary(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    draft = walk.draft
    draft.flush()
    draft.start("strong")

    def leave() -> None:
        draft.end("strong")
        draft.flush()

    return leave


def _inline_quote(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.draft.write("“")
    return partial(walk.draft.write, "”")


def _reading(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    """A ruby's reading stands behind its base in brackets."""
    reading = sanitize_line(node.text())
    if len(reading) > _LONGEST_READING:
        # Its end is missing, and the rest of the page seems to stand in it.
        return None
    if reading:
        walk.draft.write(f"({reading})")
        walk.draft.end("ruby")
        walk.draft.start("ruby")
    return "skip"


def _ruby(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.draft.start("ruby")
    return partial(walk.draft.drop, "ruby")


def _formula(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    """MathML mostly carries what its writer typed, in TeX: that reads better than its pieces in a row."""
    source = node.css_first('annotation[encoding="application/x-tex"]')
    typed = source.text() if source is not None else attributes.get("alttext") or ""
    if not typed.strip():
        return None
    walk.draft.start("code")
    walk.draft.write(typed)
    walk.draft.end("code")
    return "skip"


def _input(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    if attributes.get("type") == "checkbox":
        walk.draft.write("☑ " if "checked" in attributes else "☐ ")
    return "skip"


ELEMENTS: dict[str, Element] = {
    "a": _link, "br": _break, "hr": _rule, "blockquote": _quote, "q": _inline_quote,
    "h1": _heading, "h2": _heading, "h3": _heading, "h4": _heading, "h5": _heading, "h6": _heading,
    "pre": _code, "xmp": _code, "listing": _code, "plaintext": _code, "table": _table, "summary": _summary,
    "ruby": _ruby, "rt": _reading, "math": _formula, "input": _input,
}  # fmt: skip
