"""How much one transaction does, where there is very much to do: whoever else wants to write has his turn."""

import time

from reader.processes import queued_seconds

BREATH = 0.01
"""Seconds between two transactions, in which whoever waits can write."""


class Pace:
    """How many things the next transaction does, by how long those of the last one took."""

    def __init__(self, aim: float, *, first: int, most: int) -> None:
        """Begin with `first` things, and go on with as many as take about `aim` seconds, at most `most`."""
        self.count = first
        """The things that the next transaction does."""
        self._aim, self._most = aim, most
        self._begun = self._worked = 0.0

    def begin(self) -> None:
        """Begin to measure: behind the wait for other writers, which says nothing of the work."""
        self._begun, self._worked = _clock(), time.thread_time()

    def end(self) -> None:
        """Decide, once what was done is kept, how many things come next: at most twice as many."""
        taken = max(1e-6, time.thread_time() - self._worked, (_clock() - self._begun) / 2)
        self.count = max(1, min(self._most, int(self.count * min(2.0, self._aim / taken))))


def _clock() -> float:
    """Return seconds that go by while this thread works, or waits for the disk, but not for a processor."""
    return time.perf_counter() - queued_seconds("thread-self")
