"""What is damaged in one row is that row's fault: the others are read, and repairing mends it."""

import random
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from reader.model import FeedChange, ParsedArticle, Query
from reader.store import state as facts
from reader.store.articles import articles, revisions
from reader.store.changes import marks, saved_searches
from reader.store.database.checks import Soundness, soundness
from reader.store.database.connection import Database, StoreError
from reader.store.feeds import feeds, refresh_state, responses
from reader.store.lists import headlines
from reader.store.repair import rows
from reader.store.repair.tables import KEYED, TABLES
from tests.store.making import NOW, answer, found, parsed, rich, state, subscribe, text_of, titles

BAD = "CAST(x'4261ff64' AS TEXT)"
"""SQL for text with a byte that UTF-8 does not have; `Ba\ufffdd` where it is replaced."""

SHOWN = "Ba\ufffdd"


def damage(db: Database, sql: str) -> None:
    """Change rows as a failing disk does: past every rule of the schema, and past the indexes."""
    schema = db.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema").fetchall()
    _write_schema(
        db,
        "DELETE FROM sqlite_schema WHERE type = 'index' AND sql > '';"
        "UPDATE sqlite_schema SET sql = replace(replace(sql, ' NOT NULL', ''), ' STRICT', '')"
        " WHERE type = 'table' AND rootpage > 0",
    )
    try:
        db.execute(sql)
    finally:
        _write_schema(db, "DELETE FROM sqlite_schema")
        db.execute("PRAGMA writable_schema = ON")
        db.executemany("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", schema)
        db.execute("PRAGMA writable_schema = RESET")


def _write_schema(db: Database, sql: str) -> None:
    db.execute("PRAGMA writable_schema = ON")
    try:
        db.execute(sql)
    finally:
        db.execute("PRAGMA writable_schema = RESET")


@pytest.fixture
def library(db: Database) -> Database:
    """A feed of thirty articles, with marks, tags, a former text, a correction and a saved search."""
    feed = subscribe(db)
    answer(db, feed, [rich(1), *(parsed(n) for n in range(2, 31))])
    answer(db, feed, [parsed(2, text="Another text entirely, and much of it.")])
    marks.tag(db, [3, 4], ["boats"], [], now=NOW)
    marks.mark(db, [5], starred=True, now=NOW)
    articles.correct(db, 6, author="Ada", now=NOW)
    saved_searches.keep_search(db, "Ships", "ferries", now=NOW)
    return db


TEXTS = [
    *(("article", column) for column in ("title", "link", "author", "site", "published_zone")),
    *(("feed", column) for column in ("title", "name", "site", "folder", "error", "etag", "last_modified")),
    ("feed", "ways"),
    ("article_tag", "tag"),
    ("correction", "value"),
    ("state", "value"),
    ("revision", "title"),
    ("saved_search", "name"),
    ("action", "label"),
]


@pytest.mark.parametrize(("table", "column"), TEXTS, ids=lambda value: value)
def test_text_that_is_no_utf8_is_read_named_and_mended(library: Database, table: str, column: str) -> None:
    db = library
    facts.keep(db, "theme", "night")
    rowid = {"article_tag": "article = 3", "correction": "article = 6", "state": "name = 'theme'"}
    db.execute(f"UPDATE {table} SET {column} = {BAD} WHERE {rowid.get(table, 'id = 1')}")
    read_everything(db)
    [found] = rows.find(db)
    assert (found.table, found.columns) == (table, (column,))
    rows.repair(db, [found])
    assert list(rows.find(db)) == []
    assert soundness(db) == Soundness()
    assert db.pragma("integrity_check") == "ok"
    read_everything(db)


def read_everything(db: Database) -> None:
    """Read what lists, articles, feeds and the undo log show."""
    listed = [id for id, _ in headlines.ids(db, Query())]
    assert len(listed) == 30
    assert len(headlines.headlines(db, listed)) == 30
    for id in listed:
        assert articles.article(db, id) is not None
        revisions.former(db, id)
    assert len(feeds.feeds(db, NOW)) == 1
    assert len(refresh_state.feed_states(db, None, None)) == 1
    headlines.tags(db)
    saved_searches.searches(db)
    marks.actions(db, 20)
    assert len(found(db, "ferries")) == 29


def test_a_damaged_title_is_shown_with_replacement_characters(library: Database) -> None:
    library.execute(f"UPDATE article SET title = {BAD} WHERE id = 9")
    shown = {one.id: one for one in headlines.headlines(library, range(1, 31))}
    assert (shown[9].title, shown[9].damaged) == (SHOWN, True)
    assert [one.id for one in shown.values() if one.damaged] == [9]


IMPOSSIBLE = {
    "no title": "title = NULL",
    "bytes for a title": "title = x'0102'",
    "no sort key": "sort_at = NULL",
    "no time of arrival": "received = NULL",
    "arrived in the year 100,000": "received = 3093527980800",
    "published before the calendar": "published = -99999999999999",
    "text for a date": "published = 'yesterday'",
    "a precision that there is not": "published = 5, published_precision = 77",
    "a completeness that there is not": "complete = 9",
    "read twice": "read = 2",
    "words of text": "words = 'many'",
}


