"""Ends the program when it is told to, or when its terminal is gone: not every one sends a signal."""

import asyncio
import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from time import sleep

ENDING_SIGNALS = ("SIGTERM", "SIGHUP", "SIGQUIT")
"""Textual leaves the terminal as it is on these; here they end the program as `q` does."""

HANGUP = 129
"""The exit code where the terminal is gone, with SIGHUP or without a word."""

PATIENCE = 5.0
"""Seconds for the program to end by itself, before it is ended: it can hang on what it wants to draw."""


def end_on_signals(end: Callable[[int], None], *, in_terminal: bool) -> None:
    """Have `end` called with the exit code on the signals that end programs, and when the terminal is gone.

    Textual would read on from a terminal that is gone forever.
    """
    loop = asyncio.get_running_loop()
    for name in ENDING_SIGNALS:
        with suppress(NotImplementedError, AttributeError, RuntimeError):
            number = getattr(signal, name)
            loop.add_signal_handler(number, end, 128 + number)
    if in_terminal and sys.stdin and sys.stdin.isatty():
        _watch(sys.stdin.fileno(), partial(loop.call_soon_threadsafe, end, HANGUP))


def _watch(terminal: int, gone: Callable[[], object]) -> None:
    """Call `gone`, in a thread, once a terminal is gone, and end the process soon after.

    `terminal` is its file descriptor.
    """

    def watch() -> None:
        poll = select.poll()
        poll.register(terminal, 0)  # an end is reported even where nothing is asked for
        ends = poll.poll()
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in ends):
            with suppress(RuntimeError):  # the program is ending already
                gone()
            sleep(PATIENCE)
            os._exit(HANGUP)

    if hasattr(select, "poll"):
        Thread(target=watch, name="hangup", daemon=True).start()
