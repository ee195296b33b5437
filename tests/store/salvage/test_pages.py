"""Rows read from the pages of a file, without SQLite, whatever bytes these hold."""

import random
import time
from pathlib import Path

import apsw
from hypothesis import given
from hypothesis import strategies as st

from reader.document.passages import Passage
from reader.model import FeedChange
from reader.store.accounts import items, subscriptions
from reader.store.accounts.subscriptions import There
from reader.store.articles import articles, saving
from reader.store.changes import marks
from reader.store.database import schema
from reader.store.database.connection import Database
from reader.store.database.schema import PAGE_SIZE
from reader.store.feeds import feeds
from reader.store.notes import notes
from reader.store.salvage.collecting import Collection
from reader.store.salvage.reading import read_all
from reader.store.salvage.records import INDEX_LEAF, TABLE_LEAF, cells, columns
from reader.store.salvage.tables import SAVED
from reader.store.salvage.walking import is_ours, walk
from tests.store.accounts.test_noting import incoming, made
from tests.store.making import NOW, answer, parsed, rich, subscribe

FAR = 10_000.0
"""Seconds that nothing takes."""


def fill(db: Database) -> None:
    feed = subscribe(db, folder="World")
    noise = random.Random(1)
    long = " ".join(f"{noise.getrandbits(64):x}" for _ in range(9_000))  # its body needs pages of its own
    answer(db, feed, [*(parsed(n) for n in range(2, 300)), rich(1), parsed(999, text=long)])
    saving.save_article(db, parsed(400, title="Ð" * 9_000), original="ab", now=NOW)
    marks.mark(db, range(1, 200, 3), starred=True, now=NOW)
    marks.tag(db, range(1, 50), ["boats", "ÄÖ"], [], now=NOW)
    marks.delete(db, [7], now=NOW)
    articles.correct(db, 9, title="Mine", now=NOW)
    articles.keep_position(db, 5, 7, 100_000)
    notes.keep(db, 11, Passage("Ferries crossed the harbour"), note="ask", now=NOW)
    account = made(db, "home")
    there = There("feed/1", "https://site.example/feed", "Site", None, "News")
    feed = subscriptions.apply(db, account, [there], now=NOW)["feed/1"]
    items.keep(db, account, [incoming(feed, number) for number in range(500, 520)], now=NOW)
    marks.mark(db, list(items.here(db, account, {"500", "501"}).values()), read=True, now=NOW)
    feeds.edit_feed(db, feed, FeedChange(title="Mine"), now=NOW)


def test_the_addresses_of_lost_feeds_are_told_by_their_index(
    db: Database, path: Path, tmp_path: Path
) -> None:
    fill(db)
    db.close()
    schema.make(tmp_path / "new.db")
    into = Collection(apsw.Connection(str(tmp_path / "new.db")))
    walk(path, into, time.monotonic() + FAR)
    found = set(into.db.execute("SELECT id, url FROM temp.address"))
    assert found == {(1, "https://example.org/feed"), (2, "https://site.example/feed")}
    into.db.close()


def collected(path: Path, folder: Path, *, through_sqlite: bool) -> dict[str, set[tuple[object, ...]]]:
    """All rows that are read, by their tables."""
    schema.make(folder / "new.db")
    into = Collection(apsw.Connection(str(folder / "new.db")))
    (read_all if through_sqlite else walk)(path, into, time.monotonic() + FAR)
    assert not any(into.broken.values())
    found = {name: set(into.db.execute(f"SELECT * FROM {name}")) for name in SAVED}
    into.db.close()
    (folder / "new.db").unlink()
    return found


def test_pages_give_the_rows_that_sqlite_gives(db: Database, path: Path, tmp_path: Path) -> None:
    fill(db)
    expected = {name: set(db.execute(f"SELECT * FROM {name}")) for name in SAVED}
    assert collected(path, tmp_path, through_sqlite=False) == expected, "also those that only the log has"
    assert collected(path, tmp_path, through_sqlite=True) == expected
    db.close()
    assert collected(path, tmp_path, through_sqlite=False) == expected


def test_pages_that_are_free_give_nothing(db: Database, path: Path, tmp_path: Path) -> None:
    """What was deleted for good must not come back from the page that it was on."""
    fill(db)
    db.execute("DELETE FROM article; DELETE FROM body")
    db.close()
    found = collected(path, tmp_path, through_sqlite=False)
    assert not found["article"]
    assert not found["body"]


def test_a_row_that_leads_in_a_circle_ends(db: Database, path: Path, tmp_path: Path) -> None:
    fill(db)
    db.close()
    whole = path.read_bytes()
    starts = [whole[at : at + 4] for at in range(0, len(whole), PAGE_SIZE)]
    chained = [number for number, start in enumerate(starts) if 2 < int.from_bytes(start) <= len(starts)]
    assert chained
    with path.open("r+b") as file:
        for number in chained:
            file.seek(number * PAGE_SIZE)
            file.write((number + 1).to_bytes(4))
    schema.make(tmp_path / "new.db")
    into = Collection(apsw.Connection(str(tmp_path / "new.db")))
    walk(path, into, time.monotonic() + FAR)
    assert into.counts["article"] == 321
    into.db.close()


@given(st.binary(max_size=400))
def test_no_bytes_are_a_record_that_breaks_the_reader(data: bytes) -> None:
    columns(data)


@given(st.binary(min_size=512, max_size=512), st.sampled_from([TABLE_LEAF, INDEX_LEAF, 2, 5]))
def test_no_bytes_are_a_page_that_breaks_the_reader(page: bytes, kind: int) -> None:
    for cell in cells(bytes([kind]) + page[1:], kind, 0, 512):
        if cell is not None:
            columns(cell.local)


def test_a_library_whose_mark_is_damaged_is_ours_and_another_programs_database_is_not(
    db: Database, path: Path, tmp_path: Path
) -> None:
    db.close()
    with path.open("r+b") as file:
        file.seek(60)
        file.write(b"\x7f\xff\xff\xff????\x01\x02\x03\x04")
    assert is_ours(path)
    with path.open("r+b") as file:
        file.seek(60)
        file.write((schema.VERSION + 1).to_bytes(4) + bytes(4) + schema.APPLICATION.to_bytes(4))
    assert not is_ours(path), "it is a newer version's"
    other = apsw.Connection(str(tmp_path / "other.db"))
    other.execute("CREATE TABLE feed (a); CREATE TABLE article (b); CREATE TABLE bookmarks (c)")
    other.close()
    assert not is_ours(tmp_path / "other.db")
