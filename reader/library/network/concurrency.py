"""How many feeds are under way at once: few at first, more as servers answer."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from reader.processes import most_open_files
from reader.sources.http.limits import AT_ONCE

FIRST = 16
"""How many feeds a refresh begins with at once."""

QUICK_SECONDS = 2.0
"""Seconds within which a response raises the limit by one."""

STUCK_SECONDS = 8.0
"""Seconds after which an unanswered request raises the limit by one, so that it does not hold up others."""

OTHER_FILES = 24
"""Files that a refresh has open besides its requests: the library, pipes to parsers, the system's own."""


def bearable(wanted: int) -> int:
    """Return for how many of so many requests at once the limit of open files has room: one at least."""
    return max(1, min(wanted, most_open_files() - OTHER_FILES))


@dataclass(slots=True)
class ConcurrencyLimit:
    """Limits how many feeds are asked and read at once, and raises the limit while servers answer quickly.

    A server (or a network) that is slow because it is asked too much at once is asked no more than at first,
    so that its answers come before the deadline; quick servers are soon asked `AT_ONCE` at a time.
    """

    first: int = field(default_factory=lambda: bearable(FIRST))
    """The limit at first."""
    most: int = field(default_factory=lambda: bearable(AT_ONCE))
    """The highest limit."""
    _slots: asyncio.Semaphore = field(init=False)
    _limit: int = field(init=False)

    def __post_init__(self) -> None:
        self._slots, self._limit = asyncio.Semaphore(self.first), self.first

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Hold one of the slots, from before a feed is asked until its response is kept."""
        async with self._slots:
            yield

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Measure one request, which may raise the limit."""
        stuck = asyncio.get_running_loop().call_later(STUCK_SECONDS, self._raise_limit)
        began = time.monotonic()
        try:
            yield
        finally:
            stuck.cancel()
        if time.monotonic() - began < QUICK_SECONDS:
            self._raise_limit()

    def _raise_limit(self) -> None:
        if self._limit < self.most:
            self._limit += 1
            self._slots.release()
