"""Processes: signals to those that asyncio has started, and patience that a busy machine does not use up."""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""The signal that ends a process whatever it does; Windows ends it by any."""


def send_signal(process: Process, number: signal.Signals) -> None:
    """Send a signal to a process, if it has not ended.

    asyncio's own way looks first whether the process has ended, and by that takes its exit code from the
    thread that waits for it: 255 is told then, with a warning on stderr (python/cpython#87744).
    """
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


MANY = 1024
"""How many files a process may open where the system does not tell, or sets no limit."""


def most_open_files() -> int:
    """Return how many files this process may have open."""
    if resource is None:
        return MANY
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MANY if soft == resource.RLIM_INFINITY else soft


JUST_BEFORE = 0.001
"""Seconds before the end of someone's patience at which it is decided whether it lasts longer."""


@asynccontextmanager
async def patience(seconds: float, more: Callable[[], float]) -> AsyncIterator[None]:
    """Wait so many seconds for what is done inside, and longer as often as `more` then returns seconds.

    Raises TimeoutError.
    """
    loop = asyncio.get_running_loop()
    watch: asyncio.TimerHandle
    async with asyncio.timeout(seconds) as limit:

        def look() -> None:
            nonlocal watch
            if (longer := more()) > 0:
                end = loop.time() + longer
                limit.reschedule(end)
                watch = loop.call_at(end - JUST_BEFORE, look)

        # Both go by one reading of the clock, so that whoever is kept from the processor between two lines
        # still looks before the end.
        watch = loop.call_at((limit.when() or loop.time()) - JUST_BEFORE, look)
        try:
            yield
        finally:
            watch.cancel()


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has used; 0 where the system does not tell."""
    with suppress(OSError, ValueError):  # only Linux has these files
        fields = _system_file(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def queued_seconds(task: str = "self") -> float:
    """Return how long this process has waited for a processor so far; 0 where the system does not tell.

    `task`: `thread-self` for the thread that asks.
    """
    with suppress(OSError, IndexError):
        return int(_system_file(f"/proc/{task}/schedstat").split()[1]) / 1e9
    return 0.0


def _system_file(path: str) -> bytes:
    """Return what a small file of the system says; Python's own files take three times as long."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, 4096)
    finally:
        os.close(file)
