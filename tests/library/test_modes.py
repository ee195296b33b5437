"""Everything in the data folder is its owner's alone, whatever the umask."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.config import Paths, Settings
from reader.library.care.doctor import examine
from reader.library.care.maintenance import run_daily
from reader.library.files import keep_file, write_new
from reader.library.library import open_library
from reader.library.log import log_failure


@contextmanager
def umask(mask: int) -> Iterator[None]:
    old = os.umask(mask)
    try:
        yield
    finally:
        os.umask(old)


@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_folders_are_0700_and_files_0600(tmp_path: Path, mask: int) -> None:
    top = tmp_path / "share"
    paths = Paths(data=top / "newsreader", config=tmp_path / "config.toml")
    with umask(mask):
        library = open_library(paths, Settings())
        keep_file(paths, b"bytes")
        log_failure(paths, ValueError("no"))
        assert list(run_daily(library)) == []
        list(examine(library, backup=True))
        log_failure(paths, ValueError("again"))
        library.db.execute("UPDATE state SET value = value")
    made = [top, *top.rglob("*")]
    names = {path.name for path in made}
    assert {"files", "backups", "newsreader.log", "library.db", "library.db-wal"} <= names
    modes = {path: path.lstat().st_mode & 0o777 for path in made}
    wrong = {path: oct(mode) for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)}
    library.db.close()
    assert wrong == {}


def test_the_log_is_not_written_through_a_link(tmp_path: Path) -> None:
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    paths.data.mkdir()
    precious = tmp_path / "precious"
    precious.write_text("mine")
    paths.log.symlink_to(precious)
    log_failure(paths, ValueError("no"))
    assert precious.read_text() == "mine"


@pytest.mark.parametrize("kind", ["file", "link", "broken link", "folder", "pipe"])
def test_a_new_file_takes_no_place_that_is_taken(tmp_path: Path, kind: str) -> None:
    place, precious = tmp_path / "place.md", tmp_path / "precious"
    match kind:
        case "file":
            place.write_text("mine")
        case "link":
            precious.write_text("mine")
            place.symlink_to(precious)
        case "broken link":
            place.symlink_to(precious)
        case "folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
    before = place.lstat()
    with pytest.raises(FileExistsError):
        write_new(place, b"theirs")
    assert (place.lstat().st_ino, place.lstat().st_mode) == (before.st_ino, before.st_mode)
    assert not precious.exists() or precious.read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} <= {"place.md", "precious"}
