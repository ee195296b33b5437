"""Locks between processes that end with the process, however it ends."""

import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # a module cannot be typed as one that may be missing

PATIENCE = 5.0
"""Seconds that a sync waits for another one of the same account."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock, once nobody else does. Raises `OSError`."""
    if fcntl is None:
        yield
        return
    number = _open(path)
    try:
        fcntl.lockf(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


@asynccontextmanager
async def awaited(path: Path, seconds: float = PATIENCE) -> AsyncIterator[bool]:
    """Hold a file's lock, once nobody else does. Yields whether it is held: not after so many `seconds`."""
    import asyncio  # commands that only hide secrets do without

    if fcntl is None:
        yield True
        return
    number = _open(path)
    try:
        until = time.monotonic() + seconds
        while not (held := _try(number)) and time.monotonic() < until:  # noqa: ASYNC110 - no event tells what another process lets go
            await asyncio.sleep(0.05)
        yield held
    finally:
        os.close(number)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _try(number: int) -> bool:
    try:
        fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
