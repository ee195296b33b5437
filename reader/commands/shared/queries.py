"""Which query the words of a command mean."""

import re
from collections.abc import Iterable

from reader.commands.context import note
from reader.library.library import Library
from reader.model import Query
from reader.nearest import nearest
from reader.queries import FIELDS, STATES, not_understood, parse_query
from reader.store.feeds.feeds import feeds

_FEEDS = re.compile(r"feed:|account:", re.IGNORECASE)
"""What in a query needs to know the feeds."""


def parsed_query(library: Library, words: Iterable[str]) -> Query:
    """Parse the words of a query; what only looks like a filter is noted on stderr."""
    text, now = " ".join(words), library.clock()
    for piece in not_understood(text, now=now):
        field = piece.lstrip("-").partition(":")[0].lower()
        hint = nearest(field, FIELDS) if field not in FIELDS else nearest(piece.lstrip("-"), STATES)
        note(f"{piece} is searched as words, as it is no filter{hint}")
    return parse_query(text, feeds=feeds(library.db) if _FEEDS.search(text) else [], now=now)
