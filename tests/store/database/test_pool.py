"""Connections for threads: what a read takes, and what is left of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.store.database.connection import Database, open_store, rows
from reader.store.database.pool import LARGE, ReadPool

PIECE = 700
"""Bytes that the C library keeps between what SQLite has, so that this is in pieces once it is free."""

ROWS = 2 * LARGE // 2_000
"""Rows of 2,000 bytes that make twice what is `LARGE`."""


def resident() -> int:
    """Return how many bytes this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def read_much(db: Database) -> list[bytes]:
    """Have SQLite keep all pages of a large table, and return what lies between."""
    db.execute("PRAGMA cache_size = -200000")
    between = []
    for first in range(0, ROWS, 20):
        rows(db, "SELECT sum(length(x)) FROM much WHERE rowid > ? AND rowid <= ?", (first, first + 20))
        between.append(bytes(PIECE))
    return between


def held(library: Path) -> tuple[int, int, int]:
    """Return the bytes that this process holds before, in and after a large read."""
    pool = ReadPool(library)
    before = resident()
    with pool.connection() as db:
        between = read_much(db)
        most = resident()
    after = resident()
    pool.close()
    assert between
    return before, most, after


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells how much a process holds")
def test_what_a_large_read_took_the_system_has_back(tmp_path: Path) -> None:
    """In a process of its own: one that has run other tests has memory left over from these."""
    library = tmp_path / "library.db"
    db = open_store(library)
    db.execute("CREATE TABLE much (x)")
    with db:
        db.executemany("INSERT INTO much VALUES (zeroblob(?))", [(2_000,)] * ROWS)
    db.close()
    words = f"from pathlib import Path; from {__name__} import held; print(*held(Path({str(library)!r})))"
    root = Path(__file__).parents[3]
    told = subprocess.run([sys.executable, "-c", words], cwd=root, check=True, capture_output=True, text=True)
    before, most, after = map(int, told.stdout.split())
    assert most - before > LARGE
    assert after - before < (most - before) / 2, f"{before:,} before, {most:,} at most, {after:,} after"
