"""A refresh that is stopped in the middle: what came is kept, and nothing is left claimed."""

import asyncio
import os
import signal
import subprocess
import sys
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


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no such signals")
@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP"])
def test_a_process_that_is_told_to_end_lets_go_too(tmp_path: Path, end: str) -> None:
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    library = open_library(paths, Settings())
    with running_server() as server:
        server.script("/slow", hang())
        slow = subscribe(library, server.url("/slow"))
        words = [sys.executable, "-m", "reader", "--data-dir", str(paths.data), "--config", str(paths.config)]
        process = subprocess.Popen(
            [*words, "refresh"], env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        server.wait_for_requests(1)
        until = library.clock() + CLAIM_SECONDS
        assert not refresh_state.claim(library.db, slow, now=library.clock(), until=until)
        process.send_signal(signal.Signals[end])
        assert "".join(process.communicate(timeout=120)).strip() == ""
        assert process.returncode == 130
        assert refresh_state.claim(library.db, slow, now=library.clock(), until=until)
    library.db.close()
