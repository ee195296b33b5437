"""What commands do with a library in which single rows, bodies or the search index are damaged."""

from pathlib import Path

import pytest

from reader.store.accounts import accounts
from reader.store.articles import saving
from reader.store.database.connection import open_store
from reader.store.repair.tables import TABLES, Table
from reader.store.search import rebuild
from tests.commands.test_json import Program
from tests.store.repair.test_rows import damage
from tests.ui.screen import parsed

BAD_TITLE = "UPDATE article SET title = CAST(x'4261ff64' AS TEXT) WHERE id = 2"

ROWS = {
    "revision": "INSERT INTO revision (article, at, title, packed) VALUES (2, 1, 'Old', x'00')",
    "other_version": "INSERT INTO other_version (article, complete, words, packed) VALUES (2, 2, 3, x'00')",
    "page_failure": "INSERT INTO page_failure (article, at, reason) VALUES (2, 1, 'It was blocked')",
    "saved_search": "INSERT INTO saved_search (name, query) VALUES ('Ships', 'ferry')",
    "action_slice": """INSERT INTO action_slice (action, first, last, changed, before)
        SELECT id, 1, 2, 1, before FROM action LIMIT 1""",
    "rule": "INSERT INTO rule (query, deeds) VALUES ('ferry', 'read')",
    "rule_work": """INSERT INTO rule (query, deeds) VALUES ('ferry', 'read');
        INSERT INTO rule_work (rule, action, first, last, count, changed) VALUES (1, 1, 1, 2, 2, x'80')""",
    "account": "INSERT INTO account (kind, name, url, added) VALUES ('greader', 'a', 'https://a.example', 1)",
    "outbox": "INSERT INTO outbox (account, remote_id, field, value) VALUES (1, '7', 'read', 1)",
    "feed_op": "INSERT INTO feed_op (account, feed, op) VALUES (1, 1, 'subscribe')",
}
"""A row for each table that a new library has none in."""

READING = [
    "list", "feeds", "show 2", "search story", "rules", "account list", "undo --list", "undo",
    "export --opml", "export --json",
]  # fmt: skip
"""Commands that read every table."""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Program:
    """The command line on a library of thirty saved articles."""
    made = Program(tmp_path, monkeypatch, capfd)
    for number in range(3, 31):
        saving.save_article(made.library.db, parsed(number, f"Story {number}"), now=number)
    return made


def test_a_damaged_title_closes_nothing_and_is_mended(program: Program, tmp_path: Path) -> None:
    program.library.db.execute(BAD_TITLE)
    listed = program.run("list")
    assert (listed.code, len(listed.out.splitlines())) == (0, 30)
    assert "Ba\ufffdd  (damaged: `newsreader doctor --repair` mends it)" in listed.out
    shapes = program.run("list", "--json").shapes
    assert [shape["title"] for shape in shapes if shape.get("damaged")] == ["Ba\ufffdd"]
    assert len(program.run("search", "story").out.splitlines()) == 60
    exported = program.run("export", "--json")
    assert (exported.code, len(exported.shapes)) == (1, 30)
    assert exported.err.startswith("newsreader: a part of article 2 is damaged")
    pages = program.run("export", "--markdown", str(tmp_path / "pages"))
    assert (pages.code, len(list((tmp_path / "pages").iterdir()))) == (1, 30)
    assert program.run("show", "2").out.startswith("Ba\ufffdd")
    examined = program.run("doctor")
    assert examined.code == 3
    assert "! row      article 2: title" in examined.out
    mended = program.run("doctor", "--repair")
    assert (mended.code, "1 row is damaged and mended" in mended.out) == (1, True)
    assert "! row      article 2: title" in mended.out
    assert program.run("doctor").code == 0
    assert program.run("export", "--json").code == 0


