"""Notices a terminal that is gone: not every one sends a signal, and Textual reads on from it forever."""

import os
import select
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from time import sleep

PATIENCE = 5.0
"""Seconds for the program to end by itself, before it is ended: it can hang on what it wants to draw."""


def when_gone(terminal: int, callback: Callable[[], object], code: int) -> None:
    """Call `callback`, in a thread, once a terminal is gone, and end the process with `code` soon after.

    `terminal` is its file descriptor.
    """

    def watch() -> None:
        poll = select.poll()
        poll.register(terminal, 0)  # an end is reported even where nothing is asked for
        ends = poll.poll()
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in ends):
            with suppress(RuntimeError):  # the program is ending already
                callback()
            sleep(PATIENCE)
            os._exit(code)

    if hasattr(select, "poll"):
        Thread(target=watch, name="hangup", daemon=True).start()
