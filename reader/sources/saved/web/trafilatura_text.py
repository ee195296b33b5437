"""Get the text of a page's article from trafilatura."""

import logging

from lxml import etree, html
from trafilatura import extract
from trafilatura.utils import HTML_PARSER

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it complains of empty pages on stderr

# Plain elements for all tags: nothing needs those that lxml would look up in Python for each form and link.
HTML_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment)
)


def article_text(page: str, *, fast: bool) -> str:
    """Return the text of a page's article; empty where trafilatura sees none, or fails on the page."""
    try:
        return extract(page, fast=fast, include_comments=False, include_tables=True, deduplicate=False) or ""
    except Exception:  # noqa: BLE001 - a foreign parser on a hostile page; without its help the whole page is shown
        return ""
