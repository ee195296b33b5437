"""A document as plain text, its links and its words."""

import re
from collections.abc import Iterator
from functools import cache

from reader.document.blocks import Block, Cell, Document
from reader.document.scripts import HAN, KANA, UNSPACED_LETTERS


def to_text(document: Document) -> str:
    """Return the paragraphs with a blank line between them, with list markers, and nothing else.

    A figure gives its caption; its alternative text, credits, media, rules and notices are not what the
    article says.
    """
    return "\n\n".join(filter(None, map(_plain, document.blocks)))


def links(document: Document) -> tuple[str, ...]:
    """Return the distinct addresses in order of appearance; a link's number on the screen is its index
    plus one.
    """
    return tuple(dict.fromkeys(_hrefs(document)))


def link_numbers(document: Document) -> dict[str, int]:
    """Return each address with its number on the screen."""
    return {href: number for number, href in enumerate(links(document), start=1)}


def word_count(document: Document) -> int:
    """Return the number of words to read; two Chinese or Japanese characters count as one, or five Thai."""
    text = "\n".join(map(_said, document.blocks))
    beyond = "" if text.isascii() else _beyond_ascii(text)
    han = thai = 0
    if beyond and _compiled(f"[{KANA}{HAN}{UNSPACED_LETTERS}]").search(beyond):
        text, han = _compiled(f"[{KANA}{HAN}]").subn(" ", text)
        text, thai = _compiled(f"[{UNSPACED_LETTERS}]").subn(" ", text)
    return _written_words(text, beyond) + (han + 1) // 2 + (thai + 4) // 5


def has_words(document: Document, least: int) -> bool:
    """Return whether there are so many words to read; looks no further than these."""
    counted = 0
    for block in document.blocks:
        counted += word_count(Document((block,)))
        if counted >= least:
            return True
    return False


_ASCII = bytes(range(128))

_SIGNS = bytes(
    code for code in _ASCII if not (chr(code).isalnum() or chr(code).isspace() or code == ord("_"))
)
"""The ASCII characters of which no word is made."""

_MOST_SIGNS = 64
"""Signs beyond ASCII that are taken out one by one; of more a pattern finds all at once."""


def _beyond_ascii(text: str) -> str:
    """Return the characters of a text that are not ASCII, each once."""
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return "".join(set(beyond.decode("utf-8", "surrogatepass")))


def _written_words(text: str, beyond: str) -> int:
    """Return the number of words between spaces that have a letter or digit.

    Without its signs nothing is left of what is no word. `beyond`: the characters that are not ASCII.
    """
    signs = _compiled(r"[^\w\s]").findall(beyond)
    if len(signs) > _MOST_SIGNS:
        return len(_compiled(r"[^\w\s]+").sub("", text).split())
    kept = text.encode("utf-8", "surrogatepass").translate(None, _SIGNS)
    text = kept.decode("utf-8", "surrogatepass")
    for sign in signs:
        text = text.replace(sign, "")
    return len(text.split())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile on first use: it takes milliseconds, and the screen counts no words."""
    return re.compile(pattern)


def _plain(block: Block) -> str:
    text = _said(block)
    return f"{block.marker} {text}" if block.marker and text else text


def _said(block: Block) -> str:
    match block.kind:
        case "rule" | "media" | "notice":
            return ""
        case "figure":
            return "" if block.text == block.alt else block.text
        case "table":
            return "\n".join(filter(None, map(_row, block.rows)))
        case _:
            return block.text


def _row(row: tuple[Cell, ...]) -> str:
    return " | ".join(text for cell in row if (text := cell.text.replace("\n", " ")))


def _hrefs(document: Document) -> Iterator[str]:
    for block in document.blocks:
        for span in block.spans:
            if span.href:
                yield span.href
        for row in block.rows:
            for cell in row:
                for span in cell.spans:
                    if span.href:
                        yield span.href
        if block.kind == "media" and block.src:
            yield block.src
