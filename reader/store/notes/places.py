"""Where the highlights of an article are in what it says."""

from collections.abc import Sequence

from reader.document import serialization
from reader.document.parts import parted
from reader.document.passages import find, stretches, words_of
from reader.document.stretch import Stretch
from reader.model import Highlight
from reader.store import bodies
from reader.store.database.connection import Database, rows
from reader.store.notes.notes import Note, notes_of


def places(body: bytes | None, notes: Sequence[Note]) -> list[list[Stretch]]:
    """Return the stretches of each highlight in a serialized document; none for one that lost its place.

    Blocks are counted as they are shown (`document.parts`). Raises `ValueError` on a damaged document.
    """
    if not body:
        return [[] for _ in notes]
    words = words_of(parted(serialization.deserialize(body).blocks))
    found = [find(words, note.passage) for note in notes]
    return [stretches(words[place[0] : place[1] + 1]) if place else [] for place in found]


def highlights_of(db: Database, article: int) -> tuple[Highlight, ...]:
    """Return an article's highlights, the oldest first; of a damaged text none has lost its place."""
    notes = notes_of(db, [article])
    if not notes:
        return ()
    found = rows(db, "SELECT packed FROM body WHERE article = ?", (article,))
    try:
        lost = [not there for there in places(bodies.unpacked(db, found[0][0]) if found else None, notes)]
    except ValueError:
        lost = [False] * len(notes)
    return tuple(
        Highlight(note.passage.text, note.note, note.at, gone) for note, gone in zip(notes, lost, strict=True)
    )
