"""A name made shorter for what matters more: to its first words, its first letters, to nothing."""

import re

from reader.document.layout.wrap import widest
from reader.document.sanitize import EMPTY, SafeText, sanitize
from reader.ui.text.cells import ELLIPSIS, crop

LEAST_LETTERS = 10
"""The cells below which the first letters of a name, with their ellipsis, say little: one beside
another, each of another length, they leave a list ragged.
"""

LEAST_WORD = 4
"""The letters of a word that a name may end with: fewer are an article, an `of` or an `und`."""

ASIDES = frozenset("-–—|·/:•")
"""The signs that stand for themselves between a name and what it says of itself: `Tidemill - local news`."""


def shortened(name: SafeText, width: int) -> SafeText:
    """Shorten a name to at most `width` cells in any terminal.

    Returns as many of its first words as have room and can stand alone, without a sign: `Harbour` for
    `Harbour Gazette`, never a part of what stands behind a dash; else its first letters with an ellipsis;
    nothing where only few of them have room.
    """
    if width <= 0:
        return EMPTY
    if widest(name) <= width:
        return name
    words = name.split(" ")
    if aside := next((place for place, word in enumerate(words) if place and word in ASIDES), 0):
        return shortened(sanitize(" ".join(words[:aside])), width)
    words.pop()
    while words and not (_stands(words[-1]) and widest(" ".join(words)) <= width):
        words.pop()
    if words:
        return sanitize(" ".join(words).rstrip(",:;–—-|·/"))
    letters = name_in(name, width) if width >= LEAST_LETTERS else EMPTY
    return EMPTY if name.startswith(f"{letters.rstrip(ELLIPSIS + '.')} ") else letters


_ADDRESS = re.compile(r"[!-.0-~]+/[!-~]+")
"""An address that stands for a title, without its scheme."""


_USUAL_END = re.compile(r"(?<=[^/])/(?:rss|atom|feed|index)(?:[./][a-z]+)*$")
"""How the addresses of very many feeds end."""


def name_in(name: SafeText, width: int) -> SafeText:
    """Cut a feed's name to at most `width` cells, with an ellipsis where something is cut off.

    Of an address the beginning gives way, and the words with which many end: several untitled feeds of one
    host differ by what stands between.
    """
    if len(name) <= width or not _ADDRESS.fullmatch(name):
        return crop(name, width)
    telling = _USUAL_END.sub("", name)
    address = sanitize(telling if "/" in telling else name)
    start = crop(address, width // 3)
    if len(address) <= width or width <= len(start):
        return crop(address, width)
    return sanitize(start + address[len(start) - width :])


def _stands(word: str) -> bool:
    """Tell whether a name may end with this word: `BBC`, not `The` or `and`."""
    return (word.isupper() and len(word) > 1) or sum(map(str.isalnum, word)) >= LEAST_WORD
