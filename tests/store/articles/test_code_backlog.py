"""The code of articles that an older version kept is coloured by and by, and nothing else of them changes."""

from pathlib import Path

import msgspec
import pytest

from reader.document.blocks import Block, Document, Span
from reader.document.serialization import deserialize, deserialize_raw, serialize
from reader.store import bodies, state
from reader.store.articles import articles, code_backlog
from reader.store.database.connection import Database, open_store

RAW = b"<p>One</p><pre>x = 1</pre>"
PLAIN = Document(
    (
        Block("paragraph", "One", (Span(0, 3, "em"),)),
        Block("code", "x = 1", src="python"),
        Block("code", "y = 2"),
    ),
    version=1,
)


def keep(db: Database, article: int, packed: bytes) -> None:
    db.execute("UPDATE body SET packed = ? WHERE article = ?", (packed, article))


def kept(db: Database, article: int) -> Document:
    body = articles.body(db, article)
    assert body is not None
    return deserialize(body)


def test_it_is_done_in_slices_newest_first(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_backlog, "SLICE", 2)
    db = open_store(old)
    for id in range(1, 6):
        keep(db, id, bodies.packer(db)(serialize(PLAIN, RAW, "https://a.example/")))
    articles.keep_position(db, 5, 1, 2)
    before = db.execute("SELECT group_concat(fingerprint || title) FROM article").get
    done = []
    while code_backlog.colour_backlog(db):
        done.append([id for id in range(1, 6) if kept(db, id).blocks[1].tokens])
    assert done == [[4, 5], [2, 3, 4, 5]]
    for id in range(1, 6):
        assert kept(db, id).blocks[1].tokens
        assert not kept(db, id).blocks[2].tokens
        bare = [msgspec.structs.replace(block, tokens=()) for block in kept(db, id).blocks]
        assert bare == list(PLAIN.blocks)
        body = articles.body(db, id)
        assert body is not None
        assert deserialize_raw(body) == (RAW, "https://a.example/")
    assert articles.position(db, 5) == (1, 2)
    assert db.execute("SELECT group_concat(fingerprint || title) FROM article").get == before
    assert state.value(db, code_backlog.UNEXAMINED) is None
    assert not code_backlog.colour_backlog(db)
    db.close()


def test_damaged_bodies_and_those_without_code_stay_as_they_are(old: Path) -> None:
    db = open_store(old)
    keep(db, 1, b"\x00damaged")
    keep(db, 2, b"")
    before = db.execute("SELECT group_concat(hex(packed)) FROM body").get
    assert not code_backlog.colour_backlog(db)
    assert db.execute("SELECT group_concat(hex(packed)) FROM body").get == before
    db.close()
