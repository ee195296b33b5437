"""Lists in HTML: their items' markers and depth."""

import re

from selectolax.lexbor import LexborNode

from reader.document.html.media import Attributes
from reader.document.html.walk import Element, Enter, Leave, ListState, Walk
from reader.document.numbering import Numbering, bullet, marker

_NUMBERINGS: dict[str, Numbering] = {"a": "a", "A": "A", "i": "i", "I": "I"}


def _bullets(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    return _begin_list(walk, ListState())


def _numbers(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    step = -1 if "reversed" in attributes else 1
    first = sum(child.tag == "li" for child in node.iter()) if step < 0 else 1
    number = _integer(attributes.get("start"), first)
    return _begin_list(walk, ListState(_NUMBERINGS.get(attributes.get("type") or "", "1"), number, step))


def _begin_list(walk: Walk, items: ListState) -> Leave:
    builder = walk.builder
    builder.flush()
    builder.indent += 1
    builder.marker = ""
    walk.lists.append(items)

    def leave() -> None:
        builder.flush()
        builder.indent -= 1
        walk.lists.pop()

    return leave


def _item(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    alone = 0 if builder.indent else 1
    builder.indent += alone
    items = walk.lists[-1] if walk.lists else ListState()
    items.number = _integer(attributes.get("value"), items.number)
    builder.marker = marker(items.numbering, items.number) if items.numbering else bullet(builder.indent)
    items.number += items.step

    def leave() -> None:
        builder.flush()
        builder.marker = ""
        builder.indent -= alone

    return leave


def _term(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    before, builder.kind = builder.kind, "term"

    def leave() -> None:
        builder.flush()
        builder.kind = before

    return leave


def _description(walk: Walk, node: LexborNode, attributes: Attributes) -> Enter:
    builder = walk.builder
    builder.flush()
    builder.indent += 1
    builder.marker = ""

    def leave() -> None:
        builder.flush()
        builder.indent -= 1

    return leave


def _integer(value: str | None, otherwise: int) -> int:
    value = (value or "").strip()
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else otherwise


ELEMENTS: dict[str, Element] = {
    "ul": _bullets, "menu": _bullets, "dir": _bullets, "ol": _numbers, "li": _item,
    "dt": _term, "dd": _description,
}  # fmt: skip
"""What each element means, by its tag."""
