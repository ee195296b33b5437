"""Bulk changes by query: one action that is told and taken back as one, and exports of what is found."""

from pathlib import Path

import pytest

from reader.model import Date
from reader.store.database.connection import open_store
from tests.commands.conftest import Newsreader
from tests.store.making import NOW, answer, parsed, subscribe


@pytest.fixture
def program(tmp_path: Path, newsreader: Newsreader, monkeypatch: pytest.MonkeyPatch) -> Newsreader:
    """Six articles of a feed called Harbour, and one of another; two of Harbour's are half a year old."""
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2025-10-09T08:53:20Z")
    db = open_store(tmp_path / "data" / "library.db")
    old = Date(NOW - 180 * 86_400)
    answer(
        db,
        subscribe(db, title="Harbour"),
        [parsed(n, **({"published": old} if n < 2 else {})) for n in range(6)],
    )
    answer(db, subscribe(db, "https://other.example/feed", title="Other"), [parsed(9)])
    db.close()
    return newsreader


def unread(program: Newsreader) -> int:
    return int(program("unread").out)


def test_all_that_a_query_finds_is_marked_and_taken_back_as_one_action(program: Newsreader) -> None:
    ended = program("mark", "read", "--query", "feed:harbour before:1m")
    assert (ended.code, ended.out) == (0, "marked 2 read in feed:harbour before:1m\n")
    assert unread(program) == 5
    program("undo")
    assert unread(program) == 7


def test_marks_tags_and_deletions_by_query_say_how_many(program: Newsreader) -> None:
    assert program("mark", "star", "--query", "feed:harbour").out == "starred 6 articles in feed:harbour\n"
    assert program("mark", "unstar", "--query", "is:starred").out == "unstarred 6 articles in is:starred\n"
    assert program("tag", "--query", "feed:harbour", "+sea").out == "tagged 6 articles +sea in feed:harbour\n"
    assert program("delete", "--query", "tag:sea").out == "deleted 6 articles in tag:sea\n"
    assert unread(program) == 1
    listed = program("undo", "--list").out.splitlines()
    assert [line.split("  ")[-1] for line in listed[:2]] == [
        "deleted 6 articles in tag:sea, just now",
        "tagged 6 articles +sea in feed:harbour, just now",
    ]
    number = listed[0].split()[0]
    assert program("undo", number).out == "undone: deleted 6 articles in tag:sea\n"
    again = program("undo", number)
    assert (again.code, again.err) == (1, f"newsreader: action {number} is undone already\n")


def test_an_older_action_is_taken_back_where_nothing_newer_depends_on_it(program: Newsreader) -> None:
    program("mark", "star", "1")
    program("mark", "read", "2")
    program("mark", "unstar", "1")
    star, read, unstar = reversed([shape["id"] for shape in program("undo", "--list", "--json").shapes])
    ended = program("undo", str(star))
    assert ended.code == 1
    assert f"before action {unstar} (unstarred “Title 5”), which depends on it" in ended.err
    assert program("undo", str(read)).code == 0
    assert program("undo", "999").err == "newsreader: there is no action 999\n"


def test_json_tells_the_articles_that_were_found(program: Newsreader) -> None:
    shapes = program("mark", "read", "--query", "feed:other", "--json").shapes
    assert [(shape["feed_title"], shape["read"]) for shape in shapes] == [("Other", True)]
    assert program("mark", "read", "--query", "feed:other", "--json").shapes == []
    assert [one["deleted"] for one in program("delete", "--query", "feed:other", "--json").shapes] == [True]


def test_a_query_that_finds_nothing_changes_nothing(program: Newsreader) -> None:
    ended = program("delete", "--query", "tag:nowhere")
    assert (ended.code, ended.out) == (0, "nothing to change: no such article is found\n")
    assert program("undo", "--list").out == ""


@pytest.mark.parametrize(
    "words",
    [
        ("mark", "read"), ("mark", "read", "1", "--query", "x"), ("delete", "--query", " "), ("delete",),
        ("tag", "+x"), ("export", "--opml", "tag:x"), ("undo", "3", "--list"), ("undo", "0"),
    ],
)  # fmt: skip
def test_words_that_do_not_go_together_change_nothing(program: Newsreader, words: tuple[str, ...]) -> None:
    assert program(*words).code == 2
    assert unread(program) == 7


def test_what_a_query_finds_is_exported(program: Newsreader, tmp_path: Path) -> None:
    assert [shape["feed_title"] for shape in program("export", "--json", "feed:other").shapes] == ["Other"]
    exported = program("export", "feed:other", "--markdown", str(tmp_path / "out"))
    assert exported.out.startswith("1 article written")
    assert len(list((tmp_path / "out").glob("*.md"))) == 1
    assert len(program("export", "--json").shapes) == 7


def test_an_export_takes_one_form_alone(program: Newsreader) -> None:
    for words in (("--json", "--opml"), ("--opml", "--json"), ("--json", "--html", "x")):
        ended = program("export", *words)
        assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
        assert "say one of --opml, --json" in ended.err
