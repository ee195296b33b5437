"""The log: what it takes of an error, how large it grows, and that no error's text can forge an entry."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import cli
from reader.config import Paths
from reader.library import log
from reader.library.log import error_message, log_failure
from reader.store.database.errors import StoreError


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(data=tmp_path / "data", config=tmp_path / "config.toml")


def failure(text: str) -> Exception:
    """An error as it is caught, with where it came from."""
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def entries(paths: Paths) -> list[str]:
    """The lines that begin an entry: those that are not indented."""
    return [line for line in paths.log.read_text("utf-8").splitlines() if line[:1].strip()]


def test_an_entry_is_a_time_and_a_traceback(paths: Paths) -> None:
    assert log_failure(paths, failure("no")) == paths.log
    time, first, *rest = paths.log.read_text("utf-8").splitlines()
    assert (len(time), time[4], time[-1]) == (20, "-", "Z")
    assert first == "  Traceback (most recent call last):"
    assert "  ValueError: no" in rest


def test_an_errors_text_forges_no_entry_and_sends_nothing_to_a_terminal(paths: Paths) -> None:
    log_failure(
        paths, failure("bad\r\n2026-01-01T00:00:00Z\n\x1b]52;c;AAAA\x07\x9b31m\x85\u2028forged\u202e")
    )
    text = paths.log.read_text("utf-8")
    assert len(entries(paths)) == 1
    assert not {character for character in text if not character.isprintable()} - {"\n", "\u2028"}
    log_failure(paths, failure("again"))
    assert len(entries(paths)) == 2


def test_the_log_is_begun_anew_and_stays_below_five_megabytes(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST", 20_000)
    for number in range(200):
        log_failure(paths, failure(f"number {number} " + "x" * 500))
    kept = sorted(file.name for file in paths.data.iterdir())
    assert kept == ["newsreader.log", "newsreader.old.log"]
    assert all(file.stat().st_size < 22_000 for file in paths.data.iterdir())
    assert "number 199" in paths.log.read_text("utf-8")
    assert 2 * (1024 * 1024 + 4 * log.LARGEST_ENTRY) < 5_000_000


def test_one_error_fills_no_log(paths: Paths) -> None:
    log_failure(paths, failure("first " + "x\n" * 2_000_000 + " last"))
    assert paths.log.stat().st_size < 4 * log.LARGEST_ENTRY
    text = paths.log.read_text("utf-8")
    assert "first" in text
    assert "last" in text


def test_a_log_that_cannot_be_written_ends_nothing(paths: Paths) -> None:
    paths.data.mkdir()
    os.mkfifo(paths.log)
    assert log_failure(paths, failure("no")) == paths.log
    paths.log.unlink()
    paths.log.mkdir()
    assert log_failure(paths, failure("no")) == paths.log


def test_what_was_foreseen_is_a_sentence_and_no_entry(paths: Paths) -> None:
    assert error_message(paths, StoreError("the disk is full")) == "the disk is full"
    assert not paths.log.exists()
    words = f"Something went wrong that should not have; the details are in {paths.log}"
    assert error_message(paths, failure("no")) == words
    assert len(entries(paths)) == 1


def test_an_unforeseen_error_of_a_command_is_a_sentence_and_an_entry(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("\x1b[2Jno more\nthan this")

    monkeypatch.setattr("reader.commands.list.pages", fail)
    monkeypatch.setattr(sys, "argv", ["newsreader", "--data-dir", str(paths.data), "list"])
    assert cli.run() == 1
    out, err = capfd.readouterr()
    told = f"newsreader: something went wrong that should not have; the details are in {paths.log}\n"
    assert (out, err) == ("", told)
    assert "  ValueError: [2Jno more" in paths.log.read_text("utf-8")


FAILS_IN_A_PROCESS = """
import sys
from reader import cli
from reader.store.lists import headlines
sys.modules["reader.store.lists.headlines"].pages = None
sys.argv = ["newsreader", "--data-dir", sys.argv[1], "list"]
sys.exit(cli.run())
"""


def test_no_traceback_reaches_the_terminal(paths: Paths) -> None:
    command = [sys.executable, "-c", FAILS_IN_A_PROCESS, str(paths.data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "Traceback" not in done.stderr
    assert "TypeError" in paths.log.read_text("utf-8")
