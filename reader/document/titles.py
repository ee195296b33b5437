"""Whether a title can be seen, and what stands in place of one that cannot: the first words of the text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from unicodedata import category

from reader.document.sanitize import sanitize_line

if TYPE_CHECKING:  # lists, which no document is read for, ask of titles
    from reader.document.blocks import Document

LONGEST = 120
"""Characters of an opening at most: two lines of a list."""

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that draw nothing."""


def can_be_seen(title: str) -> bool:
    """Return whether anything of a title on one line can be seen."""
    return bool(title) and (title.isascii() or any(map(_visible, title)))


def _visible(character: str) -> bool:
    return category(character)[0] not in "ZCM" and character not in _BLANK


def opening(document: "Document") -> str:
    """Return the first words of what a document says on one line, else the words for its first picture.

    Returns nothing where nothing of either can be seen.
    """
    words = ""
    for piece in _pieces(document):
        words = f"{words} {piece}".lstrip()
        if len(words) > LONGEST:
            break
    return _cut(words) if can_be_seen(words) else ""


def _pieces(document: "Document") -> Iterator[str]:
    from reader.document.blocks import Document  # as above
    from reader.document.plain import to_text  # as above

    said = False
    for block in document.blocks:
        if text := sanitize_line(to_text(Document((block,)))[: 4 * LONGEST]):
            said = True
            yield text
    if not said:
        pictures = (block.alt or block.text for block in document.blocks if block.kind in ("figure", "media"))
        yield sanitize_line(next(filter(None, pictures), ""))


def _cut(words: str) -> str:
    """Cut words to the length of an opening: at a space, where there is one near the end."""
    if len(words) <= LONGEST:
        return words
    space = words.rfind(" ", LONGEST * 3 // 4, LONGEST)
    kept = words[: space if space > 0 else LONGEST - 1]
    while kept and category(words[len(kept)])[0] == "M":
        kept = kept[:-1]  # a mark stays with its letter
    return kept.rstrip(" ,;:–—-") + "…"
