"""Signals to processes that asyncio has started, and patience with what is slow because the machine is."""

import asyncio
import logging
import os
import sys
import time

import pytest

from reader.processes import KILL, patience, processor_seconds, queued_seconds, send_signal


@pytest.mark.skipif(sys.platform == "win32", reason="this system tells no signal in an exit code")
async def test_a_signal_takes_no_exit_code_away(caplog: pytest.LogCaptureFixture) -> None:
    """Also where the process has ended just now, and who waits for it does not know yet."""
    with caplog.at_level(logging.WARNING, "asyncio"):
        for _ in range(20):
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-S",
                "-c",
                "import os; os.kill(os.getpid(), 9)",
                stdout=asyncio.subprocess.PIPE,
            )
            assert process.stdout is not None
            await process.stdout.read()  # its end: it is gone, or about to be
            send_signal(process, KILL)
            assert await process.wait() == -KILL
    assert not caplog.records


async def test_patience_lasts_as_long_as_there_is_more_of_it() -> None:
    rest = [0.01, 0.01, 0.0, 60.0]
    with pytest.raises(TimeoutError):
        async with patience(0.01, lambda: rest.pop(0)):
            await asyncio.Event().wait()
    assert rest == [60.0]


async def test_who_is_done_in_time_is_not_asked_for_more() -> None:
    async with patience(60, lambda: 1 / 0):
        await asyncio.sleep(0)


@pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="only Linux tells it")
def test_the_system_tells_who_computes_and_who_waits_for_it() -> None:
    """All the time of who only computes is one or the other."""
    used, queued, begun = processor_seconds(os.getpid()), queued_seconds(), time.monotonic()
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    used, queued = processor_seconds(os.getpid()) - used, queued_seconds() - queued
    assert used >= 0.15
    assert queued + used <= time.monotonic() - begun + 0.1
    assert processor_seconds(-1) == 0.0
