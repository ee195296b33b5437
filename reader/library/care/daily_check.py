"""The daily check of the library, in slices: each run goes on where the last one stopped.

What takes seconds in a library of a million articles is done by and by: no run takes more of a processor than
`SHARE` of the time since the one before, and between two slices whoever waits has his turn.
"""

import time
from collections.abc import Iterator
from contextlib import closing, suppress

from reader.library.library import Library
from reader.store import state
from reader.store.database import checks
from reader.store.database.connection import open_store
from reader.store.database.errors import BrokenIndex, DamagedLibrary, OutOfMemory, StoreError
from reader.store.search import index, rebuild

STANDS = "check"
"""The key in the store's state of where the check stands: its purpose, a part, a word; none: it is done."""

PAUSED = "check_paused"
"""The key in the store's state of the time when a run last stopped, in UTC seconds."""

SHARE = 0.01
"""The part of a processor's time that is for it."""

MOST = 10.0
"""Seconds of a processor's time that a run takes at most, but for what cannot be done in parts."""

PARTS = ("file", "words", "articles")
"""What is looked at: the file's pages and rows, the search index's words, whether that has all articles."""


def begin(library: Library, purpose: str) -> None:
    """Begin a check, for a purpose of one word that `purpose_of` tells. One that is under way goes on."""
    if purpose_of(library) is None:
        state.keep(library.db, STANDS, f"{purpose} {PARTS[0]} ")


def purpose_of(library: Library) -> str | None:
    """Return what the check that is under way is for; None where none is."""
    stands = state.value(library.db, STANDS)
    return stands.partition(" ")[0] if stands is not None else None


def go_on(library: Library) -> checks.Soundness | None:
    """Go on with the check that was begun. Returns what was found once it is done, else None.

    A search index that is out of step is noted, for `rebuild`. Raises `StoreError`.
    """
    ends = time.thread_time() + _allowed(library)
    found: checks.Soundness | None = None
    for found in _slices(library):
        if found is not None or time.thread_time() >= ends:
            break
    state.keep(library.db, PAUSED, str(library.clock()))
    if found is not None:
        state.forget(library.db, STANDS)
    return found


def _allowed(library: Library) -> float:
    """Return the seconds that this run may take of a processor."""
    paused = state.number(library.db, PAUSED)
    waited = library.clock() - paused if paused is not None else -1
    return min(MOST, waited * SHARE) if waited >= 0 else MOST


def _slices(library: Library) -> Iterator[checks.Soundness | None]:
    """Look at one part after the other, a slice at a time. Yields what was found at the end, else None."""
    purpose, part, word = [*(state.value(library.db, STANDS) or "").split(" "), "", ""][:3]
    for name in PARTS[PARTS.index(part) if part in PARTS else 0 :]:
        if name == "file":
            found = _file(library)
            if found.file or found.rows:
                yield found
            if found.search:
                index.note_broken(library.db)
        elif rebuild.is_rebuilding(library.db):
            break
        elif name == "words":
            for last in _words(library, word):
                state.keep(library.db, STANDS, f"{purpose} {name} {last}")
                yield None
        elif not rebuild.agrees(library.db):
            index.note_broken(library.db)
        following = PARTS[PARTS.index(name) + 1 :]
        if following:
            state.keep(library.db, STANDS, f"{purpose} {following[0]} ")
            yield None
    yield checks.Soundness()


def _file(library: Library) -> checks.Soundness:
    """Check the file on a connection that knows no full-text index: FTS5 would read all of it in one go.

    It can write, as SQLite looks at the constraints of no table that it could not write to. Raises
    `OutOfMemory`.
    """
    try:
        with closing(open_store(library.paths.library)) as db, checks.breathing(db):
            db.drop_modules(None)
            return checks.soundness(db)
    except OutOfMemory:
        raise
    except StoreError as error:
        return checks.Soundness(file=(str(error),))


def _words(library: Library, word: str) -> Iterator[str]:
    """Read the places of all words from this one on. Yields the last word of each slice."""
    broken = True
    with suppress(BrokenIndex, DamagedLibrary):
        while (last := rebuild.read_words(library.db, word, checks.SLICE)) is not None:
            yield last
            word = last
            time.sleep(checks.BREATH)
        broken = False
    if broken:
        index.note_broken(library.db)
