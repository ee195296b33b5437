"""HTML as a document.

The tree is walked without recursion; each element either stands inside a line (emphasis, a link), is an edge
between blocks, means something of its own (a list, a quote, a picture), or is not for reading (a script).
Every other element is as if its tags were not there: no text is ever lost for being in an unknown one.
"""

from functools import partial

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from reader.document.blocks import Block, Document, Style
from reader.document.encoding import decode
from reader.document.html import elements, figure, lists
from reader.document.html.depth import shallow
from reader.document.html.media import Attributes
from reader.document.html.walk import Element, Enter, Leave, Walk, leave_by
from reader.urls.safe import safe_url

_STYLES: dict[str, Style] = {
    "b": "strong", "strong": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "del": "del", "s": "del", "strike": "del",
    "mark": "mark", "sub": "sub", "sup": "sup",
}  # fmt: skip

_EDGES = frozenset(
    """
    address article aside body caption center col colgroup dd details dialog div dl dt fieldset footer form
    header hgroup legend main nav option p search section tbody td tfoot th thead tr
    """.split()  # noqa: SIM905 - forty quoted names would be harder to read
)

_SKIPPED = frozenset(
    """
    applet area canvas datalist head link map meta noembed noframes param rp script select source style svg
    template textarea title track
    """.split()  # noqa: SIM905 - forty quoted names would be harder to read
)


_TELLING = frozenset(("hidden", "style", "aria-hidden", "dir"))
"""The attributes that mean something on any element."""


def from_html(html: str | bytes, base: str | None = None) -> Document:
    """Make a document of HTML, be it a whole page or a piece of one; never fails.

    Relative addresses are joined to `base`, or to what the page's own `base` element says.
    """
    text = decode(html) if isinstance(html, bytes) else html
    data = shallow(text.encode("utf-8", "ignore"))
    tree = tree_of(data)
    return _document(tree, _base_of(tree, base) if b"<base" in data else base)


def tree_of(html: str | bytes) -> LexborHTMLParser:
    """Return the tree of HTML that is `shallow`; bytes are UTF-8."""
    # Mutation events are for scripts, and cost a third of the parsing.
    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS)


def from_tree(tree: LexborHTMLParser, base: str | None = None, *, nowhere: str | None = None) -> Document:
    """Return the document in a page's tree, which others may read too.

    Where the base is not known, relative links are joined to `nowhere`; without it they are plain text.
    """
    return _document(tree, _base_of(tree, base), nowhere)


def _base_of(tree: LexborHTMLParser, base: str | None) -> str | None:
    element = tree.css_first("base[href]")
    return base if element is None else safe_url(element.attributes.get("href") or "", base) or base


def _document(tree: LexborHTMLParser, base: str | None, nowhere: str | None = None) -> Document:
    root = tree.root
    return Document() if root is None else Document(_without_outer_rules(_read(root, base, nowhere)))


def _read(root: LexborNode, base: str | None, nowhere: str | None = None) -> list[Block]:
    """Return the blocks of all that is inside an element."""
    walk = Walk(base, partial(_read, nowhere=nowhere), nowhere=nowhere)
    node = root.first_child
    above: list[tuple[LexborNode, Enter]] = []
    while node is not None:
        leave = _enter(walk, node)
        child = None if leave == "skip" else node.first_child
        if child is not None:
            above.append((node, leave))
            node = child
            continue
        if leave is not None and leave != "skip":
            leave()
        following = node.next
        while following is None and above:
            parent, leave = above.pop()
            if leave is not None:
                leave_by(leave)
            following = parent.next
        node = following
    walk.builder.flush()
    return walk.builder.blocks


def _enter(walk: Walk, node: LexborNode) -> Enter:
    tag = node.tag
    if tag == "-text":
        walk.builder.write(node.text_content or "")
        return None
    if tag is None or tag in _SKIPPED or tag.startswith("-"):
        return "skip"
    element = _ELEMENTS.get(tag)
    attributes = node.attributes
    if _TELLING.isdisjoint(attributes):
        return element(walk, node, attributes) if element is not None else None
    if _is_hidden(tag, attributes):
        return "skip"
    leave = element(walk, node, attributes) if element is not None else None
    if (direction := attributes.get("dir")) and leave != "skip":
        return _directed(walk, direction.lower(), leave)
    return leave


def _is_hidden(tag: str, attributes: Attributes) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    if style and "none" in style and "display:none" in style.replace(" ", "").lower():
        return True
    # Pages hide ornaments and doubled words from screen readers; whole blocks only while a dialogue is open.
    return attributes.get("aria-hidden") == "true" and tag not in _EDGES and tag not in ("img", "a")


def _directed(walk: Walk, direction: str, leave: Enter) -> Leave:
    before = walk.builder.direction
    walk.builder.direction = direction if direction in ("rtl", "ltr") else ""

    def restore() -> None:
        leave_by(leave)
        walk.builder.direction = before

    return restore


def _edge(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    walk.builder.edge()
    return walk.builder.edge


def _style(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    style = _STYLES[node.tag or ""]
    if style == "code" and walk.builder.kind == "code":
        walk.builder.language = walk.builder.language or elements.language_of(attributes)
        return None
    # An editor that wraps whole articles in a `b` says in its style that it does not mean it.
    if style == "strong" and "font-weight:normal" in (attributes.get("style") or "").replace(" ", ""):
        return None
    walk.builder.start(style)
    return partial(walk.builder.end, style)


_ELEMENTS: dict[str, Element] = (
    dict.fromkeys(_EDGES, _edge)
    | dict.fromkeys(_STYLES, _style)
    | elements.ELEMENTS
    | figure.ELEMENTS
    | lists.ELEMENTS
)


def _without_outer_rules(blocks: list[Block]) -> tuple[Block, ...]:
    """Return the blocks without rules at their ends, where a rule separates nothing."""
    while blocks and blocks[-1].kind == "rule":
        blocks.pop()
    return tuple(blocks)