@pytest.mark.parametrize("values", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_values_that_mean_nothing_are_that_rows_fault(library: Database, values: str) -> None:
    db = library
    damage(db, f"UPDATE article SET {values} WHERE id = 9")
    shown = {one.id: one for one in headlines.headlines(db, range(1, 31))}
    assert len(shown) == 30
    assert [one.id for one in shown.values() if one.damaged] in ([9], [])
    assert articles.article(db, 9) is not None
    for date in (shown[9].published, shown[9].updated):
        assert date is None or date.iso()
    assert soundness(db).file == ()
    [damaged] = rows.find(db)
    assert (damaged.table, damaged.key) == ("article", 9)
    rows.repair(db, [damaged])
    assert list(rows.find(db)) == []
    assert db.pragma("integrity_check") == "ok"
    read_everything(db)


DAMAGED_BODIES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda packed: packed[: len(packed) // 2],
    "noise": lambda packed: random.Random(1).randbytes(len(packed)),
    "flipped": lambda packed: packed[:12] + bytes([packed[12] ^ 0xFF]) + packed[13:],
    "zlib of noise": lambda packed: b"\x78" + packed,
}


@pytest.mark.parametrize("spoil", DAMAGED_BODIES.values(), ids=DAMAGED_BODIES.keys())
def test_a_body_that_cannot_be_unpacked_is_named_emptied_and_brought_again(
    library: Database, spoil: Callable[[bytes], bytes]
) -> None:
    db = library
    responses.keep_response(
        db, replace(state(db, 1), etag='"a"', last_modified="then", body_hash="b"), None, now=NOW
    )
    packed = db.execute("SELECT packed FROM body WHERE article = 9").get
    db.execute("UPDATE body SET packed = ? WHERE article = 9", (spoil(packed),))
    with pytest.raises(ValueError, match="damaged"):
        text_of(db, 9)
    [damaged] = rows.find(db)
    assert (damaged.words, damaged.key) == ("article 9: text", 9)
    rows.repair(db, [damaged])
    assert text_of(db, 9) == ""
    asked = state(db, 1)
    assert (asked.etag, asked.last_modified, asked.body_hash) == (None, None, None)
    again: list[ParsedArticle] = [parsed(n) for n in range(30, 2, -1)]
    answer(db, 1, again)
    title = next(one.title for one in headlines.headlines(db, [9]))
    assert text_of(db, 9) == "Ferries crossed the harbour at dawn."
    assert not headlines.edited(db, [9]), title
    assert len(titles(db)) == 30


def test_details_that_cannot_be_unpacked_leave_the_article(library: Database) -> None:
    library.execute("UPDATE body SET extra = x'ffffff' WHERE article = 1")
    article = articles.article(library, 1)
    assert article is not None
    assert article.headline.damaged
    [damaged] = rows.find(library)
    rows.repair(library, [damaged])
    assert list(rows.find(library)) == []


def test_an_action_whose_record_is_damaged_is_not_undone_and_removed_by_a_repair(library: Database) -> None:
    library.execute("UPDATE action SET before = x'81a4' WHERE id = (SELECT max(id) FROM action)")
    with pytest.raises(StoreError, match="cannot be undone"):
        marks.undo(library, now=NOW)
    [damaged] = rows.find(library)
    rows.repair(library, [damaged])
    assert marks.undo(library, now=NOW) is not None


def test_a_dictionary_that_is_damaged_keeps_no_article_from_being_kept(library: Database) -> None:
    library.execute("INSERT INTO dictionary VALUES (77, 30, x'37a430ecffff')")
    assert answer(library, 1, [parsed(99)]).new == 1
    assert text_of(library, 31) == "Ferries crossed the harbour at dawn."


def test_reading_a_sound_library_reads_no_row_twice(
    library: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> list[tuple[object, ...]]:
        raise AssertionError("a sound library needs no second reading")

    monkeypatch.setattr("reader.store.database.connection.lenient_rows", refuse)
    read_everything(library)


def test_a_feed_whose_name_is_damaged_can_be_given_another_and_that_be_undone(library: Database) -> None:
    library.execute(f"UPDATE feed SET name = {BAD}")
    assert feeds.edit_feed(library, 1, FeedChange(title="Harbour"), now=NOW)
    assert marks.undo(library, now=NOW) is not None
    assert [feed.title for feed in feeds.feeds(library, NOW)] == [SHOWN]


def test_numbers_that_the_program_keeps_for_itself_may_be_damaged(library: Database) -> None:
    facts.keep(library, "daily", "1")
    library.execute(f"UPDATE state SET value = {BAD} WHERE name = 'daily'")
    assert facts.number(library, "daily") is None


NOT_LOOKED_AT = {
    "body", "dictionary", "identity", "position", "twin", "twin_key", "sqlite_sequence",
    "said_outbox", "said_entry", "said_entity", "said_own", "said_file",
}  # fmt: skip
"""Tables of numbers and packed bytes, and what a shared folder says again; bodies have a way of their own."""


def test_every_column_of_text_is_looked_at(db: Database) -> None:
    looked_at = {table.name: {table.key, *table.columns} for table in TABLES}
    looked_at |= {name: set(columns) for name, columns in KEYED.items()}
    for (name,) in db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT GLOB 'search_*'"
    ).fetchall():
        if name not in NOT_LOOKED_AT:
            columns = {row[1] for row in db.execute(f"PRAGMA table_info({name})") if row[2] == "TEXT"}
            assert columns <= looked_at[str(name)], name
