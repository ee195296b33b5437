"""What a server says of very many articles is done to some of them at a time.

So whoever else wants to write has his turn.
"""

from collections.abc import Callable, Iterator, Sequence

from reader.store.pacing import Pace

AIM = 0.05
"""Seconds of work that a transaction takes about."""

FIRST = 100
"""Articles of the first transaction, which shows how long they take."""

MOST = 5_000
"""Articles of one transaction at most."""


def in_parts(wanted: Sequence[str], do: Callable[[Sequence[str]], int]) -> Iterator[int]:
    """Do something to some articles after others, as many at once as take about `AIM` seconds.

    Yields what `do` returns for each part.
    """
    start, pace = 0, Pace(AIM, first=FIRST, most=MOST)
    while start < len(wanted):
        part = wanted[start : start + pace.count]
        pace.begin()
        done = do(part)
        pace.end()
        start += len(part)
        yield done
