"""Sending signals to processes that asyncio has started."""

import os
import signal
from asyncio.subprocess import Process
from contextlib import suppress

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
