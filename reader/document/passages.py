"""Passages of an article: kept by their words, and found by these again after its text has changed.

A passage is whole words that follow each other. It is in its place where its words stand there as they did,
between the words that stood around it. Where that cannot be told it has lost its place: other words are never
taken for it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain, islice, takewhile, zip_longest
from typing import NamedTuple

import msgspec

from reader.document.blocks import Block
from reader.document.scripts import UNSPACED
from reader.document.stretch import Stretch

CONTEXT = 12
"""Words before and behind a passage that are kept with it."""

ENOUGH = 8
"""Words that must stand where they stood: the passage's own, if it occurred once, and those around it."""

LONGEST = 20_000
"""Characters of a passage at most."""

_SILENT = frozenset(("rule", "media", "notice", "table"))
"""The kinds of blocks whose words cannot be kept: what they show is not one text."""


class Word(NamedTuple):
    """A word of an article's blocks."""

    block: int
    """The index of its block."""
    start: int
    """Its first character in the block's text."""
    end: int
    """The character behind its last."""
    bare: str
    """The word as it is compared: in one spelling of quotes and dashes, without the stops around it."""


class Passage(msgspec.Struct, frozen=True):
    """A passage, and what tells it from others with the same words."""

    text: str
    before: str = ""
    """The words before it."""
    after: str = ""
    """The words behind it."""
    copies: int = 1
    """How often its words occurred in the article."""
    places: int = 1
    """How many of these had the same words around them."""
    number: int = 1
    """Which of those it was, from 1."""
    rival: int = 0
    """How many words around any other copy were the same."""


_EDGE = ""
"""In the place of a word where the text begins or ends."""

# Compiled when first needed (`re` keeps it), as it takes milliseconds.
_WORD = rf"[{UNSPACED}][^\w\s]*|(?:[^\s{UNSPACED}])+"
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_SPELLINGS = str.maketrans("‘’‚“”„«»‐‑‒–—−", '\'\'\'"""""------') | _ZERO_WIDTH
_PAUSES = ",;:、，；："
"""What is no part of a passage that ends with it."""
_STOPS = ".,;:!?…'\"()[]·。、，；：！？「」『』（）"


def words_of(blocks: Sequence[Block]) -> list[Word]:
    """Return the words of blocks, but those of tables and of what is no text."""
    return [
        Word(index, found.start(), found.start() + len(found[0].rstrip(_PAUSES) or found[0]), bare)
        for index, block in enumerate(blocks)
        if block.kind not in _SILENT and not (block.kind == "figure" and block.text == block.alt)
        for found in re.finditer(_WORD, block.text)
        if (bare := _bare(found[0]))
    ]


def _bare(word: str) -> str:
    spelled = unicodedata.normalize("NFC", word.translate(_SPELLINGS))
    return spelled.strip(_STOPS) or spelled


def passage(blocks: Sequence[Block], words: Sequence[Word], first: int, last: int) -> Passage | None:
    """Return the passage from one word of the blocks to another; None where it is too long to be kept."""
    text = text_of(blocks, words[first : last + 1])
    if len(text) > LONGEST:
        return None
    bare = [word.bare for word in words]
    wanted, before, after = bare[first : last + 1], bare[max(0, first - CONTEXT) : first], bare[last + 1 :]
    after = after[:CONTEXT]
    found = _occurrences(bare, wanted)
    agreeing = {at: _agreeing(bare, at, wanted, before, after) for at in found}
    alike = [at for at in found if agreeing[at] == agreeing[first]]
    rival = max((count for count in agreeing.values() if count < agreeing[first]), default=0)
    number = alike.index(first) + 1
    return Passage(text, " ".join(before), " ".join(after), len(found), len(alike), number, rival)


def text_of(blocks: Sequence[Block], words: Sequence[Word]) -> str:
    """Return the text from the first of these words to the last, a blank line between two blocks."""
    return "\n\n".join(
        blocks[stretch.block].text[stretch.start : stretch.end] for stretch in stretches(words)
    )


def stretches(words: Sequence[Word]) -> list[Stretch]:
    """Return where words that follow each other stand, a part of each block."""
    found: list[Stretch] = []
    for word in words:
        if found and found[-1].block == word.block:
            found[-1] = found[-1]._replace(end=word.end)
        else:
            found.append(Stretch(word.block, word.start, word.end))
    return found


def find(words: Sequence[Word], kept: Passage) -> tuple[int, int] | None:
    """Return the first and the last word of a passage; None where it has lost its place."""
    bare = [word.bare for word in words]
    wanted, before, after = _words(kept.text), _words(kept.before), _words(kept.after)
    if not wanted:
        return None
    agreeing = {at: _agreeing(bare, at, wanted, before, after) for at in _occurrences(bare, wanted)}
    most = max(agreeing.values(), default=0)
    own = len(wanted) if kept.copies == 1 else 0
    whole = own + len(before) + len(after) + (len(before) < CONTEXT) + (len(after) < CONTEXT)
    if own + most < min(ENOUGH, whole) or (kept.rival and most <= kept.rival):
        return None
    best = [at for at, count in agreeing.items() if count == most]
    if len(best) != kept.places or not 0 < kept.number <= kept.places:
        return None
    return best[kept.number - 1], best[kept.number - 1] + len(wanted) - 1


def _words(text: str) -> list[str]:
    return [bare for found in re.finditer(_WORD, text) if (bare := _bare(found[0]))]


def _occurrences(bare: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Return where these words stand one behind the other."""
    length, at = len(wanted), -1
    found: list[int] = []
    while True:
        try:
            at = bare.index(wanted[0], at + 1)
        except ValueError:
            return found
        if bare[at : at + length] == wanted:
            found.append(at)


def _agreeing(
    bare: Sequence[str], at: int, wanted: Sequence[str], before: Sequence[str], after: Sequence[str]
) -> int:
    """Return how many words around an occurrence are those that were there, without a gap.

    The text's beginning and its end count as words, where they were that near.
    """
    return _same(reversed(before), reversed(bare[max(0, at - CONTEXT) : at])) + _same(
        after, bare[at + len(wanted) : at + len(wanted) + CONTEXT]
    )


def _same(kept: Iterable[str], there: Iterable[str]) -> int:
    """Return how many words are the same, one after the other; `_EDGE` is behind those that are fewer."""
    pairs = zip_longest(islice(chain(kept, (_EDGE,)), CONTEXT), islice(chain(there, (_EDGE,)), CONTEXT))
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
