"""The process that makes a sound library of a damaged one: `python -m reader.store.salvage.process`.

A damaged file may hold anything, so it is read here, where time and memory are bounded and where a crash
costs nothing but the attempt. The request comes on standard input and the result leaves on standard output,
both as JSON.
"""

import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import NoReturn

import apsw
import msgspec

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from reader.document.sanitize import message_line
from reader.store.database import connection, schema
from reader.store.database.backups import is_sound
from reader.store.database.errors import is_of_a_full_disk
from reader.store.salvage import mending
from reader.store.salvage.collecting import INDEXES, Collection
from reader.store.salvage.merging import merge
from reader.store.salvage.reading import read_all
from reader.store.salvage.tables import SAVED
from reader.store.salvage.walking import walk
from reader.store.search import rebuild


class Request(msgspec.Struct, frozen=True):
    """What is to be done."""

    damaged: str
    """The path of the damaged library."""
    new: str
    """The path of the file that is made."""
    backups: list[str]
    """The paths of sound backups, the one that counts most first."""
    now: int
    """The present in UTC seconds."""
    seconds: int
    """For how long the damaged file may be read; after that the backups must do."""
    memory: int
    """Bytes of address space; 0 for no limit."""
    through_sqlite: bool = True
    """Whether SQLite may be used for reading the damaged file: that may have crashed before."""
    through_pages: bool = True
    """Whether the pages of the damaged file are read."""


class Result(msgspec.Struct, frozen=True):
    """What was done."""

    articles: int
    """The articles that the new library has."""
    saved: dict[str, int]
    """The rows that were saved from the damaged file, by their tables."""
    broken: list[str]
    """The tables of which places could not be read; "" stands for places of unknown tables."""
    placeholders: list[str]
    """See `mending.Losses`."""
    headlines: int
    feeds: list[str]
    doubtful: list[str]
    """The tables of which rows may be lost that neither the backup nor an index has."""

    @property
    def is_whole(self) -> bool:
        """Whether all rows of the damaged file could be read."""
        return not any(name in self.broken for name in ("", *SAVED))


def main() -> None:
    """Do what the request on standard input says, and print the result."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    request = msgspec.json.decode(sys.stdin.buffer.readline(), type=Request)
    threading.Thread(target=_end_with_input, daemon=True).start()
    if request.memory and resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (request.memory, request.memory))
    if hasattr(signal, "alarm"):
        signal.alarm(request.seconds * 4 + 600)
    try:
        result = make_library(request)
    except Exception as error:  # noqa: BLE001  the parent tells the last line of what is said here
        _end_for(error, Path(request.new))
    sys.stdout.buffer.write(msgspec.json.encode(result))
    sys.stdout.buffer.flush()
    os._exit(0)  # the thread that waits for the input's end would hold the interpreter up


def _end_for(error: Exception, new: Path) -> NoReturn:
    """Say why no library could be made, with the traceback before it, and end the process.

    The interpreter would be held up by the thread that waits for the input's end, and say that instead.
    """
    traceback.print_exception(error)
    reason = str(error) or type(error).__name__
    if isinstance(error, apsw.Error | OSError) and is_of_a_full_disk(error, new):
        reason = "the disk is full"
    sys.stderr.write(f"{message_line(reason)}\n")
    sys.stderr.flush()
    os._exit(1)


def _end_with_input() -> None:
    """End the process when the one that asked has ended."""
    sys.stdin.buffer.read()
    os._exit(1)


def make_library(request: Request) -> Result:
    """Make a sound library of what can be read of a damaged one, and of backups.

    Raises `apsw.Error`, `StoreError` and `OSError` where the new file cannot be made.
    """
    new = Path(request.new)
    schema.make(new)
    db = apsw.Connection(new.as_uri(), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI)
    try:
        db.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536")
        into = Collection(db)
        _read(request, into)
        for backup in request.backups:
            merge(into, Path(backup))
        losses = mending.mend(into, request.now)
        for _ in rebuild.rebuild(db):
            pass
        articles = int(str(db.execute("SELECT count(*) FROM article WHERE deleted = 0").get))
        db.execute("PRAGMA journal_mode = WAL")
    finally:
        db.close()
    if not is_sound(new):
        raise connection.StoreError(f"{new} was made and is not sound")
    _write_out(new)
    broken = [name for name in ("", *SAVED, *INDEXES) if into.broken[name]]
    doubtful = [name for name in SAVED if not into.is_whole(name)]
    if mending.can_tell_marks(into) and "article" in doubtful:
        doubtful.remove("article")
    return Result(
        articles=articles,
        saved=dict(into.counts),
        broken=broken,
        placeholders=losses.placeholders,
        headlines=losses.headlines,
        feeds=losses.feeds,
        doubtful=doubtful,
    )


def _read(request: Request, into: Collection) -> None:
    damaged, deadline = Path(request.damaged), time.monotonic() + request.seconds
    if not damaged.exists() or not damaged.stat().st_size:
        into.broken[""] += 1
        return
    with into.db:
        if request.through_sqlite:
            read_all(damaged, into, deadline - request.seconds / 2)
        else:
            into.is_reached = False
        if request.through_pages:
            walk(damaged, into, deadline)
    if not (request.through_sqlite and request.through_pages):
        into.broken[""] += 1


def _write_out(path: Path) -> None:
    number = os.open(path, os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


if __name__ == "__main__":
    main()
