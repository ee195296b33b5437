"""Signals to processes that asyncio has started."""

import asyncio
import logging
import sys

import pytest

from reader.processes import KILL, send_signal


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
