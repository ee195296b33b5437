"""Highlights go where their articles go: to another library, through a shared folder, into the backup."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from reader.document.parts import parted
from reader.document.passages import passage, words_of
from reader.document.serialization import deserialize
from reader.store.articles import articles
from reader.store.database.backups import back_up_marks
from reader.store.database.connection import open_store
from reader.store.notes import notes
from tests.command import Ended, ran
from tests.samples import item, rss
from tests.server import ScriptedServer, reply

Run = Callable[..., Ended]

BODY = "<p>The harbour office told us little, and few listened to what it said.</p>"


@pytest.fixture
def on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs `newsreader WORDS...` on a machine."""

    def run(machine: str, *words: str) -> Ended:
        return ran(monkeypatch, capfd, "--data-dir", str(tmp_path / machine), *words)

    return run


@pytest.fixture
def desk(on: Run, server: ScriptedServer, tmp_path: Path) -> Path:
    """A library with a feed of two articles; the first one is highlighted."""
    server.default = reply(rss([item(1, body=BODY), item(2)]))
    assert on("desk", "add", server.url("/feed")).code == 0
    highlight(tmp_path / "desk", int(id_of(on, "desk")), "office told us little", "ask who")
    return tmp_path / "desk"


def id_of(on: Run, machine: str) -> str:
    found = on(machine, "list", "--json").shapes
    return str(next(one["id"] for one in found if one["title"] == "Matter 1 is settled"))


def highlight(data: Path, article: int, words: str, note: str) -> None:
    db = open_store(data / "library.db")
    body = articles.body(db, article)
    assert body is not None
    blocks = parted(deserialize(body).blocks)
    there, wanted = [word.bare for word in words_of(blocks)], words.split()
    first = next(at for at in range(len(there)) if there[at : at + len(wanted)] == wanted)
    made = passage(blocks, words_of(blocks), first, first + len(wanted) - 1)
    assert made is not None
    notes.keep(db, article, made, note=note, now=1_717_200_000)
    db.close()


def kept(on: Run, machine: str) -> list[tuple[str, str, bool]]:
    (shape,) = on(machine, "show", id_of(on, machine), "--json").shapes
    return [(one["text"], one["note"], "lost" in one) for one in shape["highlights"]]


KEPT = [("office told us little", "ask who", False)]


def test_another_library_gets_them_once_and_takes_them_back(on: Run, desk: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "whole.newsreader")
    assert on("desk", "export", "--library", file).code == 0
    assert on("elsewhere", "import", file).code == 0
    assert kept(on, "elsewhere") == KEPT
    assert on("elsewhere", "import", file).code == 0
    assert kept(on, "elsewhere") == KEPT
    assert [one["title"] for one in on("elsewhere", "search", "who", "--json").shapes] == [
        "Matter 1 is settled"
    ]
    assert on("desk", "undo").out.startswith("undone: highlighted a passage of")
    assert kept(on, "desk") == []
    assert on("desk", "import", file).code == 0
    assert kept(on, "desk") == KEPT
    assert on("desk", "undo").code == 0
    assert kept(on, "desk") == []


def test_machines_that_share_a_folder_have_the_same(
    on: Run, desk: Path, tmp_path: Path, server: ScriptedServer
) -> None:
    for machine in ("desk", "lap"):
        assert on(machine, "account", "add", "folder", str(tmp_path / "shared")).code == 0
        assert on(machine, "sync").code == 0
    assert on("lap", "refresh").code == 0
    assert on("lap", "sync").code == 0
    assert kept(on, "lap") == KEPT
    assert len(on("lap", "search", "who", "--json").shapes) == 1
    highlight(tmp_path / "lap", int(id_of(on, "lap")), "few listened", "")
    assert on("lap", "sync").code == 0
    assert on("desk", "sync").code == 0
    assert sorted(kept(on, "desk")) == [("few listened", "", False), *KEPT]
    assert on("lap", "undo").code == 0
    assert on("lap", "sync").code == 0
    assert on("desk", "sync").code == 0
    assert kept(on, "desk") == KEPT


def test_the_backup_has_them(on: Run, desk: Path, tmp_path: Path) -> None:
    db = apsw.Connection(str(desk / "library.db"))
    back_up_marks(db, tmp_path / "backup.db")
    db.close()
    copy = apsw.Connection(str(tmp_path / "backup.db"))
    found = copy.execute(
        "SELECT a.title, n.text, n.note FROM note AS n JOIN article AS a ON a.id = n.article"
    )
    assert found.fetchall() == [("Matter 1 is settled", "office told us little", "ask who")]
    copy.close()


def test_a_query_of_others_and_a_page_of_them(on: Run, desk: Path, tmp_path: Path) -> None:
    assert [one["title"] for one in on("desk", "list", "is:highlighted", "--json").shapes] == [
        "Matter 1 is settled"
    ]
    assert [one["title"] for one in on("desk", "list", "--json", "--", "-is:highlighted").shapes] == [
        "Matter 2 is settled"
    ]
    for form, words in (
        ("text", "Highlights:\n\n“office told us little”\nask who · 2024-06-01"),
        ("markdown", "## Highlights\n\n> office told us little\n\nask who · 2024-06-01"),
        ("html", "<blockquote><p>office told us little</p></blockquote><p>ask who"),
    ):
        assert words in on("desk", "show", id_of(on, "desk"), "--format", form).out
    assert on("desk", "export", "is:highlighted", "--html", str(tmp_path / "out")).code == 0
    [page] = (tmp_path / "out").glob("*-*.html")
    assert "<blockquote><p>office told us little</p></blockquote>" in page.read_text("utf-8")
    assert on("desk", "export", "is:highlighted", "--epub", str(tmp_path / "book.epub")).code == 0
    assert zipfile.is_zipfile(tmp_path / "book.epub")
