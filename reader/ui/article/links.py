"""The numbered links of a page: their words, their hosts, and the letters to choose them by. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.document.blocks import Block, Document, Span
from reader.document.sanitize import SafeText, sanitize_line
from reader.urls.parts import hostname

LETTERS = "fjdkslaghrueiwotncmvbpqxyz"
"""The letters of hints: those under the fingers first."""


class NumberedLink(NamedTuple):
    """A link of a page, as the reader chooses it."""

    number: int
    """Its number in the article, from 1."""
    href: str
    """Where it leads, as the article gives it."""
    words: SafeText
    """The words that it stands on; empty where it stands on none."""
    host: SafeText
    """The host that it leads to; the whole address where that has none."""


def numbered_links(document: Document) -> list[NumberedLink]:
    """List the distinct links of a document in order of appearance, numbered as `plain.links` does."""
    words: dict[str, SafeText] = {}
    for href, text in _linked(document):
        words[href] = words.get(href) or sanitize_line(text)
    return [
        NumberedLink(number, href, text, sanitize_line(_host(href)))
        for number, (href, text) in enumerate(words.items(), 1)
    ]


def hints(count: int) -> list[str]:
    """Return so many different hints in lower case, all of one length: letters under the fingers first."""
    length = 1
    while len(LETTERS) ** length < count:
        length += 1
    return [_hint(index, length) for index in range(count)]


def _hint(index: int, length: int) -> str:
    letters = ""
    for _ in range(length):
        index, letter = divmod(index, len(LETTERS))
        letters = LETTERS[letter] + letters
    return letters


def next_number(typed: str, digit: str, count: int) -> tuple[str, bool] | None:
    """Read one more digit of a number from 1 to `count`.

    Returns the digits so far, and whether no longer number can be meant; None where no number begins so. A
    digit that cannot go on begins anew.
    """
    for digits in (typed + digit, digit):
        if digits.isdecimal() and 1 <= int(digits) <= count:
            return digits, int(digits) * 10 > count
    return None


def _linked(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the address of each link of a document, and the words that it stands on."""
    for block in document.blocks:
        yield from _on(block.text, block.spans)
        for row in block.rows:
            for cell in row:
                yield from _on(cell.text, cell.spans)
        if block.kind == "media" and block.src:
            yield block.src, _media_words(block)


def _on(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    return ((span.href, text[span.start : span.end]) for span in spans if span.href)


def _media_words(block: Block) -> str:
    return block.text or block.alt


def _host(href: str) -> str:
    return hostname(href) or href
