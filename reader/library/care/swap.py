"""Putting a library that was made anew in the place of a damaged one, which is set aside.

At every instant the damaged file with its log is whole where it was, or both lie in the folder for damaged
ones; a repair that was killed is gone on with by the next.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from reader.config import Paths
from reader.library.files import sync_folder, write_whole

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

BEING_REPLACED = b"newsreader is putting a repaired library in this place: run `newsreader doctor --repair`\n"
"""Stands for a moment in the place of the damaged file: no program takes it for a library."""

_SHARED_FIRST, _SHARED_SIZE = 0x40000000, 512
"""The bytes that SQLite locks while a database is open (its `PENDING_BYTE` and those after it)."""


class InUse(Exception):
    """Another process works with the library; the text is one sentence."""


def damaged_folder(paths: Paths) -> Path:
    """Return the folder in which damaged libraries lie."""
    return paths.data / "damaged"


def made_anew(paths: Paths) -> Path:
    """Return where a finished new library waits for its place."""
    return paths.library.with_name(f"{paths.library.name}.repaired")


def plan_of(paths: Paths) -> Path:
    """Return where it is noted, beside the finished library, what was made."""
    return made_anew(paths).with_name(f"{made_anew(paths).name}.plan")


def unfinished(paths: Paths) -> Path:
    """Return where this process makes a new library."""
    return paths.library.with_name(f"{paths.library.name}.repair-{os.getpid()}")


@contextlib.contextmanager
def alone(paths: Paths) -> Iterator[None]:
    """Keep other repairs, and all users of the library, away. Raises `InUse` where there are some."""
    paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        _locked(paths.data / "repair.lock", "another repair is under way", create=True),
        _locked(
            paths.library,
            f"{paths.library} is open in another newsreader: close that, then run this again",
            first=_SHARED_FIRST,
            size=_SHARED_SIZE,
        ),
    ):
        yield


@contextlib.contextmanager
def _locked(
    path: Path, reason: str, *, create: bool = False, first: int = 0, size: int = 0
) -> Iterator[None]:
    """Lock bytes of a file. They stay locked while no other descriptor of it is closed in this process."""
    if fcntl is None or (not create and not path.exists()):
        yield
        return
    number = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0) | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB, size, first)
        except OSError:
            raise InUse(reason) from None
        yield
    finally:
        os.close(number)


def is_begun(paths: Paths) -> bool:
    """Return whether a repair was killed while it replaced the library."""
    try:
        with made_anew(paths).open("rb"):
            pass
        return paths.library.stat().st_size == len(BEING_REPLACED) and (
            paths.library.read_bytes() == BEING_REPLACED
        )
    except OSError:
        return False


def is_unreported(paths: Paths) -> bool:
    """Return whether a repair was killed when it had replaced the library but not yet told what is lost."""
    return plan_of(paths).exists() and not made_anew(paths).exists() and not is_begun(paths)


def clear(paths: Paths) -> None:
    """Remove what repairs that were killed before they had finished a library left."""
    for left in paths.data.glob(f"{paths.library.name}.repair*"):
        left.unlink(missing_ok=True)


def set_aside(paths: Paths, now: int) -> Path:
    """Give the damaged file and its log second names in a folder of their own. Returns the folder."""
    parent = damaged_folder(paths)
    parent.mkdir(mode=0o700, exist_ok=True)
    name = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%dT%H-%M-%S}"
    for number in range(1, 1000):
        folder = parent / (name if number == 1 else f"{name}-{number}")
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            break
    for ending in ("", "-wal", "-shm"):
        source = paths.library.with_name(paths.library.name + ending)
        if source.exists():
            _name_again(source, folder / source.name)
    sync_folder(folder)
    sync_folder(parent)
    return folder


def _name_again(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # some file systems know no second names
        shutil.copy2(source, target)


def put_in_place(paths: Paths) -> None:
    """Put the new library in the place of the damaged one, which was set aside. May be run again.

    The damaged file's log must go first, or SQLite would write it into the new library; and before that the
    damaged file, or SQLite might take it for sound without its log.
    """
    if paths.library.exists():
        write_whole(paths.library, BEING_REPLACED)
    for ending in ("-wal", "-shm"):
        paths.library.with_name(paths.library.name + ending).unlink(missing_ok=True)
    sync_folder(paths.data)
    made_anew(paths).replace(paths.library)
    sync_folder(paths.data)
