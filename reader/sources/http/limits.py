"""How much is asked at once: so many requests in all, and few of one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class RequestLimits:
    """Places for requests in flight.

    Who waits for a busy host does not take one of the places for all hosts, so that a slow host, however many
    feeds it has, holds up nobody else.
    """

    def __init__(self, total: int, per_host: int) -> None:
        self._all = asyncio.Semaphore(total)
        self._per_host = per_host
        self._hosts: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def request_to(self, host: str) -> AsyncIterator[None]:
        """Hold a place for a request to this host."""
        places = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        async with places, self._all:
            yield
