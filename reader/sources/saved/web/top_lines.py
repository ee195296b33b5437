"""Take byline and date out of the lines above a page's text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from reader.document.blocks import Block, Document
from reader.model import Date, Fact
from reader.sources.saved.article import dated
from reader.sources.saved.dates.find import DatedLine, Moment, find_dates
from reader.sources.saved.dates.resolve import Setting, resolved
from reader.sources.saved.dates.timezones import Clues
from reader.sources.saved.lines import normalize
from reader.sources.saved.text.boilerplate import is_chrome
from reader.sources.saved.text.bylines import Byline, byline_of

_MOST = 5
"""The most blocks above the first paragraph that are examined, headings and pictures included."""
_LONGEST = 140
"""The most characters of a byline or date line."""


@dataclass(frozen=True, slots=True)
class Top:
    """The text, with author and publication from the metadata or from the lines above it."""

    document: Document
    author: Fact | None
    published: tuple[Date, Fact] | None


def take_top_lines(
    document: Document, author: Fact | None, published: tuple[Date, Fact] | None, clues: Clues
) -> Top:
    """Take byline and date lines out of the document's beginning. Returns the rest with its facts.

    The page's metadata (`author`, `published`) is surer: a line that contradicts it stays in the text.
    """
    top = Top(document, author, published)
    kept: list[Block] = []
    for place, block in enumerate(document.blocks):
        if block.kind in ("heading", "figure", "rule") and place < _MOST:
            kept.append(block)
            continue
        taken = _taken(top, block, clues) if block.kind == "paragraph" and place < _MOST else None
        if taken is None:
            return replace(top, document=Document((*kept, *document.blocks[place:]), document.version))
        top = taken
    return Top(document, author, published)


def below_heading(page: Document, title: str, top: Top, clues: Clues) -> Top:
    """Add the byline and date right below the page's heading, where the text leaves them out.

    A page may have its heading twice, for screens of two sizes: the first with something below it counts.
    """
    for place, block in enumerate(page.blocks):
        if block.kind == "heading" and _is_title(block.text, title):
            found = _below(page.blocks[place + 1 : place + _MOST], top, clues)
            if found != top:
                return found
    return top


def _is_title(heading: str, title: str) -> bool:
    """Return whether it is the title, or that without the site's name behind it."""
    words, wanted = heading.casefold().strip(), title.casefold().strip()
    if words.split() == wanted.split():
        return True
    return len(words) > len(wanted) / 2 and wanted.startswith(words) and not wanted[len(words)].isalnum()


def _below(blocks: Sequence[Block], top: Top, clues: Clues) -> Top:
    """Return `top` with what the lines below the heading add: in a list or below a picture too."""
    given = top
    for block in blocks:
        if block.kind in ("figure", "rule") and top is given:
            continue
        says_day = block.kind == "heading" and find_dates(normalize(block.text)).bare
        line = msgspec.structs.replace(block, marker="")
        taken = _taken(top, line, clues) if says_day or block.kind == "paragraph" else None
        if taken is None:
            return top
        top = taken
    return top


def _taken(top: Top, block: Block, clues: Clues) -> Top | None:
    """Return `top` with what the block adds; None where it is no byline or date line."""
    match = normalize(block.text)
    if len(match) > _LONGEST or block.marker or block.quote or is_chrome(match):
        return None
    dates = find_dates(match)
    byline = byline_of(match) if not dates.moments else byline_of(dates.head) or byline_of(dates.tail)
    if byline is None and (not dates.bare or _says_of_what(match, dates)):
        return None
    if byline and not _agrees(top.author, byline):
        return None
    date = _date(dates, clues, block.text)
    if dates.moments and (date is None or not _same_day(top.published, date)):
        return None
    author = top.author or (Fact(byline.author, byline.rule) if byline else None)
    return Top(top.document, author, top.published or (dated(date) if date else None))


def _agrees(author: Fact | None, byline: Byline) -> bool:
    """Return whether nobody is known as the author, or somebody of the byline is."""
    if author is None:
        return True
    known = author.value.casefold()
    return any(name.casefold() in known for name in byline.author.split(", "))


def _date(dates: DatedLine, clues: Clues, raw: str) -> Date | None:
    """Return the line's first date if it has a year and a certain day, and is not an update's."""
    moment = _first(dates.moments)
    if moment is None or moment.year is None or moment.ambiguous:
        return None
    return resolved(moment, Setting(clues), "line above the text", raw)


def _first(moments: Sequence[Moment]) -> Moment | None:
    return next((moment for moment in moments if moment.dated and moment.kind in ("", "published")), None)


def _says_of_what(match: str, dates: DatedLine) -> bool:
    """Return whether words of another kind stand before the date: `When: 12 August 2027, 19:00`."""
    first = dates.moments[0] if dates.moments else None
    return first is not None and not first.kind and match[: first.start].rstrip().endswith(":")


def _same_day(known: tuple[Date, Fact] | None, date: Date) -> bool:
    return known is None or abs(known[0].at - date.at) <= 2 * 86_400
