"""Libraries as older versions made them."""

from pathlib import Path

import apsw
import pytest

from reader.document.serialization import serialize
from reader.document.text import from_text
from reader.store import bodies
from reader.store.database import schema


@pytest.fixture
def old(path: Path) -> Path:
    """A library of the version before, with five articles, of which every second has no title."""
    path.parent.mkdir(exist_ok=True)
    connection = apsw.Connection(str(path))
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION}; PRAGMA journal_mode = WAL")
    for script in schema.migrations()[:5]:
        connection.execute(script)
    connection.pragma("user_version", 5)
    for id in range(1, 6):
        connection.execute(
            """INSERT INTO article (id, sort_at, complete, words, received, title, fingerprint, text_hash)
               VALUES (?, 1, 2, 2, 1, ?, 1, 1)""",
            (id, "" if id % 2 else f"Title {id}"),
        )
        body = bodies.packer(connection)(serialize(from_text(f"Gull {id}.")))  # type: ignore[arg-type]
        connection.execute("INSERT INTO body VALUES (?, NULL, ?)", (id, body))
    connection.close()
    return path
