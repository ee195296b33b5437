"""The worker process as the screen uses it: events as they come, and an end when the screen wants one."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import aclosing, suppress
from pathlib import Path

import pytest

from reader.config import Paths
from reader.library import worker
from reader.library.outcome import WorkerResult


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so that no event tells of."""
    while not is_so():  # noqa: ASYNC110 - it happens in another process
        await asyncio.sleep(0.01)


async def test_events_come_as_they_are_printed_and_the_end_is_told() -> None:
    text = (
        "import sys\nfor line in ('{\"a\": 1}', 'no json', '[1]'): print(line)\n"
        "print('oh', file=sys.stderr); sys.exit(3)"
    )
    seen = [event async for event in worker.events(program(text))]
    assert seen == [{"a": 1}, WorkerResult(3, ("oh",))]


async def test_what_it_is_given_comes_on_its_standard_input() -> None:
    text = "import json, sys; print(json.dumps({'got': sys.stdin.read(), 'words': sys.argv}))"
    given = "https://joe:ä@h.example/\n" * 20_000
    async with aclosing(worker.events(program(text), given)) as events:
        assert (await anext(events))["got"] == given
    ended = [event async for event in worker.events(program("raise SystemExit(2)"), given)]
    assert ended == [WorkerResult(2)], "also where nobody reads it"


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no such priorities")
async def test_a_worker_steps_back_for_the_screen() -> None:
    own = os.nice(0)
    # It may be running before its parent has changed its priority.
    text = f"import os, time\nwhile os.nice(0) == {own}: time.sleep(0.01)\n"
    text += "print('{\"nice\": %d}' % os.nice(0))"
    async with asyncio.timeout(60):
        seen = [event async for event in worker.events(program(text))]
    assert seen[0] == {"nice": min(19, own + worker.NICENESS)}


async def test_leaving_the_events_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        worker, "GRACE_SECONDS", 60
    )  # on a busy machine it ends late, and shall not be killed
    mark = tmp_path / "ended"
    text = (
        "import json, os, signal, sys, time, pathlib\n"
        f"signal.signal(signal.SIGTERM, lambda *_: (pathlib.Path({str(mark)!r}).touch(), sys.exit()))\n"
        "print(json.dumps({'pid': os.getpid()}), flush=True)\n"
        "signal.pause()"
    )
    async with aclosing(worker.events(program(text))) as events:
        assert (await anext(events))["pid"] > 0
    assert mark.exists()


async def test_a_process_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GRACE_SECONDS", 0.05)
    text = (
        "import os, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('{\"pid\": %d}' % os.getpid(), flush=True)\nwhile True: signal.pause()"
    )
    async with asyncio.timeout(60), aclosing(worker.events(program(text))) as events:
        assert (await anext(events))["pid"] > 0


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system does not list processes as files")
async def test_whoever_is_cancelled_twice_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GRACE_SECONDS", 3600)
    asked = tmp_path / "asked"
    text = (
        "import os, pathlib, signal\n"
        f"signal.signal(signal.SIGTERM, lambda *_: pathlib.Path({str(asked)!r}).touch())\n"
        "print('{\"pid\": %d}' % os.getpid(), flush=True)\nwhile True: signal.pause()"
    )
    pids = []

    async def read() -> None:
        async for event in worker.events(program(text)):
            assert isinstance(event, dict)
            pids.append(event["pid"])

    async with asyncio.timeout(120):
        reading = asyncio.create_task(read())
        await until(lambda: bool(pids))
        reading.cancel()
        await until(asked.exists)
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        await until(lambda: not Path(f"/proc/{pids[0]}").exists())


def test_a_worker_is_the_same_program_on_the_same_library(tmp_path: Path) -> None:
    argv = worker.command(Paths(tmp_path, tmp_path / "c.toml"), "refresh", "--json", offline=True)
    assert argv[-2:] == ["refresh", "--json"]
    assert argv[argv.index("--data-dir") + 1] == str(tmp_path)
    assert "--offline" in argv
    assert json.dumps(argv)
