"""How many feeds are under way at once: few at first, more as servers answer."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from reader.sources.http.limits import AT_ONCE

FIRST = 16
"""Feeds that are under way at once at first."""

QUICK_SECONDS = 2.0
"""An answer that takes no longer lets one more feed be asked at the same time."""

STUCK_SECONDS = 8.0
"""So does a server that has not answered after this long: it shall not hold up the others."""


@dataclass(slots=True)
class Gate:
    """Places for feeds that are being asked and read.

    A server (or a network) that is slow because it is asked too much at once is asked no more than at first,
    so that its answers come before the deadline; quick servers are soon asked `AT_ONCE` at a time.
    """

    first: int = FIRST
    most: int = AT_ONCE
    _places: asyncio.Semaphore = field(init=False)
    _width: int = field(init=False)

    def __post_init__(self) -> None:
        self._places, self._width = asyncio.Semaphore(self.first), self.first

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place for one feed, until it is kept."""
        async with self._places:
            yield

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        """The time in which a feed's server is asked."""
        stuck = asyncio.get_running_loop().call_later(STUCK_SECONDS, self._widen)
        began = time.monotonic()
        try:
            yield
        finally:
            stuck.cancel()
        if time.monotonic() - began < QUICK_SECONDS:
            self._widen()

    def _widen(self) -> None:
        if self._width < self.most:
            self._width += 1
            self._places.release()
