"""`newsreader account add folder` and `sync`, on two machines that share a folder."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from reader.clock import VARIABLE
from reader.config import Paths, Settings
from reader.document.passages import Passage
from reader.library.library import open_library
from reader.store.articles import articles
from reader.store.database.connection import open_store, rows
from reader.store.notes import notes
from tests.command import Ended, ran
from tests.samples import item, rss
from tests.server import ScriptedServer, reply

Run = Callable[..., Ended]


@pytest.fixture
def on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs `newsreader WORDS...` on a machine, where its clock says `now`."""

    def run(machine: str, *words: str, now: str | None = None) -> Ended:
        if now is None:
            monkeypatch.delenv(VARIABLE, raising=False)
        else:
            monkeypatch.setenv(VARIABLE, now)
        places = ["--data-dir", str(tmp_path / machine), "--config", str(tmp_path / "config.toml")]
        return ran(monkeypatch, capfd, *places, *words)

    return run


def marks(on: Run, machine: str) -> list[tuple[Any, ...]]:
    """What the machine's lists show of each article."""
    found = [*on(machine, "list", "--json").shapes]
    return sorted((one["title"], one["read"], one["starred"], tuple(one["tags"])) for one in found)


def id_of(on: Run, machine: str, title: str) -> str:
    return str(next(one["id"] for one in on(machine, "list", "--json").shapes if one["title"] == title))


def test_two_machines_agree_after_a_week_with_a_wrong_clock(
    on: Run, tmp_path: Path, server: ScriptedServer
) -> None:
    server.default = reply(rss([item(number) for number in range(1, 5)]))
    folder = str(tmp_path / "shared")
    told = on("desk", "account", "add", "folder", folder, "--json")
    assert (told.code, told.shapes[0]["kind"], told.shapes[0]["status"]) == (0, "folder", "never")
    assert "learns what you read" in told.err
    assert on("desk", "add", server.url("/feed"), "--folder", "Sea").code == 0
    assert on("desk", "sync").code == 0
    assert on("lap", "account", "add", "folder", folder).code == 0
    assert on("lap", "sync").code == 0
    assert [feed["folder"] for feed in on("lap", "feeds", "--json").shapes] == ["Sea"]
    assert on("lap", "refresh").code == 0
    titles = [one[0] for one in marks(on, "desk")]
    assert [one[0] for one in marks(on, "lap")] == titles

    early, late = "2026-08-01T12:00:00Z", "2026-12-06T12:00:00Z"
    on("lap", "mark", "read", id_of(on, "lap", titles[0]), now=early)
    on("lap", "tag", id_of(on, "lap", titles[1]), "+boats", now=early)
    on("lap", "edit", "1", "--title", "The harbour", now=early)
    on("lap", "mark", "star", id_of(on, "lap", titles[2]), now=early)
    on("lap", "undo", now=early)
    on("desk", "mark", "star", id_of(on, "desk", titles[0]), now=late)
    on("desk", "tag", id_of(on, "desk", titles[1]), "+ships", now=late)
    assert on("desk", "sync", now=late).code == 0
    assert on("lap", "account", "list", "--json").shapes[0]["waiting"] > 0
    ended = on("lap", "sync", "--json", now=early)
    assert ended.shapes[0] == {
        "account": "shared", "outcome": "synced", "sent": ended.shapes[0]["sent"], "new": 0,
        "changed": 2, "waiting": 0, "error": None, "until": None,
    }  # fmt: skip
    assert ended.shapes[1] == {
        "done": True, "accounts": 1, "sent": ended.shapes[0]["sent"], "new": 0, "failed": 0,
    }  # fmt: skip
    on("desk", "sync", now=late)
    on("lap", "sync", now=early)
    assert marks(on, "desk") == marks(on, "lap")
    assert marks(on, "desk")[0][1:3] == (True, True)
    assert marks(on, "desk")[1][3] == ("boats", "ships")
    assert marks(on, "desk")[2][2] is False
    assert [feed["title"] for feed in on("desk", "feeds", "--json").shapes] == ["The harbour"]

    doctor = on("lap", "doctor", now=early)
    assert doctor.code == 3
    assert "is 127 days ahead of this one" in doctor.out
    assert on("lap", "account", "list", "--json", now=early).shapes[0]["clock_skew"] == 127 * 86_400


