"""What killed processes leave behind is removed once they are gone."""

import os
import subprocess
import sys
from pathlib import Path

from reader.library.care import leftovers, maintenance
from reader.library.files import keep_file, write_whole
from reader.library.library import Library
from reader.model import DAY


def gone() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def leave(library: Library, process: int) -> list[Path]:
    paths = library.paths
    digest = keep_file(paths, b"kept")
    left = [
        paths.data / f"library.db.new-{process}",
        paths.data / f"library.db.new-{process}-wal",
        paths.backups / f"daily-2026-01-01.db.new-{process}",
        paths.backups / f"library-before-version-5.db.new-{process}-journal",
        paths.backups / f".{process}-abc_1.tmp",
        paths.files / digest[:2] / f".{process}-ab9.tmp",
        paths.files / f".{process}-ab9.tmp",
    ]
    for file in left:
        file.parent.mkdir(exist_ok=True)
        file.touch()
    return left


def test_left_overs_of_a_process_that_is_gone_are_removed_by_the_daily_maintenance(library: Library) -> None:
    left = leave(library, gone())
    kept = [
        library.paths.library,
        *(file for file in library.paths.files.glob("*/*") if file.suffix != ".tmp"),
    ]
    others = library.paths.data / "mine.new-things"
    others.touch()
    assert list(maintenance.run_daily(library)) == []
    assert [file for file in left if file.exists()] == []
    assert all(file.exists() for file in [*kept, others])


def test_what_a_running_process_writes_is_left_alone_for_a_day(library: Library) -> None:
    left = leave(library, os.getpid())
    assert leftovers.remove(library.paths) == 0
    for file in left:
        os.utime(file, (file.stat().st_mtime - 2 * DAY,) * 2)
    assert leftovers.remove(library.paths) == len(left)


KILLED = """
import os, signal, sys
from pathlib import Path
from reader.library import files
os.fsync = lambda number: os.kill(os.getpid(), signal.SIGKILL)
files.write_whole(Path(sys.argv[1]), b"half")
"""


def test_what_a_kill_in_the_middle_of_a_file_leaves_is_recognized(library: Library, tmp_path: Path) -> None:
    library.paths.backups.mkdir()
    target = library.paths.backups / "daily-2026-01-01.opml"
    write_whole(target, b"whole")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)
    assert killed.returncode == -9
    assert target.read_bytes() == b"whole"
    assert len(list(library.paths.backups.iterdir())) == 2
    assert leftovers.remove(library.paths) == 1
    assert list(library.paths.backups.iterdir()) == [target]
