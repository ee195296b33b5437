"""What killed processes left behind: files that were being written, and never got their names."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reader.config import Paths
from reader.model import DAY

_UNFINISHED_DATABASE = re.compile(r"\.new-(\d+)(?:-wal|-shm|-journal)?$")
"""A database that `schema.create`, `schema.back_up` or `backups` was writing, with the process's number."""

_UNFINISHED_FILE = re.compile(r"\.(?:(\d+)-)?\w+\.tmp$")
"""A file that `library.files.write_whole` was writing."""


def remove(paths: Paths) -> int:
    """Remove what was left in the library's own folders. Returns how many files were removed.

    A file of a process that runs stays for a day: nothing takes that long, and numbers are given again.
    """
    count = 0
    for file in _unfinished(paths):
        with suppress(OSError):
            file.unlink()
            count += 1
    return count


def _unfinished(paths: Paths) -> Iterator[Path]:
    found = [(file, _UNFINISHED_DATABASE.search(file.name)) for file in _files(paths.data, paths.backups)]
    kept = (paths.files, paths.images)
    folders = (paths.data, paths.backups, *kept, *(folder for place in kept for folder in _folders(place)))
    found += [(file, _UNFINISHED_FILE.fullmatch(file.name)) for file in _files(*folders)]
    for file, match in found:
        if match and (_age(file) > DAY or (match[1] and not _runs(int(match[1])))):
            yield file


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        with suppress(OSError):
            yield from (
                Path(entry.path) for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)
            )


def _folders(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _age(file: Path) -> float:
    """Return the seconds since a file was written, by the system's clock, which also wrote that time."""
    try:
        return abs(time.time() - file.lstat().st_mtime)
    except OSError:
        return 0


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
