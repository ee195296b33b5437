"""Connections for threads: SQLite's must not be used by two at the same time."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import apsw

from reader.store.database.connection import Database, open_store

MOST_IDLE = 2
"""Connections that are kept for the next reads."""

LARGE = 24 * 1024 * 1024
"""Bytes that SQLite takes in a read, after which the system gets back what is free again."""


class ReadPool:
    """Read-only connections to one library, each lent to one thread at a time.

    A connection is opened when all others are lent, so that a slow search holds up no other read.
    """

    def __init__(self, library: Path) -> None:
        self._library = library
        self._lock = Lock()
        self._idle: list[Database] = []
        self._closed = False

    @contextmanager
    def connection(self) -> Iterator[Database]:
        """Lend a connection for a `with` block. Raises `StoreError` where none can be opened."""
        with self._lock:
            db = self._idle.pop() if self._idle else None
        if db is None:
            db = open_store(self._library, readonly=True)
        try:
            yield db
        finally:
            db.pragma("shrink_memory")  # the system has the pages too, and reads may be far apart
            if apsw.memory_high_water(True) > LARGE:
                trim_heap()
            with self._lock:
                keep = not self._closed and len(self._idle) < MOST_IDLE
                if keep:
                    self._idle.append(db)
            if not keep:
                db.close()

    def close(self) -> None:
        """Close the connections that are not lent; a lent one is closed when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()


def trim_heap() -> None:
    """Give the system back the memory that is free between what is in use, where the C library is glibc.

    A search for many words takes much for a moment, in small pieces that glibc would keep for the process.
    """
    if sys.platform != "linux":
        return
    import ctypes  # no first paint waits for it

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
