"""Running the process that makes a sound library of a damaged one, also where the damaged file crashes it."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reader.store.database.errors import StoreError
from reader.store.salvage.process import Request, Result

MEMORY = 4 << 30
"""Bytes of address space that the process may use."""

LEAST_SECONDS = 300
"""Seconds for which a damaged file is read at most; a large one has more."""

SECONDS_EACH_MB = 2

WAYS = ((True, True), (False, True), (True, False), (False, False))
"""What is read of the damaged file, through SQLite and page by page: all, and less where that crashed."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A sound library that was made."""

    result: Result
    """What it has, and what is lost."""
    attempts: int
    """The attempts that it took."""


def salvage(damaged: Path, new: Path, backups: list[Path], now: int) -> Salvaged:
    """Make a sound library at `new` of what can be read of a damaged one and of sound backups.

    Raises `StoreError` where none can be made.
    """
    size = damaged.stat().st_size if damaged.exists() else 0
    seconds = max(LEAST_SECONDS, size // 1_000_000 * SECONDS_EACH_MB)
    reason = ""
    for attempt, (through_sqlite, through_pages) in enumerate(WAYS, 1):
        request = Request(
            str(damaged), str(new), [str(path) for path in backups], now, seconds, MEMORY, through_sqlite,
            through_pages,
        )  # fmt: skip
        result, reason = _run(request)
        if result is not None:
            return Salvaged(result, attempt)
    raise StoreError(f"no library could be made of {damaged}: {reason or 'the attempts crashed'}")


def _run(request: Request) -> tuple[Result | None, str]:
    """Run the process once. Returns its result, or None and the last line that it wrote about why."""
    with subprocess.Popen(
        [sys.executable, "-m", "reader.store.salvage.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            # The input stays open: its end tells the process that nobody waits for it any more.
            process.stdin.write(msgspec.json.encode(request) + b"\n")
            process.stdin.flush()
            written, errors = process.stdout.read(), process.stderr.read()
        except BrokenPipeError:
            written, errors = b"", process.stderr.read()
        except BaseException:
            process.kill()
            raise
        code = process.wait()
    if code == 0:
        return msgspec.json.decode(written, type=Result), ""
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    return None, lines[-1] if lines else ""
