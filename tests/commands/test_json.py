"""The JSON of the commands that change marks and look after the library, the doctor's advice, and queries."""

from pathlib import Path

import pytest

from reader.config import Paths, Settings
from reader.library.care import maintenance
from reader.library.library import open_library
from reader.store.articles import saving
from reader.store.database import schema
from tests.command import Ended, ran
from tests.ui.screen import parsed


class Program:
    """A library with two saved articles, and the command line on it."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self._patch, self._capture = monkeypatch, capfd
        self.paths = Paths(data=folder / "data", config=folder / "config.toml")
        self.library = open_library(self.paths, Settings())
        for number in (1, 2):
            saving.save_article(self.library.db, parsed(number, f"Story {number}"), now=number)

    def run(self, *words: str) -> Ended:
        places = ["--data-dir", str(self.paths.data), "--config", str(self.paths.config)]
        return ran(self._patch, self._capture, *places, *words)

    def damage(self) -> None:
        """What is left of the library is its first page."""
        self.library.db.close()
        path = self.paths.library
        path.write_bytes(path.read_bytes()[:4096] + bytes(4096))


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, monkeypatch, capfd)


def test_marks_are_told_as_the_headlines_that_they_change(program: Program) -> None:
    ended = program.run("mark", "read", "1", "9", "2", "--json")
    assert [(shape["id"], shape["read"]) for shape in ended.shapes] == [(1, True), (2, True)]
    assert (ended.code, ended.err) == (1, "newsreader: 9: there is no such article\n")
    assert [shape["starred"] for shape in program.run("mark", "--json", "star", "2").shapes] == [True]
    assert program.run("mark", "unread", "1").out == ""


def test_tags_and_corrections_are_told_as_headlines(program: Program) -> None:
    assert program.run("tag", "1", "+sea", "+ice", "--json").shapes[0]["tags"] == ["ice", "sea"]
    assert program.run("tag", "--json", "1", "-sea").shapes[0]["tags"] == ["ice"]
    corrected = program.run("correct", "2", "--title", "Another", "--published", "2024-05-24", "--json")
    assert [(one["title"], one["published"]) for one in corrected.shapes] == [("Another", "2024-05-24")]


def test_what_was_deleted_is_told_as_it_was(program: Program) -> None:
    [shape] = program.run("delete", "2", "--json").shapes
    assert (shape["id"], shape["title"], shape["deleted"]) == (2, "Story 2", True)
    assert program.run("unread", "--json").shapes == [{"unread": 1}]


def test_what_was_undone_is_told(program: Program) -> None:
    program.run("mark", "read", "1", "2")
    [shape] = program.run("undo", "--json").shapes
    assert (shape["action"], shape["count"], shape["undone"]) == ("marked 2 read", 2, True)
    assert shape["at"].endswith("Z")
    listed = program.run("undo", "--list", "--json").shapes
    assert listed[0] == shape
    assert [one["undone"] for one in listed] == [True, False, False]


def test_nothing_to_undo_is_said_and_no_object(tmp_path: Path, program: Program) -> None:
    program.run("undo")
    program.run("undo")
    ended = program.run("undo", "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "nothing to undo" in ended.err


def test_places_are_one_object(program: Program) -> None:
    [shape] = program.run("paths", "--json").shapes
    assert list(shape) == ["data", "config", "cache", "log"]
    assert shape["data"] == str(program.paths.data)


def test_the_doctor_tells_each_check(program: Program) -> None:
    ended = program.run("doctor", "--json")
    told = {shape["check"]: shape["told"] for shape in ended.shapes}
    assert ended.code == 0
    assert {"newsreader", "libraries", "sqlite", "expat", "data", "settings", "log", "feeds"} <= set(told)
    assert (told["library"], told["search"]) == ("sound", "sound")
    assert not any(shape["wrong"] for shape in ended.shapes)


def test_the_doctor_rebuilds_a_search_index_on_request(program: Program) -> None:
    program.library.db.execute("DELETE FROM search WHERE rowid = 1")
    assert program.run("search", "Story", "--json").shapes[0]["id"] == 2
    assert program.run("doctor").code == 3
    mended = program.run("doctor", "--repair", "--json")
    assert mended.code == 0
    [search] = [shape for shape in mended.shapes if shape["check"] == "search"]
    assert "was rebuilt" in str(search["told"])
    assert "nothing is lost" in str(search["told"])
    again = program.run("doctor", "--repair")
    assert again.code == 0
    assert "search   sound" in again.out
    assert len(program.run("search", "Story", "--json").shapes) == 2


def test_the_doctor_of_a_damaged_library_names_the_repair_and_the_repair_goes_back(program: Program) -> None:
    schema.back_up(program.library.db, program.paths.backups / "library-2024-05-24.db")
    maintenance.back_up(program.library)
    (program.paths.backups / "daily-2099-01-01.db").write_bytes(b"no library")
    program.damage()
    ended = program.run("doctor")
    assert ended.code == 3
    assert f"! library  {program.paths.library} is damaged\n" in ended.out
    assert "expat" in ended.out
    assert str(program.paths.log) in ended.out
    assert "`newsreader doctor --repair`" in ended.out
    assert "2099" not in ended.out
    assert " mv " not in ended.out
    assert program.run("doctor", "--repair").code == 1, "what came after the backup may be lost"
    assert sorted(shape["title"] for shape in program.run("list", "--json").shapes) == ["Story 1", "Story 2"]
    assert program.run("show", "1", "--json").shapes[0]["text"] == "The text of article 1."


def test_the_repair_without_a_backup_tells_as_json_what_it_did(program: Program) -> None:
    program.damage()
    ended = program.run("doctor", "--repair", "--json")
    assert ended.code in (0, 1)
    checks = {shape["check"]: shape for shape in ended.shapes}
    assert "there is no sound one" in checks["backup"]["told"]
    assert checks["repaired"]["told"].startswith(str(program.paths.library))
    assert ended.code == any(shape["wrong"] for shape in ended.shapes)
    assert program.run("list").code == 0
    assert len(list((program.paths.data / "damaged").glob("*/library.db"))) == 1


def test_a_library_of_a_newer_program_needs_no_backup(program: Program) -> None:
    program.library.db.execute("PRAGMA user_version = 999")
    ended = program.run("doctor")
    assert ended.code == 3
    assert "made by a newer newsreader" in ended.out
    assert "restore" not in ended.out


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("is:unraed", 'is:unraed is searched as words, as it is no filter; did you mean "is:unread"?'),
        ("tagg:x", 'tagg:x is searched as words, as it is no filter; did you mean "tag"?'),
        ("after:lunch", "after:lunch is searched as words, as it is no filter"),
        ('zzz:"two words"', 'zzz:"two words" is searched as words, as it is no filter'),
    ],
)
def test_what_is_no_filter_is_said_and_searched_as_words(program: Program, query: str, hint: str) -> None:
    for command in ("list", "search"):
        ended = program.run(command, query, "--json")
        assert (ended.code, ended.err) == (0, f"newsreader: {hint}\n")


@pytest.mark.parametrize(
    "query",
    ["is:unread", "title:story", "https://news.example/1", "at 12:30", "note: a", "feed:x", "before:1d"],
)
def test_what_is_a_filter_or_looks_like_none_is_not_spoken_of(program: Program, query: str) -> None:
    assert program.run("search", query).err == ""
