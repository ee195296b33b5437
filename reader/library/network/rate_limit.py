"""The host rate limit: no host is asked for pages more than once a second."""

import asyncio
from collections.abc import Iterable

SECONDS_BETWEEN_REQUESTS = 1.05
"""A little more than the second that is promised, as requests do not all take the same time to arrive."""


class HostRateLimit:
    """Keeps the time from which on each host may be asked again, by the running event loop's clock."""

    def __init__(self, gap: float = SECONDS_BETWEEN_REQUESTS) -> None:
        self._gap = gap
        self._next: dict[str, float] = {}

    async def wait(self, host: str) -> None:
        """Wait until a host may be asked."""
        await asyncio.sleep(max(0.0, self._next.get(host, 0.0) - asyncio.get_running_loop().time()))

    def record(self, hosts: Iterable[str]) -> None:
        """Record that these hosts have just been asked."""
        after = asyncio.get_running_loop().time() + self._gap
        self._next.update(dict.fromkeys(hosts, after))