def read_and_annotated(tmp_path: Path, machine: str, title: str, words: str, place: tuple[int, int]) -> None:
    """On the machine's screen: read an article to a place, and keep a passage of it with a note."""
    paths = Paths(data=tmp_path / machine, config=tmp_path / "config.toml")
    library = open_library(paths, Settings())
    ((article,),) = rows(library.db, "SELECT id FROM article WHERE title = ?", (title,))
    articles.keep_position(library.db, article, *place, now=library.clock())
    notes.keep(library.db, article, Passage("Text", "", ""), note=words, now=library.clock())
    library.db.close()


def told(on: Run, tmp_path: Path, machine: str) -> dict[str, Any]:
    """All of a machine that its user sees: by commands, but for the places in articles."""
    feeds = on(machine, "feeds", "--json").shapes
    listed = on(machine, "list", "--json").shapes
    shown = [on(machine, "show", str(one["id"]), "--json").shapes[0] for one in listed]
    db = open_store(tmp_path / machine / "library.db", readonly=True)
    places = rows(
        db, "SELECT title, block, character FROM position JOIN article ON id = article ORDER BY title"
    )
    db.close()
    return {
        "marks": marks(on, machine),
        "feeds": sorted((one["url"], one["title"], one["folder"], one["status"]) for one in feeds),
        "texts": sorted((one["title"], one["text"]) for one in shown if one["starred"] or one["saved"]),
        "notes": sorted(
            (one["title"], mark["text"], mark["note"]) for one in shown for mark in one["highlights"]
        ),
        "places": places,
    }


@pytest.mark.parametrize("wrong", ["2026-08-01T12:00:00Z", "2026-12-30T12:00:00Z"])
def test_after_a_week_apart_with_a_wrong_clock_all_agrees(
    on: Run, tmp_path: Path, server: ScriptedServer, wrong: str
) -> None:
    """Each machine has a folder of its own, which a program makes the same when there is a network."""
    for number in (1, 2):
        server.script(f"/{number}", reply(rss([item(n) for n in range(number * 10, number * 10 + 4)])))
    right = "2026-11-20T12:00:00Z"
    for machine in ("desk", "lap"):
        (tmp_path / f"{machine}-shared").mkdir()
        carried(tmp_path)
        joined(on, machine, tmp_path, now=right)
        assert on(machine, "add", server.url("/1"), "--folder", "Sea", now=right).code == 0
        assert on(machine, "sync", now=right).code == 0
    titles = [one[0] for one in marks(on, "desk")]
    a_week_at_the_desk(on, tmp_path, titles, now=right)
    a_week_at_the_lap(on, tmp_path, titles, server.url("/2"), now=wrong)
    for machine, now in (("desk", right), ("lap", wrong)):  # no network: neither folder has the other's files
        assert on(machine, "sync", now=now).code == 0
    own = {machine: told(on, tmp_path, machine) for machine in ("desk", "lap")}

    for machine, now in (("desk", right), ("lap", wrong), ("desk", right)):
        carried(tmp_path)
        assert on(machine, "sync", now=now).code == 0
    on("desk", "refresh", now=right)
    on("desk", "sync", now=right)
    desk, lap = (told(on, tmp_path, machine) for machine in ("desk", "lap"))
    assert desk == lap
    assert desk["marks"][:4] == [
        (titles[0], True, True, ("desk", "lap")),
        (titles[1], False, True, ()),
        (titles[2], False, False, ()),
        (titles[3], False, False, ()),
    ]
    assert {one[1:3] for one in desk["feeds"]} >= {("The harbour", "Coast")}
    assert len(desk["feeds"]) == 2
    assert [one[2] for one in desk["notes"]] == ["of the desk", "of the lap"]
    assert desk["places"] == [(titles[0], 1, 2), (titles[3], 3, 4)]
    for name in ("notes", "places"):
        assert all(one in desk[name] for machine in own.values() for one in machine[name])
    a_third_machine_has_all(on, tmp_path, desk, now=right)


