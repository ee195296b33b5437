"""The headings of a page, as its outline."""

from typing import NamedTuple

from reader.document.sanitize import SafeText, sanitize, sanitize_line
from reader.ui.article.page import Page


class Heading(NamedTuple):
    """A heading of a page."""

    block: int
    """Its block in the page's document."""
    line: SafeText
    """Its words, indented by its level."""


def headings(page: Page) -> list[Heading]:
    """List the headings of a page's body in order; the highest level that there is is not indented."""
    found = [
        (index, block)
        for index, block in enumerate(page.document.blocks)
        if index >= page.first and block.kind == "heading" and block.text.strip()
    ]
    highest = min((block.level for _, block in found), default=1)
    return [
        Heading(index, sanitize("  " * (block.level - highest) + sanitize_line(block.text)))
        for index, block in found
    ]
