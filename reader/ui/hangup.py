"""Notices a terminal that is gone: not every one sends a signal, and Textual reads on from it forever."""

import os
import select
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from time import sleep

PATIENCE = 5.0
"""Seconds in which the program may end by itself; it can hang on what it still wants to draw."""


def when_gone(terminal: int, tell: Callable[[], object], code: int) -> None:
    """Calls `tell`, in a thread, once that descriptor's terminal is gone; ends the process soon after."""

    def watch() -> None:
        poll = select.poll()
        poll.register(terminal, 0)  # an end is reported even where nothing is asked for
        ends = poll.poll()
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in ends):
            with suppress(RuntimeError):  # the program is ending already
                tell()
            sleep(PATIENCE)
            os._exit(code)

    if hasattr(select, "poll"):
        Thread(target=watch, name="hangup", daemon=True).start()