def joined(on: Run, machine: str, tmp_path: Path, *, now: str) -> None:
    """Share the machine's folder, with the texts of what is kept."""
    words = ("account", "add", "folder", str(tmp_path / f"{machine}-shared"), "--carry", "saved,starred")
    assert on(machine, *words, now=now).code == 0


def a_week_at_the_desk(on: Run, tmp_path: Path, titles: list[str], *, now: str) -> None:
    on("desk", "mark", "read", id_of(on, "desk", titles[0]), now=now)
    on("desk", "tag", id_of(on, "desk", titles[0]), "+desk", now=now)
    on("desk", "edit", "1", "--title", "The harbour", now=now)
    read_and_annotated(tmp_path, "desk", titles[0], "of the desk", (1, 2))


def a_week_at_the_lap(on: Run, tmp_path: Path, titles: list[str], other_feed: str, *, now: str) -> None:
    on("lap", "mark", "star", id_of(on, "lap", titles[0]), now=now)
    on("lap", "tag", id_of(on, "lap", titles[0]), "+lap", now=now)
    on("lap", "mark", "star", id_of(on, "lap", titles[1]), now=now)
    on("lap", "mark", "read", id_of(on, "lap", titles[2]), now=now)
    on("lap", "undo", now=now)
    on("lap", "edit", "1", "--folder", "Coast", now=now)
    on("lap", "add", other_feed, now=now)
    read_and_annotated(tmp_path, "lap", titles[3], "of the lap", (3, 4))


def a_third_machine_has_all(on: Run, tmp_path: Path, wanted: dict[str, Any], *, now: str) -> None:
    """Join with a copy of the folder: the texts of what is starred come from it, all else as elsewhere."""
    assert [*(tmp_path / "lap-shared" / "files").rglob("*.zst")], "what is starred is carried"
    shutil.copytree(tmp_path / "desk-shared", tmp_path / "late-shared")
    joined(on, "late", tmp_path, now=now)
    assert on("late", "sync", now=now).code == 0
    assert told(on, tmp_path, "late")["texts"] == wanted["texts"], "starred articles come with their texts"
    on("late", "refresh", now=now)
    assert told(on, tmp_path, "late") == wanted


def carried(tmp_path: Path) -> None:
    """Make both folders hold the same files: each its own, as their machine left them."""
    folders = [tmp_path / "desk-shared", tmp_path / "lap-shared"]
    for source, target in (folders, folders[::-1]):
        if source.is_dir() and target.is_dir():
            for file in source.rglob("*"):
                there = target / file.relative_to(source)
                if file.is_file() and (not there.exists() or file.stat().st_mtime > there.stat().st_mtime):
                    there.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(file, there)


def test_an_unmounted_folder_is_named_and_waits(on: Run, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("Ferries at dawn\n\nThey crossed the harbour, and nobody knew why.\n")
    folder = tmp_path / "shared"
    assert on("desk", "save", str(story)).code == 0
    assert on("desk", "account", "add", "folder", str(folder), "--name", "home").code == 0
    assert on("desk", "sync").code == 0
    folder.rename(tmp_path / "elsewhere")
    on("desk", "mark", "star", "1")
    failed = on("desk", "sync")
    assert failed.code == 1
    assert failed.err.startswith(f"newsreader: home: {folder} has no newsreader-sync.json: is it mounted?")
    (account,) = on("desk", "account", "list", "--json").shapes
    assert (account["status"], account["waiting"]) == ("failing", 1)
    (tmp_path / "elsewhere").rename(folder)
    assert on("desk", "sync", "home").code == 0
    assert on("desk", "account", "list", "--json").shapes[0]["status"] == "ok"


def test_a_folder_that_is_added_again_is_the_same_account_with_what_is_said_anew(
    on: Run, tmp_path: Path
) -> None:
    folder, other = str(tmp_path / "shared"), str(tmp_path / "other")
    on("a", "account", "add", "folder", folder, "--name", "one", "--carry", "saved")
    on("a", "account", "add", "folder", other, "--name", "two")
    taken = on("a", "account", "add", "folder", folder, "--name", "two")
    assert (taken.code, "there is an account of this name" in taken.err) == (1, True)
    assert on("a", "account", "add", "folder", folder).code == 0
    assert [one["name"] for one in on("a", "account", "list", "--json").shapes] == ["one", "two"]
    again = on("a", "account", "add", "folder", folder, "--name", "three", "--json")
    assert (again.code, [one["name"] for one in again.shapes]) == (0, ["three"])
    assert [one["name"] for one in on("a", "account", "list", "--json").shapes] == ["three", "two"]
    assert on("a", "sync", "three").code == 0


def test_what_cannot_be_shared_is_refused_in_a_sentence(on: Run, tmp_path: Path) -> None:
    nowhere = on("desk", "account", "add", "folder", str(tmp_path / "no" / "where"))
    assert (nowhere.code, "make it first, or mount what it is on" in nowhere.err) == (1, True)
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / "newsreader-sync.json").write_text('{"format": 2, "id": "x"}')
    newer = on("desk", "account", "add", "folder", str(tmp_path / "newer"))
    assert (newer.code, "was made by a newer newsreader" in newer.err) == (1, True)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "newsreader-sync.json").write_text("<html>")
    assert on("desk", "account", "add", "folder", str(tmp_path / "broken")).code == 1
    assert on("desk", "account", "add", "folder", str(tmp_path), "--carry", "all").code == 2
    assert on("desk", "account", "list", "--json").shapes == []
    assert on("desk", "account", "forget", "nobody12").code == 1


