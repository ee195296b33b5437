"""A refresh that is stopped in the middle: what came is kept, and nothing is left claimed."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from reader.config import Paths, Settings
from reader.library.feeds.refresh import CLAIM_SECONDS, refresh
from reader.library.library import Library, open_library
from reader.store.feeds import refresh_state
from tests.library.feeds.polling import refreshed, subscribe
from tests.samples import item, rss
from tests.server import ScriptedServer, hang, reply, running_server


async def test_what_is_being_asked_is_let_go(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/good", reply(rss([item(1)])))
        server.script("/slow", hang())
        good, slow = (subscribe(library, server.url(path)) for path in ("/good", "/slow"))
        seen = []

        async def run() -> None:
            async for event in refresh(library):
                seen.append(event.feed)
                task.cancel()

        task = asyncio.create_task(run())
        with pytest.raises(asyncio.CancelledError):
            await task
        assert seen == [good]
        server.script("/slow", reply(rss([item(2)])))
        events = await refreshed(library, [slow])
        assert (events[slow].outcome, events[slow].new) == ("new", 1)


def hear_signals() -> None:
    """Begin a process as a terminal's shell does: jobs behind one ignore SIGINT, those of nohup SIGHUP."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no such signals")
@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_process_that_is_told_to_end_lets_go_too(tmp_path: Path, end: str) -> None:
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    library = open_library(paths, Settings())
    with running_server() as server:
        server.script("/slow", hang())
        slow = subscribe(library, server.url("/slow"))
        words = [sys.executable, "-m", "reader", "--data-dir", str(paths.data), "--config", str(paths.config)]
        process = subprocess.Popen(
            [*words, "refresh"],
            env=os.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hear_signals,
        )
        server.wait_for_requests(1)
        until = library.clock() + CLAIM_SECONDS
        assert not refresh_state.claim(library.db, slow, now=library.clock(), until=until)
        process.send_signal(signal.Signals[end])
        assert "".join(process.communicate(timeout=120)).strip() == ""
        assert process.returncode == 130
        assert refresh_state.claim(library.db, slow, now=library.clock(), until=until)
    library.db.close()


INTERRUPTED = """
import asyncio, os, signal
from reader.commands.shared.running import run_to_the_end

async def work():
    try:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)
    finally:
        for again in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
            os.kill(os.getpid(), again)
            await asyncio.sleep(0.01)
        print("let go")

try:
    run_to_the_end(work())
except KeyboardInterrupt:
    print("interrupted")
"""


LEFT_BEHIND = """
import asyncio, sys
from reader.commands.shared.running import run_to_the_end

async def child(*words, **pipes):
    return await asyncio.create_subprocess_exec(sys.executable, *words, **pipes)

async def leave():
    silent = asyncio.subprocess.DEVNULL
    await child("-c", "import time; time.sleep(60)", stdout=silent, stderr=silent)

async def wait():
    print(await (await child("-c", "raise SystemExit(3)")).wait())

run_to_the_end(leave())
run_to_the_end(wait())
asyncio.run(wait())
"""


def test_a_child_that_outlives_its_loop_is_no_fault_and_later_ones_are_waited_for() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", LEFT_BEHIND],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "3\n3\n", "")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no such signals")
def test_whoever_presses_it_again_does_not_interrupt_the_ending() -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
        preexec_fn=hear_signals,
    )
    assert (done.stdout, done.stderr) == ("let go\ninterrupted\n", "")


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no such signals")
def test_a_refresh_that_is_stopped_at_any_moment_says_nothing(tmp_path: Path) -> None:
    """Not a word on stderr, nothing in the log, nothing left claimed; also when it is told so again."""
    rng = random.Random(7)
    many = [item(number) for number in range(100)]
    with running_server() as server:
        for turn in range(6):
            paths = Paths(data=tmp_path / str(turn), config=tmp_path / "config.toml")
            library = open_library(paths, Settings())
            for feed in range(20):
                server.script(f"/{turn}/{feed}", reply(rss(many)))
                subscribe(library, server.url(f"/{turn}/{feed}"))
            complaints, code = stop(paths, rng)
            assert (complaints.strip(), paths.log.exists()) == ("", False)
            assert code in (0, 130, -signal.SIGINT)
            states = refresh_state.feed_states(library.db, None, None)
            now = library.clock()
            for state in states:
                assert state.last_ok or refresh_state.claim(library.db, state.id, now=now, until=now + 60)
            library.db.close()


def stop(paths: Paths, rng: random.Random) -> tuple[str, int]:
    """Refresh, and stop it once some feeds have ended. Returns what it said on stderr, and its exit code."""
    places = ["--data-dir", str(paths.data), "--config", str(paths.config)]
    command = [sys.executable, "-m", "reader", *places, "refresh", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        for _ in range(rng.randrange(1, 6)):
            process.stdout.readline()
        end = rng.choice((signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
        for _ in range(rng.choice((1, 2, 3))):
            time.sleep(rng.random() * 0.02)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, end) if end == signal.SIGINT else process.send_signal(end)
        _, complaints = process.communicate(timeout=120)
        return complaints, process.returncode
