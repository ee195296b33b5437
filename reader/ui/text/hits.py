"""Which place in a text that is found is the next, and where a text stands that is looked for. Pure."""

import re
from collections.abc import Sequence

from reader.store.search.places import Finder, nothing


def text_finder(wanted: str) -> Finder:
    """Return what finds a text as it was typed, in any case; nothing where nothing was typed."""
    if not wanted:
        return nothing
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    return lambda text: [found.span() for found in pattern.finditer(text)]


def next_place(places: Sequence[int], here: int | None, sight: range, step: int) -> int | None:
    """Choose the line to go to.

    `places`: the lines that have what is looked for, in order. `here`: the line gone to last; it counts while
    it is in `sight`, the lines that are seen. `step`: 1 for the next place, -1 for the previous one, 0 for
    the first one in sight, else the next one. At an end it begins anew from the other. Returns None where
    there is no place.
    """
    if not places:
        return None
    known = here if here is not None and here in sight else None
    if step < 0:
        before = sight.stop if known is None else known
        return next((place for place in reversed(places) if place < before), places[-1])
    after = sight.start - 1 if known is None or not step else known
    return next((place for place in places if place > after), places[0])