def test_a_damaged_body_shows_its_headline_and_a_line(program: Program) -> None:
    program.library.db.execute("UPDATE body SET packed = substr(packed, 1, 20) WHERE article = 2")
    shown = program.run("show", "2")
    assert (shown.code, shown.out.splitlines()[0]) == (1, "Story 2")
    assert "The text of this article is damaged in the library." in shown.out
    assert shown.err.startswith("newsreader: the text of article 2 is damaged")
    exported = program.run("export", "--json")
    assert (exported.code, len(exported.shapes)) == (1, 30)
    assert len(program.run("search", "story").out.splitlines()) == 60
    assert program.run("doctor").code == 3
    assert program.run("doctor", "--repair").code == 1
    assert (program.run("show", "2").code, program.run("doctor").code) == (0, 0)


def test_a_broken_index_is_named_and_no_damaged_library(program: Program) -> None:
    program.library.db.execute("UPDATE search_data SET block = zeroblob(length(block)) WHERE id > 10")
    program.library.db.close()
    searched = program.run("search", "story")
    assert searched.code == 3
    assert "the search index" in searched.err
    assert "library.db is damaged" not in searched.err
    assert program.run("list").code == 0
    examined = program.run("doctor")
    assert examined.code == 3
    assert "search   the index is out of step" in examined.out
    assert "library  sound" in examined.out
    assert "restore" not in examined.out
    assert program.run("doctor", "--repair").code == 0
    assert len(program.run("search", "story").out.splitlines()) == 60


def test_an_article_is_kept_although_the_index_is_broken(program: Program) -> None:
    program.library.db.execute("DELETE FROM search_config")
    program.library.db.close()
    db = open_store(program.paths.library)
    saving.save_article(db, parsed(77, "Story 77"), now=77)
    assert rebuild.is_rebuilding(db)
    db.close()
    assert "Story 77" in program.run("list").out
    assert program.run("doctor", "--repair").code == 0
    assert "Story 77" in program.run("search", "story").out


def test_a_damaged_text_whose_file_is_kept_is_not_lost(program: Program, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("A kept story\n\nFerries crossed the harbour at dawn.\n")
    [saved] = program.run("save", str(tmp_path / "kept.txt"), "--json").shapes
    before = program.run("show", str(saved["id"])).out
    program.library.db.execute("UPDATE body SET packed = x'28b5' WHERE article = ?", (saved["id"],))
    assert program.run("show", str(saved["id"])).code == 1
    assert program.run("doctor", "--repair").code == 0
    assert program.run("show", str(saved["id"])).out == before


def test_what_a_refresh_notes_again_is_not_lost(program: Program) -> None:
    program.run("--offline", "add", "https://harbour.example/feed")
    program.library.db.execute("UPDATE feed SET etag = CAST(x'ff' AS TEXT)")
    assert program.run("doctor").code == 3
    assert program.run("doctor", "--repair").code == 0
    assert program.run("doctor").code == 0


def test_an_index_that_misses_a_row_is_made_anew(program: Program) -> None:
    db = program.library.db
    indexes = db.execute(
        "SELECT * FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'article'"
    ).fetchall()
    db.execute("PRAGMA writable_schema = ON")
    db.execute("DELETE FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'article'")
    db.execute("PRAGMA writable_schema = RESET")
    db.execute("UPDATE article SET sort_at = sort_at + 1 WHERE id = 7")
    db.execute("PRAGMA writable_schema = ON")
    db.executemany("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", indexes)
    db.execute("PRAGMA writable_schema = RESET")
    db.close()
    examined = program.run("doctor")
    assert (examined.code, "! indexes  one is out of step" in examined.out) == (3, True)
    mended = program.run("doctor", "--repair")
    assert (mended.code, "indexes  made anew" in mended.out) == (0, True)
    assert program.run("doctor").code == 0


@pytest.mark.parametrize("table", ["article", "body"])
def test_a_page_that_cannot_be_read_leaves_the_articles_on_the_others(program: Program, table: str) -> None:
    for number in range(100, 400):
        text = " ".join(f"word{number}x{part}" for part in range(60))
        saving.save_article(program.library.db, parsed(number, f"Long {number}", text=text), now=number)
    db = program.library.db
    size = int(db.pragma("page_size"))
    root = int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).get)
    db.close()
    content = program.paths.library.read_bytes()
    leaf = int.from_bytes(content[(root - 1) * size + 8 :][:4])  # the last child of the tree's root
    assert content[(root - 1) * size] == 5
    program.paths.library.write_bytes(content[: (leaf - 1) * size] + bytes(size) + content[leaf * size :])
    listed, exported = program.run("list"), program.run("export", "--json")
    assert (listed.code, exported.code) == (0, 1)
    assert len(listed.out.splitlines()) == len(exported.shapes) == 330
    whole = [shape for shape in exported.shapes if "word" in str(shape["text"])]
    assert 100 < len(whole) < 300
    assert "is damaged: `newsreader doctor --repair`" in exported.err
    if table == "body":
        assert len(program.run("search", "long").out.splitlines()) == 600


