"""Tell the microdata of a page's article from that of things beside it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.sources.saved.web.facts.json_ld import is_headed

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_HEADLINE = "[itemprop~=headline], h1[itemprop~=name], h2[itemprop~=name], h3[itemprop~=name]"
"""The selector of a thing's headline; other names in an article are its author's and publisher's."""


def is_of_article(node: "LexborNode", headings: str) -> bool:
    """Return whether an element describes the article that the page's `headings` name.

    What does not: a margin's element, a reader's comment, and microdata with a headline of its own.
    """
    above = list(_above(node))
    if any(element.tag in ("aside", "nav") or _is_comment(element) for element in above):
        return False
    scope = next(
        (element for element in above if "article" in _kind(element) or "posting" in _kind(element)), None
    )
    if scope is None or scope.css_first("h1"):
        return True
    named = scope.css_first(_HEADLINE)
    headline = (named.attributes.get("content") or named.text(deep=True)) if named else ""
    return not headline.strip() or not headings.strip() or is_headed(headline, headings)


def _above(node: "LexborNode") -> Iterator["LexborNode"]:
    parent = node.parent
    while parent is not None and parent.tag not in ("body", "html"):
        yield parent
        parent = parent.parent


def _kind(node: "LexborNode") -> str:
    return (node.attributes.get("itemtype") or "").lower()


def _is_comment(node: "LexborNode") -> bool:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower().split()
    return any(name in ("comment", "comments", "comment-list", "commentlist") for name in names)
