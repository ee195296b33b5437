"""One line of an article's text around the first of the words that were looked for."""

import re
from collections.abc import Iterable, Sequence

from reader.model import Term
from reader.store.lists.fts_query import tokens
from reader.store.lists.normalize import normalize

LENGTH = 160
"""Characters."""

BEFORE = 50
"""Characters that are shown before the word."""

_NO_LETTER = r"\x00-/:-`{-\x7f"
"""What is no letter and no digit in normalized text: written so, patterns take a tenth of the time."""


def wanted_words(terms: Iterable[Term]) -> re.Pattern[str] | None:
    """Return the pattern to look for in normalized text; None where no term is looked for in texts."""
    phrases = [
        rf"[{_NO_LETTER}]+".join(map(re.escape, found))
        for term in terms
        if not term.negated and term.field == "any" and (found := tokens(term.text))
    ]
    return re.compile(rf"(?<![^{_NO_LETTER}])(?:{'|'.join(phrases)})") if phrases else None


def snippet(text: str, words: re.Pattern[str] | None) -> str:
    """Return one line of a text around the first of the words; its beginning where none is in it."""
    paragraphs = text.split("\n")
    for index, paragraph in enumerate(paragraphs):
        found = words.search(normalize(paragraph)) if words else None
        if found:
            before = paragraph[: _original_offset(paragraph, found.start())]
            after = " ".join([paragraph[len(before) :], *_enough(paragraphs[index + 1 :])])
            return _line(before, after, more=index > 0)
    return _line("", " ".join(_enough(paragraphs)), more=False)


def _enough(paragraphs: Sequence[str]) -> Iterable[str]:
    """Return as many paragraphs as can be shown."""
    length = 0
    for paragraph in paragraphs:
        if length > LENGTH:
            return
        length += len(paragraph)
        yield paragraph


def _original_offset(text: str, offset: int) -> int:
    """Return the place in a text that a place in its normalized form comes from."""
    length = 0
    for index, character in enumerate(text):
        length += len(normalize(character))
        if length > offset:
            return index
    return len(text)


def _line(before: str, after: str, *, more: bool) -> str:
    gap = " " if before[-1:].isspace() else ""
    before, after = " ".join(before.split()) + gap, " ".join(after.split())
    if len(before) > BEFORE:
        start = before.rfind(" ", 0, len(before) - BEFORE) + 1
        before, more = before[max(start, len(before) - 2 * BEFORE) :], True
    line = before + after
    if len(line) > LENGTH:
        end = line.rfind(" ", LENGTH // 2, LENGTH)
        line = line[: end if end > 0 else LENGTH].rstrip() + " …"
    return ("… " if more else "") + line
