"""How many requests are in flight at once: so many in all, and few to one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 32
"""Requests in flight at once, over all hosts."""

PER_HOST = 2
"""Requests in flight at once to one host; browsers make more, but they have a reader who waits."""


class RequestLimits:
    """Permits for requests in flight.

    A request that waits for a busy host does not hold one of the permits for all hosts, so that a slow host,
    however many feeds it has, holds up no other.
    """

    def __init__(self, total: int = AT_ONCE, per_host: int = PER_HOST) -> None:
        self._all = asyncio.Semaphore(total)
        self._per_host = per_host
        self._hosts: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def request_to(self, host: str) -> AsyncIterator[None]:
        """Hold a permit for one request to this host, once there is one."""
        permits = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        async with permits, self._all:
            yield
