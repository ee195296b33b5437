"""What stands around a headline on a page, and where therefore a headline is: byline, day, menu, path."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from reader.sources.saved.text.boilerplate import is_chrome
from reader.sources.saved.text.bylines import byline_of
from reader.sources.saved.text.names import is_name
from reader.sources.saved.text.roles import Piece
from reader.sources.saved.text.site_names import is_section
from reader.sources.saved.vocabulary.languages import phrases
from reader.sources.saved.vocabulary.phrases import any_of

_BETWEEN = ("chrome", "rule", "credit", "caption")
_MENU = 3
"""The names of sections that make a menu of the lines around them."""
ITEMS = 4
"""The short lines that make a row."""
_LONGEST_ITEM = 30
"""The most cells of a line of a menu."""
_STEP = re.compile(r"^[«‹←<]\s|\s[»›→]$")
"""Marks of a link to the page before or behind: `Two noons »`."""
_PERMALINK = re.compile("[ \u00a0]?[\u00b6\uf0c1\U0001f517]$")
"""The mark of a link to a heading itself, which manuals and notes put behind each heading: `Usage¶`."""
_LONGEST_HEADING = 120
"""The most cells of such a heading: sentences end with the mark of a paragraph, too."""
_WORDED = 16
"""The least characters of a title by which a path is told."""
_PATH_MARK = re.compile(r"\s[/|›»>→•·]\s")


def is_step(line: str) -> bool:
    """Return whether the line is a link to the article before or behind this one."""
    return _STEP.search(line) is not None and line.count("«") != line.count("»")


def linked_heading(pieces: Sequence[Piece]) -> tuple[int, str] | None:
    """Return the first heading that has a link to itself, and its words; None where no line has one."""
    for place, piece in enumerate(pieces):
        words = _PERMALINK.sub("", piece.line.text)
        heading = words != piece.line.text and piece.line.width <= _LONGEST_HEADING
        if heading and any(map(str.isalnum, words)) and not words.endswith((".", "。")):
            return place, words
    return None


def is_signature(piece: Piece) -> bool:
    """Return whether the line says who wrote an article, or when: both stand below its headline."""
    if piece.role == "byline":
        return True
    days = [moment for moment in piece.dates.moments if moment.dated]
    if piece.role != "date" or not days or days[0].kind == "captured":
        return False
    head = piece.dates.head
    return bool(days[0].kind) or len(head) <= _SMALL_WORD or is_name(head) or byline_of(head) is not None


_FEW = 3
"""The most words of a line that is hardly a headline."""
_SMALL_WORD = 4
"""The characters of a word before a date that names nothing else: `on`, `vom`."""


def _is_deck(piece: Piece) -> bool:
    return piece.role in ("paragraph", "sentence", "short") and piece.line.width > _LONGEST_ITEM


def is_signed(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether byline or day stand right below the line, or below the deck that follows it."""
    window = range(place + 1, min(place + 7, len(pieces)))
    below = [at for at in window if pieces[at].role not in _BETWEEN][:2]
    if not below:
        return False
    if pieces[place].line.width <= _LONGEST_ITEM and _day_is_an_overline(pieces, below[0]):
        return False
    first, second = pieces[below[0]], pieces[below[-1]]
    return is_signature(first) or (_is_deck(first) and len(below) > 1 and is_signature(second))


def _day_is_an_overline(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether a bare day stands above a headline, so that a line above it is a menu."""
    if pieces[place].role != "date" or any(moment.kind for moment in pieces[place].dates.moments):
        return False
    return any(
        piece.role in ("short", "measure")
        and len(piece.line.match.split()) > _FEW
        and not is_name(piece.line.match)
        for piece in pieces[place + 1 : place + 3]
    )


def has_day_above(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether the line right above is an article's day or byline, as an overline has it."""
    above = next((piece for piece in reversed(pieces[:place]) if piece.role not in _BETWEEN), None)
    return above is not None and is_signature(above)


def menu_below(pieces: Sequence[Piece], place: int, end: int) -> bool:
    """Return whether a site's menu stands between the line and the index `end`."""
    names = 0
    for piece in pieces[place + 1 : end]:
        line = piece.line.match
        if piece.line.width > _LONGEST_ITEM or piece.role not in ("short", "chrome", "measure"):
            names = 0
        elif _is_of_menu(line):
            names += 1
        if names >= _MENU:
            return True
    return False


@lru_cache(512)
def _is_of_menu(line: str) -> bool:
    """Return whether a short line is one that menus have; it is asked for each line above it."""
    return is_section(line) or _home().fullmatch(line) is not None


def is_item(piece: Piece) -> bool:
    """Return whether the line is as short as an item of a menu."""
    return piece.role in ("short", "chrome") and piece.line.width <= _LONGEST_ITEM


def is_amid_items(pieces: Sequence[Piece], place: int, end: int) -> bool:
    """Return whether a row of short lines follows before the index `end`, or the line is amid such a row."""
    below = above = 0
    while place + 1 + below < end and is_item(pieces[place + 1 + below]):
        below += 1
    while place - 1 - above >= 0 and is_item(pieces[place - 1 - above]):
        above += 1
    return below >= ITEMS or (below > 0 and is_item(pieces[place]) and above + below >= ITEMS)


@cache
def _home() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(phrases('page', 'home'))})", re.IGNORECASE)


def below_path(pieces: Sequence[Piece], place: int) -> int:
    """Return the title right below a path that ends with it, `Home Garden Two noons`; `place` for others.

    A headline with its deck behind a colon, and the deck below it, is no path.
    """
    path = pieces[place].line.match.casefold()
    for below in range(place + 1, min(place + 3, len(pieces))):
        words = pieces[below].line.match.casefold()
        before = path.removesuffix(words).rstrip()
        if len(words) >= _WORDED and before and before != path and before[-1] not in ":–—-":
            return below
    return place


def path_end(line: str) -> str | None:
    """Return the last part of a path through the site, `Home / World / Two noons`; None for other lines."""
    parts = [part.strip() for part in _PATH_MARK.split(line)]
    first = parts[0].rpartition(":")[2].strip()
    if len(parts) < 2 or not (_home().fullmatch(first) or is_chrome(first)):
        return None
    return parts[-1]
