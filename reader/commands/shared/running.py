"""Running what a command waits for: use cases that yield their outcomes as they come."""

import asyncio
import logging
import os
import signal
import sys
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from typing import Any, TypeVar

from reader.commands.context import Failures, put_each
from reader.document.sanitize import SafeText
from reader.library.outcome import Problem

T = TypeVar("T")

AGAIN_SECONDS = 3.0
"""Seconds in which further signals are the same wish: they would interrupt the ending itself."""


def report(
    outcomes: AsyncIterator[T | Problem],
    as_json: bool,
    shape: Callable[[T], dict[str, Any]],
    line: Callable[[T], SafeText],
) -> None:
    """Print what was made as it comes, tell what failed, and end with exit code 1 if anything did."""
    failures = Failures()

    async def run() -> None:
        async for outcome in outcomes:
            if isinstance(outcome, Problem):
                failures.add(outcome)
            else:
                put_each([outcome], as_json, shape, line)

    run_to_the_end(run())
    failures.end()


def run_to_the_end(work: Coroutine[None, None, None]) -> None:
    """Run a coroutine; a signal that ends the process cancels it, so that it lets go of what it holds.

    Raises `KeyboardInterrupt` where it was cancelled.
    """

    async def run() -> None:
        loop, task, next_at = asyncio.get_running_loop(), asyncio.current_task(), 0.0
        assert task is not None

        def end() -> None:
            nonlocal next_at
            if (now := loop.time()) >= next_at:
                next_at = now + AGAIN_SECONDS
                task.cancel()

        with suppress(NotImplementedError, AttributeError):  # this system has no such signals
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                    loop.add_signal_handler(number, end)
        await work

    # It tells on stderr of pipes and children that end unseen, which is what becomes of a killed parser, and
    # of reading from one that no memory is left for: who waits for that parser learns that it is not there.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    running = run()
    try:
        with _children_without_threads():
            asyncio.run(running)
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        running.close()  # Ctrl-C may come before the loop has begun it, of which Python would complain
        work.close()


@contextmanager
def _children_without_threads() -> Iterator[None]:
    """Let the loop learn of a child's end by its descriptor, as later Pythons do by themselves.

    Python 3.11 starts a thread for each child, and waits for ever for one that dies of too little memory.
    """
    # Only the main thread's loops are handed to a watcher.
    if sys.version_info >= (3, 12) or current_thread() is not main_thread() or not _has_descriptors():
        yield
        return
    before = asyncio.get_child_watcher()
    asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
    try:
        # A parser killed a moment before the loop's end is waited for by nobody, which is no fault.
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "A loop is being detached", RuntimeWarning)
            yield
    finally:
        asyncio.set_child_watcher(before)


def _has_descriptors() -> bool:
    """Tell whether the kernel, and a sandbox around the process, give descriptors of processes."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True
