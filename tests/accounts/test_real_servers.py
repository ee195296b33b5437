"""The scenarios on servers that really run: Coldsweat, tt-rss, and any with the Google Reader API.

`NEWSREADER_TEST_GREADER=url,user,password` names one of the last kind; its account should be one for tests,
with a dozen unread articles or more, as marks are changed.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.accounts.mischief import play
from tests.accounts.running import run_scenarios
from tests.accounts.scenarios import ALL
from tests.accounts.worlds import RealWorld
from tests.servers.coldsweat import Coldsweat
from tests.servers.processes import Failed
from tests.servers.program import Server
from tests.servers.relay import Relay
from tests.servers.ttrss import TinyTinyRss

pytestmark = pytest.mark.long(40)

GIVEN = os.environ.get("NEWSREADER_TEST_GREADER", "")
"""Read before the tests get an environment of their own."""


STEPS = int(os.environ.get("NEWSREADER_TEST_MISCHIEF", "10"))
"""The steps of `tests.accounts.mischief` on each server."""


def write_feeds(folder: Path) -> Path:
    """Two feeds, one in a folder."""
    for path, count in (("News/one.xml", 14), ("two.xml", 6)):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        name = file.stem
        items = "".join(
            f"<item><title>{name} {number}</title><link>http://site.test/{name}/{number}</link>"
            f"<guid isPermaLink='false'>{name}-{number}</guid><description>Text {number}</description>"
            f"<pubDate>Sun, 15 Jun 2025 10:{number:02}:00 GMT</pubDate></item>"
            for number in range(count)
        )
        file.write_text(
            f"<rss version='2.0'><channel><title>{name}</title><link>http://site.test/{name}</link>"
            f"<description/>{items}</channel></rss>"
        )
    return folder


@contextmanager
def running(make: Callable[[Path], Server]) -> Iterator[Server]:
    """A server in a folder that its own users may enter. Skips where it cannot be had."""
    if not sys.platform.startswith("linux"):
        pytest.skip("these servers are started on Linux only")
    folder = Path(tempfile.mkdtemp(prefix="newsreader-server-"))
    folder.chmod(0o755)
    server = make(folder / "s")
    try:
        server.up(write_feeds(folder / "feeds"))
        yield server
    except Failed as reason:
        pytest.skip(f"no {server.kind} here: {reason}")
    finally:
        server.down()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("make", [Coldsweat, TinyTinyRss])
def test_the_scenarios_hold_on(make: Callable[[Path], Server], tmp_path: Path) -> None:
    with running(make) as server, Relay(server.url) as relay:
        world = RealWorld(tmp_path, server, relay)
        run_scenarios(world, ALL)
        play(world, (world.client("c"), world.client("d")), seed=1, steps=STEPS)


class Elsewhere:
    """A server with the Google Reader API that somebody else runs."""

    kind = "greader"

    def __init__(self, url: str, user: str, password: str) -> None:
        self.url, self.user, self.password = url, user, password

    def end_sessions(self) -> None:
        """Do nothing."""


def test_the_scenarios_hold_on_the_server_that_is_named(tmp_path: Path) -> None:
    if GIVEN.count(",") < 2:
        pytest.skip("NEWSREADER_TEST_GREADER names no server: url,user,password")
    url, user, password = GIVEN.split(",", 2)
    with Relay(url) as relay:
        world = RealWorld(tmp_path, Elsewhere(url, user, password), relay)  # type: ignore[arg-type]
        run_scenarios(world, [name for name in ALL if name not in ("10", "12")])
