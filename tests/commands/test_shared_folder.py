"""`newsreader account add folder` and `sync`, on two machines that share a folder."""

import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from reader.clock import VARIABLE
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


def test_a_folder_that_is_shared_already_keeps_its_name(on: Run, tmp_path: Path) -> None:
    folder = str(tmp_path / "shared")
    on("a", "account", "add", "folder", folder, "--name", "one")
    again = on("a", "account", "add", "folder", folder, "--name", "two")
    assert "is shared already, as one: it keeps that name" in again.err


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