def test_a_folder_has_no_feeds_of_its_own_and_no_password(on: Run, tmp_path: Path) -> None:
    on("desk", "account", "add", "folder", str(tmp_path / "shared"))
    for words in (
        ("--offline", "add", "https://harbour.example/feed", "--account", "shared"),
        ("account", "adopt", "shared"),
        ("account", "password", "shared", "--password-command", "true"),
    ):
        refused = on("desk", *words)
        assert (refused.code, "shared: it is a shared folder" in refused.err) == (1, True)
    assert on("desk", "feeds", "--json").shapes == []


def test_a_removed_account_comes_back_with_undo_and_shares_on(on: Run, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("Ferries at dawn\n\nThey crossed the harbour, and nobody knew why.\n")
    for machine in ("desk", "lap"):
        on(machine, "save", str(story))
        on(machine, "account", "add", "folder", str(tmp_path / "shared"))
        on(machine, "sync")
    assert on("desk", "account", "remove", "shared").code == 0
    assert on("desk", "account", "list", "--json").shapes == []
    assert on("desk", "undo").code == 0
    on("desk", "mark", "star", "1")
    assert on("desk", "sync").code == 0
    on("lap", "sync")
    assert marks(on, "lap") == marks(on, "desk")
    assert marks(on, "lap")[0][2] is True


@pytest.mark.long
def test_syncs_that_are_killed_lose_no_mark(on: Run, tmp_path: Path) -> None:
    stories = tmp_path / "stories"
    stories.mkdir()
    for number in range(60):
        (stories / f"{number}.txt").write_text(
            f"Ferry {number}\n\nIt crossed the harbour at dawn, as number {number}.\n"
        )
    for machine in ("desk", "lap"):
        on(machine, "save", str(stories))
        on(machine, "account", "add", "folder", str(tmp_path / "shared"))
    chance = random.Random(7)
    for turn in range(8):
        machine = ("desk", "lap")[turn % 2]
        ids = [str(id) for id in chance.sample(range(1, 61), 30)]
        on(machine, "mark", chance.choice(("read", "unread", "star", "unstar")), *ids)
        on(machine, "tag", *ids[:5], f"+t{turn % 3}")
        places = ["--data-dir", str(tmp_path / machine), "--config", str(tmp_path / "config.toml")]
        syncing = subprocess.Popen(
            [sys.executable, "-m", "reader", *places, "sync"], stdout=subprocess.DEVNULL
        )
        with suppress(subprocess.TimeoutExpired):
            syncing.wait(chance.uniform(0.2, 0.8))
        syncing.kill()
        syncing.wait()
    for machine in ("desk", "lap", "desk"):
        assert on(machine, "sync").code == 0
    assert marks(on, "desk") == marks(on, "lap")
    assert len(marks(on, "desk")) == 60
    assert "library  sound" in on("desk", "doctor").out