def test_an_account_that_damage_took_is_named_and_its_marks_go_to_no_other(program: Program) -> None:
    db = program.library.db
    db.execute(f"{ROWS['account']}; {ROWS['outbox']}")
    db.execute(
        "INSERT INTO feed (account, url, added, remote_id) VALUES (1, 'https://a.example/f', 1, 'feed/1')"
    )
    size = int(db.pragma("page_size"))
    root = int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'account'").get)
    db.close()
    content = program.paths.library.read_bytes()
    program.paths.library.write_bytes(content[: (root - 1) * size] + bytes(size) + content[root * size :])
    repaired = program.run("doctor", "--repair")
    assert "lost     accounts (`newsreader account add`" in repaired.out
    assert "nothing is lost" not in repaired.out
    db = open_store(program.paths.library)
    try:
        told = {"kind": "greader", "name": "b", "url": "https://b.example", "user": "u"}
        id = accounts.add(db, **told, command=None, details="{}", now=1)
        assert accounts.waiting(db, id) == 0
        assert id > 1, "what was another server's stays apart"
        assert "of a lost account" in repaired.out
        assert list(db.execute("SELECT removed IS NOT NULL FROM feed WHERE account = 1")) == [(1,)]
    finally:
        db.close()
    assert "row is damaged" not in repaired.out, "the row that keeps its number is none of the damage"


@pytest.mark.parametrize("mended", [True, False])
def test_no_account_takes_over_the_feeds_of_one_whose_row_is_gone(program: Program, mended: bool) -> None:
    db = program.library.db
    db.execute(ROWS["account"])
    db.execute(
        "INSERT INTO feed (account, url, added, remote_id) VALUES (1, 'https://a.example/f', 1, 'feed/1');"
        "DELETE FROM account; DELETE FROM sqlite_sequence WHERE name = 'account'"
    )
    told = program.run("doctor")
    assert (told.code, "! accounts 1 feed is of a lost account" in told.out) == (3, True)
    if mended:
        assert "accounts 1 feed was of a lost account" in program.run("doctor", "--repair").out
        assert program.run("doctor").code == 0
        assert program.run("feeds", "--json").shapes == []
    id = accounts.add(
        db, kind="greader", name="b", url="https://b.example", user="u", command=None, details="{}", now=1
    )
    assert id > 1, "what was another server's stays apart"
    assert "lost" not in program.run("account", "list").out


@pytest.mark.parametrize("value", ["NULL", "x'ff0080'"])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_of_which_no_value_is_sound_closes_nothing_and_is_mended(
    program: Program, table: Table, value: str
) -> None:
    """As a page that was half written has it: past the rules of the schema, and past the indexes."""
    db = program.library.db
    assert program.run("--offline", "add", "https://harbour.example/feed").code == 0
    db.execute(ROWS.get(table.name, "SELECT 1")).fetchall()
    db.execute("PRAGMA foreign_keys = OFF")
    assert db.execute(f"SELECT count(*) FROM {table.name}").get, "there is a row to damage"
    damage(db, f"UPDATE {table.name} SET " + ", ".join(f"{column} = {value}" for column in table.columns))
    for words in READING:
        assert "should not have" not in program.run(*words.split()).err, words
    assert program.run("doctor").code == 3
    assert program.run("doctor", "--repair").code in (0, 1)
    assert "rows     sound" in (ended := program.run("doctor")).out
    assert ended.code == 0, ended.out
    assert len(program.run("list").out.splitlines()) == 30
