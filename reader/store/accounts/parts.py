"""What a server says of very many articles is done to some of them at a time.

So whoever else wants to write has his turn.
"""

import time
from collections.abc import Callable, Iterator, Sequence

AIM = 0.05
"""Seconds of work that a transaction takes about."""

FIRST = 100
"""Articles of the first transaction, which shows how long they take."""

MOST = 5_000
"""Articles of one transaction at most."""

BREATH = 0.01
"""Seconds to wait between two transactions, in which whoever waits can write."""


def in_parts(wanted: Sequence[str], do: Callable[[Sequence[str]], int]) -> Iterator[int]:
    """Do something to some articles after others, as many at once as take about `AIM` seconds.

    Yields what `do` returns for each part.
    """
    start, count = 0, FIRST
    while start < len(wanted):
        begun, worked = time.perf_counter(), time.thread_time()
        done = do(wanted[start : start + count])
        taken = max(1e-6, time.thread_time() - worked, (time.perf_counter() - begun) / 2)
        start += count
        count = max(1, min(MOST, int(count * min(2.0, AIM / taken))))
        yield done
