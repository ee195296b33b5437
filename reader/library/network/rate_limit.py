"""Taking turns with hosts: none is asked for pages more than once in so many seconds."""

import asyncio
from collections.abc import Iterable

GAP_SECONDS = 1.05
"""A little more than the second that is promised: requests do not all need the same time to get there."""


class Turns:
    """When each host may be asked again, in the running event loop's time."""

    def __init__(self, gap: float = GAP_SECONDS) -> None:
        self._gap = gap
        self._next: dict[str, float] = {}

    async def come(self, host: str) -> None:
        """Waits until the host may be asked."""
        await asyncio.sleep(max(0.0, self._next.get(host, 0.0) - asyncio.get_running_loop().time()))

    def asked(self, hosts: Iterable[str]) -> None:
        """These have just been asked."""
        after = asyncio.get_running_loop().time() + self._gap
        self._next.update(dict.fromkeys(hosts, after))
